// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.event;

import java.util.List;
import java.util.StringJoiner;

/**
 * Values as BAROC text: numbers and labels bare, strings in single quotes, lists in brackets. The
 * BAROC reader gives the same value back.
 */
public final class ValueText {
  private ValueText() {}

  /** A typed value, for instance {@code MAJOR}, {@code 'it''s'} or {@code ['a','b']}. */
  public static String of(SlotValue value) {
    if (value instanceof SlotValue.TextValue text) return quoted(text.value());
    if (value instanceof SlotValue.ListValue list) return list(list.elements());
    return plain(value);
  }

  /** A value as it was written: a text as it is, a list as BAROC. */
  public static String of(RawValue value) {
    return value instanceof RawValue.Text text ? text.value() : element(value);
  }

  /** A simple value without quotes; a list as BAROC. */
  public static String plain(SlotValue value) {
    if (value instanceof SlotValue.IntegerValue number) return Long.toString(number.value());
    if (value instanceof SlotValue.RealValue real) return Double.toString(real.value());
    if (value instanceof SlotValue.EnumValue label) return label.label();
    if (value instanceof SlotValue.TextValue text) return text.value();
    return of(value);
  }

  /**
   * A string in single quotes: a quote inside is doubled; a backslash and control characters are
   * escaped, so that the text stays on one line.
   */
  public static String quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('\'');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\'' -> out.append("''");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(c);
      }
    }
    return out.append('\'').toString();
  }

  private static String list(List<SlotValue> elements) {
    StringJoiner out = new StringJoiner(",", "[", "]");
    elements.forEach(element -> out.add(of(element)));
    return out.toString();
  }

  private static String element(RawValue value) {
    if (value instanceof RawValue.Text text) return quoted(text.value());
    StringJoiner out = new StringJoiner(",", "[", "]");
    ((RawValue.ListOf) value).elements().forEach(element -> out.add(element(element)));
    return out.toString();
  }
}
