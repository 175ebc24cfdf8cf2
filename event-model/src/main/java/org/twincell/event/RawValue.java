// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.event;

import java.util.List;

/**
 * A value as it was written, before a class gives it a type: a text, or a list. A number arrives as
 * its decimal text, an enumeration as its label or number.
 */
public sealed interface RawValue {
  /** One simple value. */
  record Text(String value) implements RawValue {}

  /** A list of values. */
  record ListOf(List<RawValue> elements) implements RawValue {
    public ListOf {
      elements = List.copyOf(elements);
    }
  }

  static RawValue text(String value) {
    return new Text(value);
  }

  static RawValue list(List<String> values) {
    return new ListOf(values.stream().map(RawValue::text).toList());
  }
}
