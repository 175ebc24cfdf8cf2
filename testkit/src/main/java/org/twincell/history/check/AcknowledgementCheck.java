// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history.check;

import java.util.LinkedHashMap;
import java.util.Map;
import org.twincell.history.Call;
import org.twincell.history.CallKind;
import org.twincell.history.EventRow;
import org.twincell.history.HistoryException;

/** A name that was in {@code client_ack} stays there: {@link Rule#UNACKNOWLEDGED}. */
final class AcknowledgementCheck implements Check {
  private final Findings findings;
  private final Events events;
  private final int limit;
  private final Map<String, Known> names = new LinkedHashMap<>();

  /** For each event since when the name is known to be there, and from which call. */
  private static final class Known {
    final EventLongs fromNanos = new EventLongs();
    final EventLongs call = new EventLongs();
  }

  AcknowledgementCheck(Findings findings, Events events, int limit) {
    this.findings = findings;
    this.events = events;
    this.limit = limit;
  }

  @Override
  public void call(Call call, int event) {
    if (call.kind() == CallKind.ACKNOWLEDGE && call.isAcknowledged()) {
      known(call.subject().name(), event, call);
    }
  }

  private void known(String name, int event, Call call) {
    Known known = names.get(name);
    if (known == null) {
      if (names.size() == limit) {
        throw new HistoryException(
            "more than " + limit + " names acknowledge events (CheckLimits.names)");
      }
      known = new Known();
      names.put(name, known);
    }
    if (known.call.get(event) != 0) return;
    known.call.set(event, call.number());
    known.fromNanos.set(event, call.endNanos());
  }

  @Override
  public void read(Call call, int place, EventRow row, int event) {
    String who = "call " + call.number() + " of " + call.client();
    require(row, event, call.startNanos(), who);
    if (call.kind() == CallKind.FETCH) notNewAgain(call, row, event, who);
    for (String name : row.acknowledgedBy()) known(name, event, call);
  }

  @Override
  public void stored(String member, EventRow row, int event) {
    require(row, event, Long.MAX_VALUE, "the store of " + member);
  }

  private void require(EventRow row, int event, long startNanos, String who) {
    for (Map.Entry<String, Known> each : names.entrySet()) {
      long call = each.getValue().call.get(event);
      if (call == 0 || each.getValue().fromNanos.get(event) >= startNanos) continue;
      if (row.acknowledgedBy().contains(each.getKey())) continue;
      findings.add(
          Rule.UNACKNOWLEDGED,
          () ->
              "%s shows event %s (call %d) without '%s' in client_ack, which call %d knows there"
                  .formatted(who, row.id(), events.sendCall(event), each.getKey(), call));
    }
  }

  private void notNewAgain(Call call, EventRow row, int event, String who) {
    String name = call.subject().name();
    Known known = names.get(name);
    if (known == null || !row.acknowledgedBy().contains(name)) return;
    long from = known.call.get(event);
    if (from == 0 || known.fromNanos.get(event) >= call.startNanos()) return;
    findings.add(
        Rule.UNACKNOWLEDGED,
        () ->
            "%s fetched event %s (call %d) as new for '%s', which call %d had acknowledged"
                .formatted(who, row.id(), events.sendCall(event), name, from));
  }
}
