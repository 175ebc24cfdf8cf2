// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.event;

import java.util.List;

/** The value of one slot, already of its slot's type. Immutable. */
public sealed interface SlotValue {
  /** A signed number; INTEGER slots hold 32 bits of it, dates hold epoch seconds. */
  record IntegerValue(long value) implements SlotValue {}

  /** A 64-bit real. */
  record RealValue(double value) implements SlotValue {}

  /** A STRING, or the text of an event condition formula. At most 64 KiB of UTF-8. */
  record TextValue(String value) implements SlotValue {}

  /** One label of an enumeration with its number, by which it is compared. */
  record EnumValue(String label, int number) implements SlotValue {}

  /** A list; its elements are of one simple type. */
  record ListValue(List<SlotValue> elements) implements SlotValue {
    public ListValue {
      elements = List.copyOf(elements);
    }
  }
}
