// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.twincell.event.RawValue;
import org.twincell.gateway.cells.Shown;
import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.fault.FaultCode;
import org.twincell.imapi.basic.NameValue;
import org.twincell.imapi.basic.Value;
import org.twincell.imapi.event.Event;

/**
 * Reads the slots of a request's event. Any choice of value is taken for any slot; the cell decides
 * whether it fits the slot's type. A slot {@code CLASS}, which the gateway itself writes into rows,
 * is passed over, so that a row can be sent back as it came.
 */
final class RequestSlots {
  static final String CLASS_SLOT = "CLASS";
  private static final String VALUE_MEND = "Give each slot a name and one of the contract's values";

  private final int textLimitBytes;

  RequestSlots(int textLimitBytes) {
    this.textLimitBytes = textLimitBytes;
  }

  /**
   * The slots by name, in the order of writing; of a slot that is written twice, the last counts.
   */
  Map<String, RawValue> of(Event event) {
    Map<String, RawValue> slots = new LinkedHashMap<>();
    for (NameValue slot : event.getNameValueElement()) {
      String name = slot == null ? "" : Arguments.text(slot.getName());
      if (name.isEmpty()) throw invalid("a slot of the message has no name", VALUE_MEND);
      if (!name.equals(CLASS_SLOT)) slots.put(name, checked(name, value(name, slot.getValue())));
    }
    return slots;
  }

  private RawValue checked(String name, RawValue value) {
    if (value instanceof RawValue.Text text) checkLength(name, text.value());
    if (value instanceof RawValue.ListOf list) {
      for (RawValue element : list.elements()) checked(name, element);
    }
    return value;
  }

  private void checkLength(String name, String text) {
    // A character takes at most three bytes of UTF-8, so most texts need not be encoded to know.
    if (text.length() <= textLimitBytes / 3) return;
    int bytes = text.getBytes(UTF_8).length;
    if (bytes > textLimitBytes) {
      throw invalid(
          "slot '"
              + Shown.of(name)
              + "' has "
              + bytes
              + " bytes and the limit is "
              + textLimitBytes,
          "Shorten the text, or put it into several slots");
    }
  }

  private static RawValue value(String name, @Nullable Value value) {
    if (value == null) throw noValue(name);
    if (value.getStringValue() != null) return RawValue.text(value.getStringValue());
    if (value.getIntValue() != null) return whole(value.getIntValue());
    if (value.getLongValue() != null) return whole(value.getLongValue());
    if (value.getDoubleValue() != null) return real(name, value.getDoubleValue());
    if (value.getStringArray() != null)
      return RawValue.list(strings(value.getStringArray().getStringElement()));
    if (value.getByteValue() != null) return whole(value.getByteValue());
    if (value.getShortValue() != null) return whole(value.getShortValue());
    if (value.getFloatValue() != null) return real(name, value.getFloatValue());
    return array(name, value);
  }

  private static RawValue array(String name, Value value) {
    if (value.getByteArray() != null) return wholes(value.getByteArray().getByteElement());
    if (value.getShortArray() != null) return wholes(value.getShortArray().getShortElement());
    if (value.getIntArray() != null) return wholes(value.getIntArray().getIntElement());
    if (value.getLongArray() != null) return wholes(value.getLongArray().getLongElement());
    if (value.getFloatArray() != null) return reals(name, value.getFloatArray().getFloatElement());
    if (value.getDoubleArray() != null)
      return reals(name, value.getDoubleArray().getDoubleElement());
    throw noValue(name);
  }

  private static List<String> strings(List<String> elements) {
    return elements.stream().map(s -> s == null ? "" : s).toList();
  }

  private static RawValue whole(Number number) {
    return RawValue.text(Long.toString(number.longValue()));
  }

  private static RawValue wholes(List<? extends Number> numbers) {
    return new RawValue.ListOf(numbers.stream().map(RequestSlots::whole).toList());
  }

  private static RawValue reals(String name, List<? extends Number> numbers) {
    return new RawValue.ListOf(numbers.stream().map(n -> real(name, n)).toList());
  }

  /**
   * The shortest decimal that is the number, without an exponent: 3.0 is 3, which an INTEGER takes.
   */
  private static RawValue real(String name, Number number) {
    if (!Double.isFinite(number.doubleValue())) {
      throw invalid("slot '" + Shown.of(name) + "' is " + number, "Send a number that is finite");
    }
    BigDecimal decimal = new BigDecimal(number.toString()).stripTrailingZeros();
    return RawValue.text(decimal.toPlainString());
  }

  private static CallException noValue(String name) {
    return invalid("slot '" + Shown.of(name) + "' has no value", VALUE_MEND);
  }

  private static CallException invalid(String what, String mend) {
    return new CallException.Refused(FaultCode.SLOT_INVALID, what, mend);
  }
}
