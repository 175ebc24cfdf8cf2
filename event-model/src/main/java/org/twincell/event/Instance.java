// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An event or a data object: its class and the slots that were set, typed, in a stable order. Slots
 * that were never set are not here; {@link #get} answers their default. Immutable.
 */
public record Instance(EventClass type, Map<String, SlotValue> slots) {
  public Instance {
    for (String name : slots.keySet()) {
      if (type.slot(name).isEmpty()) {
        throw new IllegalArgumentException("class " + type.name() + " has no slot " + name);
      }
    }
    slots = Collections.unmodifiableMap(new LinkedHashMap<>(slots));
  }

  /** The slot's value or its default; empty when the class has no such slot. */
  public Optional<SlotValue> get(String slot) {
    SlotValue set = slots.get(slot);
    return set != null ? Optional.of(set) : type.slot(slot).map(Slot::defaultValue);
  }

  /** The same instance with some slots replaced. */
  public Instance with(Map<String, SlotValue> changes) {
    Map<String, SlotValue> merged = new LinkedHashMap<>(slots);
    merged.putAll(changes);
    return new Instance(type, merged);
  }
}
