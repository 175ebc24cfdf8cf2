// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.util.Map;
import org.twincell.event.SlotValue;

/** At most how many bytes a row takes in a reply; a little too much rather than too little. */
final class WireSize {
  private static final int FIELD_BYTES = 8;
  private static final int NUMBER_BYTES = 12;

  private WireSize() {}

  static long of(String className, Map<String, SlotValue> slots) {
    long size = 2L * FIELD_BYTES + NUMBER_BYTES + of(className);
    for (Map.Entry<String, SlotValue> slot : slots.entrySet()) {
      size += 2L * FIELD_BYTES + of(slot.getKey()) + of(slot.getValue());
    }
    return size;
  }

  private static long of(SlotValue value) {
    if (value instanceof SlotValue.TextValue text) return FIELD_BYTES + of(text.value());
    if (value instanceof SlotValue.EnumValue label) {
      return FIELD_BYTES + NUMBER_BYTES + of(label.label());
    }
    if (value instanceof SlotValue.ListValue list) {
      long size = FIELD_BYTES;
      for (SlotValue element : list.elements()) size += FIELD_BYTES + of(element);
      return size;
    }
    return FIELD_BYTES + NUMBER_BYTES;
  }

  private static long of(String text) {
    long size = FIELD_BYTES;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      size += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
    }
    return size;
  }
}
