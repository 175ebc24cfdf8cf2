// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Counts what was found, and keeps the first messages of each rule. */
final class Findings {
  private final int kept;
  private final Map<Rule, Long> counts = new EnumMap<>(Rule.class);
  private final List<Violation> violations = new ArrayList<>();

  Findings(int kept) {
    this.kept = kept;
  }

  void add(Rule rule, Supplier<String> message) {
    long count = counts.merge(rule, 1L, Long::sum);
    if (count <= kept) violations.add(new Violation(rule, message.get()));
  }

  Map<Rule, Long> counts() {
    return counts;
  }

  List<Violation> violations() {
    return violations;
  }
}
