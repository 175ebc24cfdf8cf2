// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.twincell.event.QuotedText;

/** Walks over the text of a query and keeps its problems. One thread. */
final class QueryText {
  /** A query with more mistakes than this is not read to its end. */
  static final int PROBLEM_LIMIT = 20;

  private static final String VALUE_ENDS = ",;[]()'\"";
  private static final String SYMBOLS = "=!<>~&|";

  private final String text;
  private final List<QueryException.Problem> problems = new ArrayList<>();
  private int at;

  QueryText(String text) {
    this.text = text;
  }

  /** Leaves the parser; the problem is kept already. */
  static final class Stop extends Exception {
    private static final long serialVersionUID = 1L;

    Stop() {
      super(null, null, false, false);
    }
  }

  /** A mistake after which the rest cannot be understood. */
  Stop stop(int position, String what, String mend) {
    report(position, what, mend);
    return new Stop();
  }

  /** A mistake that leaves the rest readable. */
  void problem(int position, String what, String mend) throws Stop {
    report(position, what, mend);
    if (problems.size() >= PROBLEM_LIMIT) throw new Stop();
  }

  private void report(int position, String what, String mend) {
    int line = 1;
    int lineStart = 0;
    for (int i = text.indexOf('\n'); i >= 0 && i < position; i = text.indexOf('\n', i + 1)) {
      line++;
      lineStart = i + 1;
    }
    problems.add(new QueryException.Problem(line, position - lineStart + 1, what, mend));
  }

  void throwProblems() {
    if (problems.isEmpty()) return;
    problems.sort(
        Comparator.comparingInt(QueryException.Problem::line)
            .thenComparingInt(QueryException.Problem::column));
    throw new QueryException(problems);
  }

  /** Where the next word begins. */
  int position() {
    while (at < text.length() && isSpace(text.charAt(at))) at++;
    return at;
  }

  void back(int position) {
    at = position;
  }

  private static boolean isSpace(char c) {
    return c <= ' ' || Character.isWhitespace(c) || c == '\u00A0';
  }

  boolean atEnd() {
    return position() >= text.length();
  }

  boolean isAt(char c) {
    return !atEnd() && text.charAt(at) == c;
  }

  boolean take(char c) {
    if (!isAt(c)) return false;
    at++;
    return true;
  }

  /** A run of letters, digits and underscores; may be empty. */
  String name() {
    int start = position();
    while (at < text.length() && isNameChar(text.charAt(at))) at++;
    return text.substring(start, at);
  }

  String peekName() {
    int start = position();
    String name = name();
    at = start;
    return name;
  }

  private static boolean isNameChar(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  /** An operator: a run of signs, or a word; may be empty. */
  String operator() {
    int start = position();
    while (at < text.length() && SYMBOLS.indexOf(text.charAt(at)) >= 0) at++;
    return at > start ? text.substring(start, at) : name();
  }

  /** A value without quotes: up to a blank, comma, bracket or quote; may be empty. */
  String bareValue() {
    int start = position();
    while (at < text.length()
        && !isSpace(text.charAt(at))
        && VALUE_ENDS.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  /** A text in quotes, or null when none begins here. */
  @Nullable String quoted() throws Stop {
    if (!isAt('\'') && !isAt('"')) return null;
    QuotedText quoted = QuotedText.read(text, at);
    if (quoted == null) {
      String quote = text.substring(at, at + 1);
      throw stop(at, "the text that begins here is not closed", "write " + quote + " at its end");
    }
    at = quoted.end();
    return quoted.value();
  }

  /** {@code , found 'xyz'} for messages. */
  String found() {
    if (atEnd()) return ", found the end";
    int start = at;
    String word = bareValue();
    String shown = word.isEmpty() ? text.substring(start, start + 1) : word;
    at = start;
    return ", found '" + shortened(shown) + "'";
  }

  static String shortened(String word) {
    return word.length() <= 40 ? word : word.substring(0, 37) + "...";
  }
}
