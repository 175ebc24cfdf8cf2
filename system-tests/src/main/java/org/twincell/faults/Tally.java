// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;

/** How often each kind was fired, and how often it was tried and took no effect. */
final class Tally {
  private final Map<FaultKind, Integer> fired = new EnumMap<>(FaultKind.class);
  private final Map<FaultKind, Integer> withoutEffect = new EnumMap<>(FaultKind.class);

  void count(FaultKind kind, Effect effect) {
    (effect.seen() ? fired : withoutEffect).merge(kind, 1, Integer::sum);
  }

  int kinds() {
    return fired.size();
  }

  int total() {
    return fired.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** All kinds with their counts: {@code kill-active 3, cut-witness 2}. */
  String byKind() {
    return list(fired);
  }

  /** Those that were tried in vain; empty when there were none. */
  String inVain() {
    return list(withoutEffect);
  }

  private static String list(Map<FaultKind, Integer> counts) {
    StringJoiner text = new StringJoiner(", ");
    counts.forEach((kind, n) -> text.add(kind.word() + " " + n));
    return text.toString();
  }
}
