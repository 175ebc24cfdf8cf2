// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import java.util.Comparator;

/**
 * One thing that is wrong in a directory file. No text of it ever shows a key.
 *
 * @param line the line, from 1; 0 when the problem is the file's as a whole
 * @param column the column of the first wrong character, from 1 (a tab is one column); 0 with line
 *     0
 * @param what what is wrong, and in brackets the rule that it breaks
 * @param mend what to write instead, as whole sentences
 */
public record DirectoryProblem(int line, int column, String what, String mend) {
  static final Comparator<DirectoryProblem> IN_FILE_ORDER =
      Comparator.comparingInt(DirectoryProblem::line).thenComparingInt(DirectoryProblem::column);

  static DirectoryProblem ofFile(String what, String mend) {
    return new DirectoryProblem(0, 0, what, mend);
  }

  /** The line that an operator reads. */
  @Override
  public String toString() {
    String place = line == 0 ? "" : "line " + line + ", column " + column + ": ";
    return place + what + ". " + mend;
  }
}
