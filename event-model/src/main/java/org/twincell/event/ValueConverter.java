// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.event;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns values as they were written into values of a slot's type, without loss or not at all.
 *
 * <ul>
 *   <li>INTEGER: a whole decimal number of 32 bits with sign, {@code 5.0} included. A slot with
 *       {@code representation = date} holds 64 bits, so that it does not end in 2038.
 *   <li>REAL: a finite decimal number.
 *   <li>STRING, ECF: any text.
 *   <li>Enumeration: a label, exactly as declared, or the number of one.
 *   <li>A list slot given one text holds that one element, or none when the text is empty. A simple
 *       slot given a list of one element holds that element.
 * </ul>
 *
 * Immutable; any thread may use it.
 */
public final class ValueConverter {
  /** The longest text that one slot, or one element of a list, holds: bytes of UTF-8. */
  public static final int TEXT_LIMIT_BYTES = 64 * 1024;

  /** Longer texts are never numbers; keeps the cost of looking at one small. */
  private static final int NUMBER_LIMIT_CHARS = 400;

  private static final int INTEGER_LIMIT_DIGITS = 19;

  private final Function<String, Optional<Enumeration>> enumerations;

  public ValueConverter(Function<String, Optional<Enumeration>> enumerations) {
    this.enumerations = enumerations;
  }

  /** The value for a slot, or empty when it does not convert without loss. */
  public Optional<SlotValue> convert(RawValue raw, Slot slot) {
    return convert(raw, slot.type(), slot.representation());
  }

  /** The value for a type with a representation facet (empty when it has none). */
  public Optional<SlotValue> convert(RawValue raw, SlotType type, String representation) {
    if (type.list()) return list(raw, type, representation);
    if (raw instanceof RawValue.Text text) return simple(text.value(), type, representation);
    List<RawValue> elements = ((RawValue.ListOf) raw).elements();
    if (elements.size() == 1 && elements.get(0) instanceof RawValue.Text only) {
      return simple(only.value(), type, representation);
    }
    return Optional.empty();
  }

  /** The value that an instance has when neither it nor its class sets one. */
  public SlotValue typeDefault(SlotType type) {
    if (type.list()) return new SlotValue.ListValue(List.of());
    return switch (type.kind()) {
      case INTEGER -> new SlotValue.IntegerValue(0);
      case REAL -> new SlotValue.RealValue(0);
      case STRING, ECF -> new SlotValue.TextValue("");
      case ENUM -> enumerations.apply(type.name()).orElseThrow().values().get(0);
    };
  }

  private Optional<SlotValue> list(RawValue raw, SlotType type, String representation) {
    List<SlotValue> converted = new ArrayList<>();
    for (RawValue element : elements(raw)) {
      if (!(element instanceof RawValue.Text text)) return Optional.empty();
      Optional<SlotValue> value = simple(text.value(), type, representation);
      if (value.isEmpty()) return Optional.empty();
      converted.add(value.get());
    }
    return Optional.of(new SlotValue.ListValue(converted));
  }

  private static List<RawValue> elements(RawValue raw) {
    if (raw instanceof RawValue.ListOf list) return list.elements();
    return raw instanceof RawValue.Text text && text.value().isEmpty() ? List.of() : List.of(raw);
  }

  private Optional<SlotValue> simple(String text, SlotType type, String representation) {
    return switch (type.kind()) {
      case INTEGER -> integer(text, representation.equals("date"));
      case REAL -> real(text);
      case STRING, ECF -> Optional.of(new SlotValue.TextValue(text));
      case ENUM -> label(text, type.name());
    };
  }

  private static Optional<SlotValue> integer(String text, boolean is64Bits) {
    Optional<Long> number = wholeNumber(text);
    if (number.isEmpty()) return Optional.empty();
    long value = number.get();
    boolean fits = is64Bits || (int) value == value;
    return fits ? Optional.of(new SlotValue.IntegerValue(value)) : Optional.empty();
  }

  /** A decimal text as a whole number of 64 bits, or empty. */
  static Optional<Long> wholeNumber(String text) {
    Optional<BigDecimal> decimal = decimal(text);
    if (decimal.isEmpty()) return Optional.empty();
    try {
      BigDecimal number = decimal.get().stripTrailingZeros();
      long digits = (long) number.precision() - number.scale();
      if (number.scale() > 0 || digits > INTEGER_LIMIT_DIGITS) return Optional.empty();
      return Optional.of(number.longValueExact());
    } catch (ArithmeticException outOfRange) {
      return Optional.empty();
    }
  }

  private static Optional<SlotValue> real(String text) {
    return decimal(text)
        .map(BigDecimal::doubleValue)
        .filter(Double::isFinite)
        .map(SlotValue.RealValue::new);
  }

  private static Optional<BigDecimal> decimal(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty() || trimmed.length() > NUMBER_LIMIT_CHARS) return Optional.empty();
    if (trimmed.chars().anyMatch(c -> c > 127)) return Optional.empty();
    try {
      return Optional.of(new BigDecimal(trimmed));
    } catch (NumberFormatException notDecimal) {
      return Optional.empty();
    }
  }

  private Optional<SlotValue> label(String text, String enumeration) {
    Optional<Enumeration> labels = enumerations.apply(enumeration);
    if (labels.isEmpty()) return Optional.empty();
    Optional<SlotValue.EnumValue> value = labels.get().value(text);
    if (value.isEmpty()) {
      value =
          wholeNumber(text)
              .filter(number -> number.intValue() == number)
              .flatMap(number -> labels.get().value(number.intValue()));
    }
    return value.map(v -> v);
  }
}
