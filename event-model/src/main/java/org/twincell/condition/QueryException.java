// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A query is wrong. The first problem's place and texts are at hand for a fault; all problems that
 * were found are there too.
 */
public final class QueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  QueryException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /**
   * One mistake.
   *
   * @param line from 1
   * @param column from 1, in characters
   * @param mend what to write instead; may be empty
   */
  public record Problem(int line, int column, String what, String mend) {
    @Override
    public String toString() {
      String text = "line " + line + ", column " + column + ": " + what;
      return mend.isEmpty() ? text : text + "; " + mend;
    }
  }

  /** In the order of the text; at least one. */
  public List<Problem> problems() {
    return problems;
  }

  /** Of the first problem, from 1. */
  public int line() {
    return problems.get(0).line();
  }

  /** Of the first problem, from 1. */
  public int column() {
    return problems.get(0).column();
  }

  /** What is wrong first. */
  public String what() {
    return problems.get(0).what();
  }

  /** How to mend it; may be empty. */
  public String mend() {
    return problems.get(0).mend();
  }
}
