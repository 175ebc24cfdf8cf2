// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.util.List;

/** The value of a slot as it travels: a text, a number, or a list of one of them. Immutable. */
public sealed interface SlotValue {
  /** A string, or the label of an enumeration such as {@code CRITICAL}. */
  record Text(String value) implements SlotValue {
    @Override
    public String asText() {
      return value;
    }
  }

  /** An integer or a date in epoch seconds. */
  record Whole(long value) implements SlotValue {
    @Override
    public String asText() {
      return Long.toString(value);
    }
  }

  /** A real number. */
  record Real(double value) implements SlotValue {
    @Override
    public String asText() {
      return Double.toString(value);
    }
  }

  /** A list of strings or labels. */
  record Texts(List<String> values) implements SlotValue {
    public Texts {
      values = List.copyOf(values);
    }

    @Override
    public String asText() {
      return values.toString();
    }
  }

  /** A list of integers. */
  record Wholes(List<Long> values) implements SlotValue {
    public Wholes {
      values = List.copyOf(values);
    }

    @Override
    public String asText() {
      return values.toString();
    }
  }

  /** A list of real numbers. */
  record Reals(List<Double> values) implements SlotValue {
    public Reals {
      values = List.copyOf(values);
    }

    @Override
    public String asText() {
      return values.toString();
    }
  }

  /** The value for people and for comparisons as text; lists in square brackets. */
  String asText();
}
