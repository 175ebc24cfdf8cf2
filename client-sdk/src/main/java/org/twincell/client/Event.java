// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.util.List;

/**
 * An event: its class and its slots. Immutable.
 *
 * <pre>{@code
 * Event event = Event.of("EVENT").with("severity", "MAJOR").with("msg", "disk is 97% full");
 * }</pre>
 */
public record Event(String className, Slots slots) {
  /** The slot that holds the event id, unique everywhere. */
  public static final String ID = "mc_ueid";

  /** The slot that holds the names of the clients that have acknowledged the event. */
  public static final String CLIENT_ACK = "client_ack";

  public Event {
    if (className.isBlank()) throw new IllegalArgumentException("an event needs a class");
  }

  /** An event of this class without slots. */
  public static Event of(String className) {
    return new Event(className, Slots.NONE);
  }

  /** With a text, or the label of an enumeration. */
  public Event with(String slot, String value) {
    return new Event(className, slots.with(slot, value));
  }

  public Event with(String slot, long value) {
    return new Event(className, slots.with(slot, value));
  }

  public Event with(String slot, double value) {
    return new Event(className, slots.with(slot, value));
  }

  public Event with(String slot, List<String> values) {
    return new Event(className, slots.with(slot, values));
  }

  /** The event id; empty as long as nobody gave one. */
  public String id() {
    return slots.text(ID);
  }

  /** The slot's value as text; empty text when the event does not have the slot. */
  public String text(String slot) {
    return slots.text(slot);
  }
}
