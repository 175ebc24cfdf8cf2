// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An enumeration: labels with their numbers, in the order of the class file. Labels are
 * case-sensitive.
 */
public record Enumeration(String name, Map<String, Integer> labels) {
  public Enumeration {
    if (labels.isEmpty()) throw new IllegalArgumentException(name + " has no label");
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /** The value of a label, or empty when the enumeration has no such label. */
  public Optional<SlotValue.EnumValue> value(String label) {
    Integer number = labels.get(label);
    return number == null ? Optional.empty() : Optional.of(new SlotValue.EnumValue(label, number));
  }

  /** The label with a number, the first one where several share it. */
  public Optional<SlotValue.EnumValue> value(int number) {
    return values().stream().filter(v -> v.number() == number).findFirst();
  }

  public List<SlotValue.EnumValue> values() {
    List<SlotValue.EnumValue> values = new ArrayList<>();
    labels.forEach((label, number) -> values.add(new SlotValue.EnumValue(label, number)));
    return values;
  }
}
