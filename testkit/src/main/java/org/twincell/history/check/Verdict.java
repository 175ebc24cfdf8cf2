// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history.check;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What the checker found.
 *
 * @param calls calls in the history
 * @param acknowledged events whose send was acknowledged
 * @param unknown calls that ended without a known outcome
 * @param terms terms in which a call was answered
 * @param broken how often each rule was broken; rules that held are not in it
 * @param violations the first of each rule, {@link CheckLimits#violationsPerRule} at most
 */
public record Verdict(
    long calls,
    long acknowledged,
    long unknown,
    long terms,
    Map<Rule, Long> broken,
    List<Violation> violations) {
  public Verdict {
    EnumMap<Rule, Long> sorted = new EnumMap<>(Rule.class);
    sorted.putAll(broken);
    broken = Collections.unmodifiableMap(sorted);
    violations = List.copyOf(violations);
  }

  /** Whether every rule held. */
  public boolean isClean() {
    return broken.isEmpty();
  }

  /** How often a rule was broken. */
  public long count(Rule rule) {
    return broken.getOrDefault(rule, 0L);
  }

  /** One line with the figures. */
  public String summary() {
    StringJoiner text = new StringJoiner(" ");
    text.add("calls " + calls).add("acknowledged " + acknowledged).add("unknown " + unknown);
    text.add("terms " + terms);
    text.add("lost " + count(Rule.LOST)).add("doubled " + count(Rule.DOUBLED));
    long others =
        broken.entrySet().stream()
            .filter(each -> each.getKey() != Rule.LOST && each.getKey() != Rule.DOUBLED)
            .mapToLong(Map.Entry::getValue)
            .sum();
    return text.add("other violations " + others).toString();
  }

  /** The figures and every violation that was kept, one a line. */
  public String report() {
    StringJoiner text = new StringJoiner("\n");
    broken.forEach((rule, count) -> text.add(rule.words() + ": " + count));
    violations.forEach(each -> text.add("  " + each));
    return text.add(summary()).toString();
  }
}
