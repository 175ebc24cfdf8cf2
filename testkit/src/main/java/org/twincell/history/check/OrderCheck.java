// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history.check;

import java.util.HashMap;
import java.util.Map;
import org.twincell.history.Call;
import org.twincell.history.CallKind;
import org.twincell.history.EventRow;
import org.twincell.history.HistoryException;

/**
 * Events of one sender are stored in the order in which they were acknowledged: {@link
 * Rule#SENDER_ORDER}. Also takes down the sends in {@link Events}, before other checks look.
 */
final class OrderCheck implements Check {
  private final Findings findings;
  private final Events events;
  private final int limit;
  private final Map<String, Long> acknowledged = new HashMap<>();
  private final Map<String, Last> inStore = new HashMap<>();
  private final Map<String, Last> inAnswer = new HashMap<>();

  /** The newest event of a sender that rows have shown so far. */
  private record Last(long sequence, int event) {}

  OrderCheck(Findings findings, Events events, int limit) {
    this.findings = findings;
    this.events = events;
    this.limit = limit;
  }

  @Override
  public void call(Call call, int event) {
    if (call.kind() != CallKind.SEND) return;
    long highest = acknowledged.getOrDefault(call.client(), 0L);
    long sequence = call.subject().sequence();
    events.sent(event, call, sequence < highest);
    if (!call.isAcknowledged()) return;
    acknowledged.merge(call.client(), sequence, Math::max);
    if (acknowledged.size() > limit) {
      throw new HistoryException("more than " + limit + " clients send (CheckLimits.senders)");
    }
  }

  @Override
  public void read(Call call, int place, EventRow row, int event) {
    if (call.kind() != CallKind.FETCH) return;
    if (place == 0) inAnswer.clear();
    next(inAnswer, row, event, "call " + call.number() + " of " + call.client());
  }

  @Override
  public void stored(String member, EventRow row, int event) {
    next(inStore, row, event, "the store of " + member);
  }

  private void next(Map<String, Last> shown, EventRow row, int event, String who) {
    if (!events.is(event, Events.ACKNOWLEDGED) || events.is(event, Events.LATE)) return;
    Last last = shown.get(row.sender());
    if (last == null || last.sequence() <= row.sequence()) {
      shown.put(row.sender(), new Last(row.sequence(), event));
      return;
    }
    findings.add(
        Rule.SENDER_ORDER,
        () ->
            "%s has event %d of %s (call %d) before event %d (call %d)"
                .formatted(
                    who,
                    last.sequence(),
                    row.sender(),
                    events.sendCall(last.event()),
                    row.sequence(),
                    events.sendCall(event)));
  }

  @Override
  public void storedEnd(String member) {
    inStore.clear();
  }
}
