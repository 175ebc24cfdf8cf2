// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history.check;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.twincell.history.Call;
import org.twincell.history.CallKind;
import org.twincell.history.HistoryException;

/** Who was active when: {@link Rule#TWO_ACTIVE} and {@link Rule#OLDER_TERM}. */
final class TermCheck implements Check {
  private final Findings findings;
  private final int limit;
  private final NavigableMap<Long, Seen> active = new TreeMap<>();
  private final NavigableMap<Long, Seen> answered = new TreeMap<>();

  /** The first call that told of a term. */
  private record Seen(String member, long call, long endNanos) {}

  TermCheck(Findings findings, int limit) {
    this.findings = findings;
    this.limit = limit;
  }

  long terms() {
    return answered.size();
  }

  @Override
  public void call(Call call, int event) {
    Call.Answer answer = call.answer();
    if (answer.term() == Call.NO_TERM || !answer.active()) return;
    if (active.size() >= limit || answered.size() >= limit) {
      throw new HistoryException("it has more than " + limit + " terms (CheckLimits.terms)");
    }
    if (!answer.member().isEmpty()) oneActive(call);
    // A status tells what a member believes; only the answer to a request has to be of now.
    if (call.kind() != CallKind.STATUS && call.isAcknowledged()) notOlder(call);
  }

  private void oneActive(Call call) {
    long term = call.answer().term();
    String member = call.answer().member();
    Seen first = active.putIfAbsent(term, new Seen(member, call.number(), call.endNanos()));
    if (first == null || first.member().equals(member)) return;
    findings.add(
        Rule.TWO_ACTIVE,
        () ->
            "in term %d call %d met %s as active, and call %d met %s"
                .formatted(term, first.call(), first.member(), call.number(), member));
  }

  private void notOlder(Call call) {
    long term = call.answer().term();
    Map.Entry<Long, Seen> newer = answered.higherEntry(term);
    while (newer != null && newer.getValue().endNanos() >= call.startNanos()) {
      newer = answered.higherEntry(newer.getKey());
    }
    if (newer != null) {
      long newerTerm = newer.getKey();
      Seen seen = newer.getValue();
      findings.add(
          Rule.OLDER_TERM,
          () ->
              "call %d of %s was answered in term %d, and began %.3f ms after call %d had been answered in term %d"
                  .formatted(
                      call.number(),
                      call.client(),
                      term,
                      (call.startNanos() - seen.endNanos()) / 1e6,
                      seen.call(),
                      newerTerm));
    }
    answered.putIfAbsent(term, new Seen("", call.number(), call.endNanos()));
  }
}
