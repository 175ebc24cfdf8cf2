// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

/**
 * Leaves the item or slot under way; caught where the reader can go on. Never leaves the package.
 */
final class SyntaxProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  SyntaxProblem(Problem problem) {
    super(problem.toString(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
