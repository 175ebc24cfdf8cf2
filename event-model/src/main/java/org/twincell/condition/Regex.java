// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/** Regular expressions by RE2, whose time is linear in the text whatever the pattern. */
final class Regex {
  /** Larger counts are cut here; the product of two is far over any limit, and no overflow. */
  private static final long COUNT_CAP = 1_000_000;

  /** What a class of Unicode letters such as {@code \pL} costs beside a letter. */
  private static final int UNICODE_CLASS_COST = 100;

  private Regex() {}

  /** Why a pattern cannot be used, or empty. */
  static Optional<String> mistake(String pattern) {
    try {
      Pattern.compile(pattern);
      return Optional.empty();
    } catch (PatternSyntaxException mistake) {
      return Optional.of(mistake.getDescription() + " near '" + mistake.getPattern() + "'");
    }
  }

  /**
   * An upper bound of the size of the machine: its length, times all {@code {n}} and {@code {n,m}}
   * as if each stood inside the others.
   */
  static long cost(String pattern) {
    long cost = pattern.length();
    for (int p = pattern.indexOf('\\'); p >= 0 && p + 1 < pattern.length(); ) {
      if ("pP".indexOf(pattern.charAt(p + 1)) >= 0) cost += UNICODE_CLASS_COST;
      p = pattern.indexOf('\\', p + 1);
    }
    for (int open = pattern.indexOf('{'); open >= 0; open = pattern.indexOf('{', open + 1)) {
      cost = Math.min(COUNT_CAP, cost * Math.max(1, largestNumber(pattern, open + 1)));
    }
    return cost;
  }

  private static long largestNumber(String pattern, int from) {
    long largest = 0;
    long number = 0;
    for (int i = from; i < pattern.length() && pattern.charAt(i) != '}'; i++) {
      char c = pattern.charAt(i);
      if (c == ',') number = 0;
      else if (c >= '0' && c <= '9') number = Math.min(number * 10 + (c - '0'), COUNT_CAP);
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
