// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Counts what was found against a promise, and keeps the first messages of each rule. */
final class Findings {
  private final Promise promise;
  private final int kept;
  private final Map<Rule, Long> counts = new EnumMap<>(Rule.class);
  private final List<Violation> violations = new ArrayList<>();
  private boolean inStores;

  Findings(Promise promise, int kept) {
    this.promise = promise;
    this.kept = kept;
  }

  /** The answers are over; what is found from now on is in the stores. */
  void enterStores() {
    inStores = true;
  }

  void add(Rule rule, Supplier<String> message) {
    if (!promise.covers(rule, inStores)) return;
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
