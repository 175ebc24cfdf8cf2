// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.operation;

import java.util.List;
import java.util.Map;
import org.twincell.event.ClassTable;
import org.twincell.event.Slot;
import org.twincell.event.SlotType;
import org.twincell.event.SlotValue;
import org.twincell.imapi.basic.ArrayOfDouble;
import org.twincell.imapi.basic.ArrayOfInt;
import org.twincell.imapi.basic.ArrayOfLong;
import org.twincell.imapi.basic.ArrayOfNameValue;
import org.twincell.imapi.basic.ArrayOfString;
import org.twincell.imapi.basic.DataType;
import org.twincell.imapi.basic.NameValue;
import org.twincell.imapi.basic.Value;
import org.twincell.protocol.RowPage;

/**
 * Writes a row of a query as names and values: first {@code CLASS}, then the slots. INTEGER is INT
 * (LONG when it needs more than 32 bits), REAL is DOUBLE, everything else text; a list is the array
 * of the same. Counts the characters it writes.
 */
final class RowWriter {
  private static final int NUMBER_CHARS = 12;
  private static final int ELEMENT_CHARS = 100; // with the names of its elements

  private final ClassTable classes;
  private long written;

  RowWriter(ClassTable classes) {
    this.classes = classes;
  }

  /** About how many bytes the rows so far make in XML. */
  long written() {
    return written;
  }

  ArrayOfNameValue row(RowPage.Row row) {
    ArrayOfNameValue cells = new ArrayOfNameValue();
    List<NameValue> into = cells.getNameValueElement();
    into.add(slot(RequestSlots.CLASS_SLOT, text(row.className())));
    for (Map.Entry<String, SlotValue> slot : row.slots().entrySet()) {
      if (slot.getKey().equals(RequestSlots.CLASS_SLOT)) continue;
      into.add(slot(slot.getKey(), value(row.className(), slot)));
    }
    return cells;
  }

  private NameValue slot(String name, Value value) {
    NameValue slot = new NameValue();
    slot.setName(XmlText.clean(name));
    slot.setValue(value);
    slot.setValueType(type(value));
    written += ELEMENT_CHARS + name.length();
    return slot;
  }

  private static DataType type(Value value) {
    if (value.getStringValue() != null) return DataType.STRING;
    if (value.getIntValue() != null) return DataType.INT;
    if (value.getStringArray() != null) return DataType.STRING_ARRAY;
    if (value.getLongValue() != null) return DataType.LONG;
    if (value.getDoubleValue() != null) return DataType.DOUBLE;
    if (value.getIntArray() != null) return DataType.INT_ARRAY;
    if (value.getLongArray() != null) return DataType.LONG_ARRAY;
    return DataType.DOUBLE_ARRAY;
  }

  private Value value(String className, Map.Entry<String, SlotValue> slot) {
    SlotValue value = slot.getValue();
    if (value instanceof SlotValue.ListValue list) {
      return list(elementKind(className, slot.getKey(), list), list.elements());
    }
    if (value instanceof SlotValue.IntegerValue number) return whole(number.value());
    if (value instanceof SlotValue.RealValue real) return real(real.value());
    return text(textOf(value));
  }

  /** An empty list does not show what it is a list of: its class tells. */
  private SlotType.Kind elementKind(String className, String slot, SlotValue.ListValue list) {
    if (!list.elements().isEmpty()) {
      SlotValue first = list.elements().get(0);
      if (first instanceof SlotValue.IntegerValue) return SlotType.Kind.INTEGER;
      return first instanceof SlotValue.RealValue ? SlotType.Kind.REAL : SlotType.Kind.STRING;
    }
    return classes
        .find(className)
        .flatMap(type -> type.slot(slot))
        .map(Slot::type)
        .map(SlotType::kind)
        .orElse(SlotType.Kind.STRING);
  }

  private Value list(SlotType.Kind kind, List<SlotValue> elements) {
    written += (long) elements.size() * ELEMENT_CHARS / 2;
    return switch (kind) {
      case INTEGER -> wholes(elements);
      case REAL -> reals(elements);
      case STRING, ENUM, ECF -> texts(elements);
    };
  }

  private Value text(String text) {
    Value value = new Value();
    value.setStringValue(XmlText.clean(text));
    written += XmlText.bytes(text);
    return value;
  }

  private Value whole(long number) {
    Value value = new Value();
    if (number == (int) number) value.setIntValue((int) number);
    else value.setLongValue(number);
    written += NUMBER_CHARS;
    return value;
  }

  private Value real(double number) {
    Value value = new Value();
    value.setDoubleValue(number);
    written += NUMBER_CHARS;
    return value;
  }

  private Value texts(List<SlotValue> elements) {
    Value value = new Value();
    value.setStringArray(new ArrayOfString());
    for (SlotValue element : elements) {
      String text = textOf(element);
      written += XmlText.bytes(text);
      value.getStringArray().getStringElement().add(XmlText.clean(text));
    }
    return value;
  }

  private static Value wholes(List<SlotValue> elements) {
    Value value = new Value();
    List<Long> numbers = elements.stream().map(RowWriter::wholeOf).toList();
    if (numbers.stream().allMatch(n -> n == n.intValue())) {
      value.setIntArray(new ArrayOfInt());
      numbers.forEach(n -> value.getIntArray().getIntElement().add(n.intValue()));
    } else {
      value.setLongArray(new ArrayOfLong());
      value.getLongArray().getLongElement().addAll(numbers);
    }
    return value;
  }

  private static Value reals(List<SlotValue> elements) {
    Value value = new Value();
    value.setDoubleArray(new ArrayOfDouble());
    for (SlotValue element : elements) {
      double number = element instanceof SlotValue.RealValue real ? real.value() : wholeOf(element);
      value.getDoubleArray().getDoubleElement().add(number);
    }
    return value;
  }

  private static long wholeOf(SlotValue value) {
    return value instanceof SlotValue.IntegerValue number ? number.value() : 0;
  }

  private static String textOf(SlotValue value) {
    if (value instanceof SlotValue.TextValue text) return text.value();
    if (value instanceof SlotValue.EnumValue label) return label.label();
    if (value instanceof SlotValue.IntegerValue number) return Long.toString(number.value());
    if (value instanceof SlotValue.RealValue real) return Double.toString(real.value());
    return value.toString();
  }
}
