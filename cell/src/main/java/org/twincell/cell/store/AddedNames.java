// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.twincell.event.Instance;
import org.twincell.event.RawValue;
import org.twincell.event.SlotValue;

/**
 * Lets clients add their names to {@code client_ack} without reading it first. A value whose
 * elements all begin with {@code +} means "these names too"; any other value replaces the list, as
 * for every slot. So clients that acknowledge the same event at the same time do not undo each
 * other, and acknowledging twice is as good as once. See docs/adr/0005.
 */
final class AddedNames {
  private static final String ADD = "+";

  private AddedNames() {}

  /**
   * The slots with the list that {@code client_ack} will hold; the same slots if nothing is added.
   */
  static Map<String, RawValue> resolve(Map<String, RawValue> slots, @Nullable Instance old) {
    if (!(slots.get(SystemSlots.CLIENT_ACK) instanceof RawValue.ListOf list)) return slots;
    List<String> added = added(list);
    if (added.isEmpty()) return slots;
    Set<String> names = old == null ? new LinkedHashSet<>() : names(old);
    names.addAll(added);
    Map<String, RawValue> resolved = new LinkedHashMap<>(slots);
    resolved.put(SystemSlots.CLIENT_ACK, RawValue.list(List.copyOf(names)));
    return resolved;
  }

  /** The names behind the signs; none unless every element has one. */
  private static List<String> added(RawValue.ListOf list) {
    List<String> names = new ArrayList<>();
    for (RawValue element : list.elements()) {
      boolean adds =
          element instanceof RawValue.Text text
              && text.value().startsWith(ADD)
              && text.value().length() > 1;
      if (!adds) return List.of();
      names.add(((RawValue.Text) element).value().substring(1));
    }
    return names;
  }

  /** In the order in which they acknowledged. */
  private static Set<String> names(Instance instance) {
    Set<String> names = new LinkedHashSet<>();
    SlotValue value = instance.get(SystemSlots.CLIENT_ACK).orElse(null);
    if (value instanceof SlotValue.ListValue list) {
      for (SlotValue element : list.elements()) {
        if (element instanceof SlotValue.TextValue text) names.add(text.value());
      }
    }
    return names;
  }
}
