// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Slot names with their values, in the order in which they were set. Immutable. */
public record Slots(Map<String, SlotValue> values) {
  /** No slot. */
  public static final Slots NONE = new Slots(Map.of());

  public Slots {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    for (String name : values.keySet()) {
      if (name.isBlank()) throw new IllegalArgumentException("a slot needs a name");
    }
  }

  /** One slot with a text, or with the label of an enumeration. */
  public static Slots of(String name, String value) {
    return NONE.with(name, value);
  }

  public Slots with(String name, String value) {
    return with(name, new SlotValue.Text(value));
  }

  public Slots with(String name, long value) {
    return with(name, new SlotValue.Whole(value));
  }

  public Slots with(String name, double value) {
    return with(name, new SlotValue.Real(value));
  }

  /** A list slot is always written as a whole. */
  public Slots with(String name, List<String> values) {
    return with(name, new SlotValue.Texts(values));
  }

  public Slots with(String name, SlotValue value) {
    Map<String, SlotValue> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Slots(more);
  }

  /** These slots, then those of the other; where both have a slot, the other's value counts. */
  public Slots and(Slots other) {
    Map<String, SlotValue> more = new LinkedHashMap<>(values);
    more.putAll(other.values);
    return new Slots(more);
  }

  public Optional<SlotValue> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The value as text, whatever its type; empty text when the slot is absent. */
  public String text(String name) {
    SlotValue value = values.get(name);
    return value == null ? "" : value.asText();
  }

  /** The value as an integer; empty when the slot is absent or is not an integer. */
  public OptionalLong whole(String name) {
    return values.get(name) instanceof SlotValue.Whole whole
        ? OptionalLong.of(whole.value())
        : OptionalLong.empty();
  }

  /**
   * The strings of a list slot; a single text is a list of one, an absent or empty slot of none.
   */
  public List<String> texts(String name) {
    SlotValue value = values.get(name);
    if (value instanceof SlotValue.Texts texts) return texts.values();
    if (value instanceof SlotValue.Text text && !text.value().isEmpty())
      return List.of(text.value());
    return List.of();
  }
}
