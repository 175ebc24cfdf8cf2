// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The operators with all their spellings; the first one is printed. Words are the same in any case
 * of letters. An unknown word is an error.
 */
public enum Operator {
  EQUALS(Domain.ANY, Takes.ONE, "==", "equals"),
  NOT_EQUALS(Domain.ANY, Takes.ONE, "!=", "not_equals"),
  GREATER(Domain.ORDERED, Takes.ONE, ">", "greater_than"),
  GREATER_OR_EQUALS(Domain.ORDERED, Takes.ONE, ">=", "greater_or_equals"),
  SMALLER(Domain.ORDERED, Takes.ONE, "<", "smaller_than"),
  SMALLER_OR_EQUALS(Domain.ORDERED, Takes.ONE, "<=", "smaller_or_equals"),
  /** Both ends belong to it. */
  BETWEEN(Domain.ORDERED, Takes.TWO, "between"),
  WITHIN(Domain.ANY, Takes.SOME, "within", "inside"),
  OUTSIDE(Domain.ANY, Takes.SOME, "outside"),
  /** The whole text: {@code %} and {@code *} stand for any run, {@code _} and {@code ?} for one. */
  MATCHES(Domain.TEXT, Takes.ONE, "matches"),
  /** Some part of the text; RE2 syntax, linear time. */
  MATCH_REGEX(Domain.TEXT, Takes.ONE, "match_regex"),
  MATCH_REGEX_IGNORECASE(
      Domain.TEXT, Takes.ONE, "match_regex_ignorecase", "match_regex_ignore_case", "match_regex_i"),
  HAS_PREFIX(Domain.TEXT, Takes.ONE, "has_prefix", "begins_with"),
  HAS_SUFFIX(Domain.TEXT, Takes.ONE, "has_suffix", "ends_with"),
  /** A part of a text; an element of a list. */
  CONTAINS(Domain.PART, Takes.ONE, "contains"),
  CONTAINS_IGNORECASE(Domain.TEXT, Takes.ONE, "contains_ignorecase", "contains_ignore_case"),
  CONTAINS_ALL(Domain.PART, Takes.SOME, "contains_all"),
  CONTAINS_ONE_OF(Domain.PART, Takes.SOME, "contains_one_of"),
  LIST_CONTAINS(Domain.LIST, Takes.ONE, "list_contains", "has_element"),
  /** The row's class is one of these or derives from one. */
  SUBCLASS_OF(Domain.CLASS, Takes.SOME, "subclass_of", "is_subclass_of"),
  /** The row's class is one of these or one of their super classes. */
  SUPERCLASS_OF(Domain.CLASS, Takes.SOME, "superclass_of", "is_superclass_of");

  /** To which slots an operator applies. */
  enum Domain {
    ANY,
    ORDERED,
    /** Texts and labels. */
    TEXT,
    /** Texts, labels and lists. */
    PART,
    LIST,
    CLASS
  }

  /** How many values an operator takes. */
  enum Takes {
    ONE,
    TWO,
    SOME
  }

  private static final Map<String, Operator> BY_WORD = new HashMap<>();

  static {
    for (Operator operator : values()) {
      operator.spellings.forEach(word -> BY_WORD.put(word, operator));
    }
  }

  private final Domain domain;
  private final Takes takes;
  private final List<String> spellings;

  Operator(Domain domain, Takes takes, String... spellings) {
    this.domain = domain;
    this.takes = takes;
    this.spellings = List.of(spellings);
  }

  /** The operator with a spelling, or empty. */
  public static Optional<Operator> of(String word) {
    return Optional.ofNullable(BY_WORD.get(word.toLowerCase(Locale.ROOT)));
  }

  /** All spellings of all operators, for suggestions. */
  static List<String> words() {
    List<String> words = new ArrayList<>();
    for (Operator operator : values()) words.addAll(operator.spellings);
    return words;
  }

  /** The first spelling of each operator. */
  static List<String> usualWords() {
    return Arrays.stream(values()).map(operator -> operator.spellings.get(0)).toList();
  }

  /** All spellings, the printed one first. */
  public List<String> spellings() {
    return spellings;
  }

  Domain domain() {
    return domain;
  }

  Takes takes() {
    return takes;
  }

  /** Whether it holds on a list when no element passes the opposite. */
  boolean isNegative() {
    return this == NOT_EQUALS || this == OUTSIDE;
  }
}
