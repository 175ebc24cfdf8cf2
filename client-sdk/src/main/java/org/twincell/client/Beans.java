// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.twincell.imapi.basic.ArrayOfDouble;
import org.twincell.imapi.basic.ArrayOfInt;
import org.twincell.imapi.basic.ArrayOfLong;
import org.twincell.imapi.basic.ArrayOfNameValue;
import org.twincell.imapi.basic.ArrayOfString;
import org.twincell.imapi.basic.DataType;
import org.twincell.imapi.basic.NameValue;
import org.twincell.imapi.basic.Value;

/** Our values as the beans of the contract, and back. */
final class Beans {
  /** The first slot of a row. */
  private static final String CLASS_SLOT = "CLASS";

  private Beans() {}

  static org.twincell.imapi.event.Event message(String className, Slots slots) {
    org.twincell.imapi.event.Event message = new org.twincell.imapi.event.Event();
    message.setSubject(className);
    slots
        .values()
        .forEach((name, value) -> message.getNameValueElement().add(nameValue(name, value)));
    return message;
  }

  private static NameValue nameValue(String name, SlotValue given) {
    NameValue pair = new NameValue();
    pair.setName(name);
    Value value = new Value();
    pair.setValue(value);
    pair.setValueType(fill(value, given));
    return pair;
  }

  private static DataType fill(Value value, SlotValue given) {
    if (given instanceof SlotValue.Text text) {
      value.setStringValue(text.value());
      return DataType.STRING;
    }
    if (given instanceof SlotValue.Whole whole) return fillWhole(value, whole.value());
    if (given instanceof SlotValue.Real real) {
      value.setDoubleValue(real.value());
      return DataType.DOUBLE;
    }
    return fillList(value, given);
  }

  private static DataType fillWhole(Value value, long number) {
    if (number == (int) number) {
      value.setIntValue((int) number);
      return DataType.INT;
    }
    value.setLongValue(number);
    return DataType.LONG;
  }

  private static DataType fillList(Value value, SlotValue given) {
    if (given instanceof SlotValue.Wholes wholes) {
      ArrayOfLong array = new ArrayOfLong();
      array.getLongElement().addAll(wholes.values());
      value.setLongArray(array);
      return DataType.LONG_ARRAY;
    }
    if (given instanceof SlotValue.Reals reals) {
      ArrayOfDouble array = new ArrayOfDouble();
      array.getDoubleElement().addAll(reals.values());
      value.setDoubleArray(array);
      return DataType.DOUBLE_ARRAY;
    }
    ArrayOfString array = new ArrayOfString();
    if (given instanceof SlotValue.Texts texts) array.getStringElement().addAll(texts.values());
    value.setStringArray(array);
    return DataType.STRING_ARRAY;
  }

  static Event event(ArrayOfNameValue row) {
    Map<String, SlotValue> slots = slots(row);
    return new Event(className(slots), new Slots(slots));
  }

  static DataObject dataObject(ArrayOfNameValue row) {
    Map<String, SlotValue> slots = slots(row);
    return new DataObject(className(slots), new Slots(slots));
  }

  private static String className(Map<String, SlotValue> slots) {
    SlotValue name = slots.remove(CLASS_SLOT);
    return name == null || name.asText().isEmpty() ? "EVENT" : name.asText();
  }

  private static Map<String, SlotValue> slots(ArrayOfNameValue row) {
    Map<String, SlotValue> slots = new LinkedHashMap<>();
    for (NameValue pair : row.getNameValueElement()) {
      Value value = pair.getValue();
      if (pair.getName() != null && !pair.getName().isBlank() && value != null)
        slots.put(pair.getName(), slotValue(value));
    }
    return slots;
  }

  private static SlotValue slotValue(Value value) {
    if (value.getStringValue() != null) return new SlotValue.Text(value.getStringValue());
    Number whole =
        firstOf(
            value.getIntValue(), value.getLongValue(), value.getShortValue(), value.getByteValue());
    if (whole != null) return new SlotValue.Whole(whole.longValue());
    Number real = firstOf(value.getDoubleValue(), value.getFloatValue());
    if (real != null) return new SlotValue.Real(real.doubleValue());
    return listValue(value);
  }

  private static @Nullable Number firstOf(@Nullable Number... numbers) {
    for (Number number : numbers) if (number != null) return number;
    return null;
  }

  private static SlotValue listValue(Value value) {
    ArrayOfString texts = value.getStringArray();
    if (texts != null) return new SlotValue.Texts(texts.getStringElement());
    ArrayOfInt ints = value.getIntArray();
    if (ints != null) return wholes(ints.getIntElement());
    ArrayOfLong longs = value.getLongArray();
    if (longs != null) return wholes(longs.getLongElement());
    if (value.getShortArray() != null) return wholes(value.getShortArray().getShortElement());
    if (value.getByteArray() != null) return wholes(value.getByteArray().getByteElement());
    if (value.getDoubleArray() != null) return reals(value.getDoubleArray().getDoubleElement());
    if (value.getFloatArray() != null) return reals(value.getFloatArray().getFloatElement());
    return new SlotValue.Text("");
  }

  private static SlotValue wholes(List<? extends Number> numbers) {
    return new SlotValue.Wholes(numbers.stream().map(Number::longValue).toList());
  }

  private static SlotValue reals(List<? extends Number> numbers) {
    return new SlotValue.Reals(numbers.stream().map(Number::doubleValue).toList());
  }
}
