// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import static org.twincell.directory.DirectoryLimits.MAX_PROBLEMS_IN_MESSAGE;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A directory file cannot be used, or a change to it cannot be made. Holds every problem that was
 * found in one run. Whoever has an older directory keeps it; whoever starts, stops and shows the
 * message, which tells all that is needed to mend the file and never shows a key.
 */
public final class DirectoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String source;
  private final transient List<DirectoryProblem> problems;
  private final int problemCount;

  DirectoryException(String source, List<DirectoryProblem> problems, int problemCount) {
    super(message(source, problems, problemCount));
    this.source = source;
    this.problems = List.copyOf(problems);
    this.problemCount = problemCount;
  }

  DirectoryException(String source, DirectoryProblem problem) {
    this(source, List.of(problem), 1);
  }

  /** The file, as it was named by the caller. */
  public String source() {
    return source;
  }

  /** The problems in file order, at most {@link DirectoryLimits#MAX_PROBLEMS}. */
  public List<DirectoryProblem> problems() {
    return problems;
  }

  /** How many problems the file has, also those that are not held. */
  public int problemCount() {
    return problemCount;
  }

  private static String message(String source, List<DirectoryProblem> problems, int count) {
    if (count == 1) return source + ": " + problems.get(0);
    String list =
        problems.stream()
            .limit(MAX_PROBLEMS_IN_MESSAGE)
            .map(problem -> "\n  " + problem)
            .collect(Collectors.joining());
    int untold = count - Math.min(problems.size(), MAX_PROBLEMS_IN_MESSAGE);
    String more = untold == 0 ? "" : "\n  and " + untold + " more";
    return source + " has " + count + " problems:" + list + more;
  }
}
