// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.twincell.event.RawValue;
import org.twincell.event.SlotValue;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.wire.Label;
import org.twincell.protocol.wire.RawList;
import org.twincell.protocol.wire.RawSlot;
import org.twincell.protocol.wire.TypedSlot;
import org.twincell.protocol.wire.Value;
import org.twincell.protocol.wire.ValueList;

/** Slot values, typed and raw. */
public final class ValueCodec {
  /** How deep lists may hold lists; the event language itself knows one level. */
  static final int NESTING_LIMIT = 16;

  private ValueCodec() {}

  /** A typed value as a message. */
  public static Value toWire(SlotValue value) {
    Value.Builder wire = Value.newBuilder();
    if (value instanceof SlotValue.IntegerValue integer) wire.setInteger(integer.value());
    if (value instanceof SlotValue.RealValue real) wire.setReal(real.value());
    if (value instanceof SlotValue.TextValue text) wire.setText(text.value());
    if (value instanceof SlotValue.EnumValue label) {
      wire.setLabel(Label.newBuilder().setLabel(label.label()).setNumber(label.number()));
    }
    if (value instanceof SlotValue.ListValue list) {
      ValueList.Builder elements = ValueList.newBuilder();
      list.elements().forEach(element -> elements.addElements(toWire(element)));
      wire.setList(elements);
    }
    return wire.build();
  }

  /** A typed value from a message. */
  public static SlotValue fromWire(Value wire) {
    return fromWire(wire, 0);
  }

  private static SlotValue fromWire(Value wire, int depth) {
    return switch (wire.getKindCase()) {
      case INTEGER -> new SlotValue.IntegerValue(wire.getInteger());
      case REAL -> new SlotValue.RealValue(wire.getReal());
      case TEXT -> new SlotValue.TextValue(wire.getText());
      case LABEL ->
          new SlotValue.EnumValue(wire.getLabel().getLabel(), wire.getLabel().getNumber());
      case LIST -> {
        checkDepth(depth);
        List<SlotValue> elements = new ArrayList<>(wire.getList().getElementsCount());
        for (Value element : wire.getList().getElementsList()) {
          elements.add(fromWire(element, depth + 1));
        }
        yield new SlotValue.ListValue(elements);
      }
      case KIND_NOT_SET -> throw badMessage("a slot value has no kind");
    };
  }

  /** A raw value as a message. */
  public static org.twincell.protocol.wire.RawValue toWire(RawValue value) {
    var wire = org.twincell.protocol.wire.RawValue.newBuilder();
    if (value instanceof RawValue.Text text) wire.setText(text.value());
    if (value instanceof RawValue.ListOf list) {
      RawList.Builder elements = RawList.newBuilder();
      list.elements().forEach(element -> elements.addElements(toWire(element)));
      wire.setList(elements);
    }
    return wire.build();
  }

  /** A raw value from a message. */
  public static RawValue fromWire(org.twincell.protocol.wire.RawValue wire) {
    return fromWire(wire, 0);
  }

  private static RawValue fromWire(org.twincell.protocol.wire.RawValue wire, int depth) {
    return switch (wire.getKindCase()) {
      case TEXT -> new RawValue.Text(wire.getText());
      case LIST -> {
        checkDepth(depth);
        List<RawValue> elements = new ArrayList<>(wire.getList().getElementsCount());
        for (var element : wire.getList().getElementsList()) {
          elements.add(fromWire(element, depth + 1));
        }
        yield new RawValue.ListOf(elements);
      }
      case KIND_NOT_SET -> throw badMessage("a slot value has no kind");
    };
  }

  /** Raw slots as messages, in their order. */
  public static List<RawSlot> rawToWire(Map<String, RawValue> slots) {
    List<RawSlot> wire = new ArrayList<>(slots.size());
    slots.forEach(
        (name, value) ->
            wire.add(RawSlot.newBuilder().setName(name).setValue(toWire(value)).build()));
    return wire;
  }

  /** Raw slots from messages; of a name that comes twice the last value counts. */
  public static Map<String, RawValue> rawFromWire(List<RawSlot> wire) {
    Map<String, RawValue> slots = new LinkedHashMap<>();
    wire.forEach(slot -> slots.put(slot.getName(), fromWire(slot.getValue())));
    return slots;
  }

  /** Typed slots as messages, in their order. */
  public static List<TypedSlot> typedToWire(Map<String, SlotValue> slots) {
    List<TypedSlot> wire = new ArrayList<>(slots.size());
    slots.forEach(
        (name, value) ->
            wire.add(TypedSlot.newBuilder().setName(name).setValue(toWire(value)).build()));
    return wire;
  }

  /** Typed slots from messages. */
  public static Map<String, SlotValue> typedFromWire(List<TypedSlot> wire) {
    Map<String, SlotValue> slots = new LinkedHashMap<>();
    wire.forEach(slot -> slots.put(slot.getName(), fromWire(slot.getValue())));
    return slots;
  }

  private static void checkDepth(int depth) {
    if (depth >= NESTING_LIMIT) {
      throw badMessage("a slot value nests lists deeper than " + NESTING_LIMIT);
    }
  }

  static CellException badMessage(String why) {
    return new CellException(
        CellError.BAD_REQUEST,
        "the message cannot be used",
        why,
        "Both sides must speak the same version of the cell's protocol.");
  }
}
