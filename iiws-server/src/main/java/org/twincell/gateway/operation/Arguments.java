// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;
import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.fault.FaultCode;

/** Reads single arguments of a request, each of which may be nil. */
final class Arguments {
  private static final String SEPARATORS = ",; \t\r\n";

  private Arguments() {}

  /** The text without white space around it; empty when nil. */
  static String text(@Nullable String value) {
    return value == null ? "" : value.strip();
  }

  /**
   * The text, which may not be longer than the limit.
   *
   * @throws CallException.Refused when it is
   */
  static String text(String name, @Nullable String value, int limitChars) {
    String text = text(value);
    if (text.length() <= limitChars) return text;
    throw new CallException.Refused(
        FaultCode.TOO_LARGE,
        name + " has " + text.length() + " characters and the limit is " + limitChars,
        "Ask for less at a time");
  }

  /** The words of a list that is separated by commas, semicolons or white space. */
  static List<String> list(String text) {
    List<String> words = new ArrayList<>();
    StringTokenizer tokens = new StringTokenizer(text, SEPARATORS);
    while (tokens.hasMoreTokens()) words.add(tokens.nextToken());
    return words;
  }

  /**
   * The value of an argument that must be there.
   *
   * @throws CallException.Refused when it is nil, or missing
   */
  static <T> T required(String name, @Nullable T value) {
    if (value != null) return value;
    throw new CallException.Refused(
        FaultCode.ARGUMENT_INVALID,
        name + " is missing, nil, or not one of the contract's values",
        "Set it as the WSDL says");
  }
}
