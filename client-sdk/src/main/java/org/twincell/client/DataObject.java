// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

/** A data object: its class and its slots. Immutable. */
public record DataObject(String className, Slots slots) {
  /** The slot that holds the id of a data object, unique everywhere. */
  public static final String ID = "mc_udid";

  /** The slot that holds the number of a data object in its cell. */
  public static final String HANDLE = "data_handle";

  public DataObject {
    if (className.isBlank()) throw new IllegalArgumentException("a data object needs a class");
  }

  /** A data object of this class without slots. */
  public static DataObject of(String className) {
    return new DataObject(className, Slots.NONE);
  }

  /** With a text, or the label of an enumeration. */
  public DataObject with(String slot, String value) {
    return new DataObject(className, slots.with(slot, value));
  }

  public DataObject with(String slot, long value) {
    return new DataObject(className, slots.with(slot, value));
  }

  /** The id; empty as long as nobody gave one. */
  public String id() {
    return slots.text(ID);
  }
}
