// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/** Regular expressions by RE2, whose time is linear in the text whatever the pattern. */
final class Regex {
  /** Counted repetitions multiply the size of the machine; their product stays below this. */
  static final long REPEAT_LIMIT = 1000;

  private Regex() {}

  /** Why a pattern cannot be used, or empty. */
  static Optional<String> mistake(String pattern) {
    if (repeats(pattern) > REPEAT_LIMIT) {
      return Optional.of("its {n} repetitions multiply to more than " + REPEAT_LIMIT);
    }
    try {
      Pattern.compile(pattern);
      return Optional.empty();
    } catch (PatternSyntaxException mistake) {
      return Optional.of(mistake.getDescription() + " near '" + mistake.getPattern() + "'");
    }
  }

  /** The product of the larger bounds of all {@code {n}} and {@code {n,m}}, nested or not. */
  private static long repeats(String pattern) {
    long product = 1;
    for (int open = pattern.indexOf('{'); open >= 0; open = pattern.indexOf('{', open + 1)) {
      product *= Math.max(1, largestNumber(pattern, open + 1));
      if (product > REPEAT_LIMIT) return product;
    }
    return product;
  }

  private static long largestNumber(String pattern, int from) {
    long largest = 0;
    long number = 0;
    for (int i = from; i < pattern.length() && pattern.charAt(i) != '}'; i++) {
      char c = pattern.charAt(i);
      if (c == ',') number = 0;
      else if (c >= '0' && c <= '9') number = Math.min(number * 10 + (c - '0'), REPEAT_LIMIT + 1);
      else return largest;
      largest = Math.max(largest, number);
    }
    return largest;
  }

  static Pattern compile(String pattern, boolean ignoreCase) {
    int flags = Pattern.DOTALL | (ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
    return Pattern.compile(pattern, flags);
  }
}
