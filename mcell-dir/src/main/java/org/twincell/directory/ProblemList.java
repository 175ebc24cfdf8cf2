// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import static org.twincell.directory.DirectoryLimits.MAX_PROBLEMS;

import java.util.ArrayList;
import java.util.List;

/** Collects the problems of one file: keeps as many as the limit says, and counts the others. */
final class ProblemList {
  private final List<DirectoryProblem> kept = new ArrayList<>();
  private int count;

  void add(int line, int column, String what, String mend) {
    count++;
    if (kept.size() < MAX_PROBLEMS) kept.add(new DirectoryProblem(line, column, what, mend));
  }

  int count() {
    return count;
  }

  void throwIfAny(String source) {
    if (count == 0) return;
    kept.sort(DirectoryProblem.IN_FILE_ORDER);
    throw new DirectoryException(source, kept, count);
  }
}
