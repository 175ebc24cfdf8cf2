// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

import java.util.ArrayList;
import java.util.List;

/** Collects problems and warnings up to a limit. One thread. */
final class Problems {
  /** Reading stops after so many mistakes; later ones are mostly echoes of earlier ones. */
  static final int PROBLEM_LIMIT = 100;

  /** Warnings beyond this many are not kept. */
  static final int WARNING_LIMIT = 1000;

  private final List<Problem> errors = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  void add(Problem problem) {
    if (!isFull()) errors.add(problem);
  }

  void warn(Problem problem) {
    if (warnings.size() < WARNING_LIMIT) warnings.add(problem);
  }

  boolean isFull() {
    return errors.size() >= PROBLEM_LIMIT;
  }

  List<Problem> errors() {
    return errors;
  }

  List<Problem> warnings() {
    return warnings;
  }
}
