// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history.check;

import java.nio.file.Path;
import java.util.List;
import org.twincell.history.Call;
import org.twincell.history.CallKind;
import org.twincell.history.CallOutcome;
import org.twincell.history.EventRow;
import org.twincell.history.HistoryException;
import org.twincell.history.HistoryLine;
import org.twincell.history.HistoryReader;

/**
 * Reads a history once, from its first line to its last, and says which rules it broke. Give it
 * every line with {@link #accept}, then ask {@link #verdict} once. Used by one thread.
 */
public final class HistoryChecker {
  private final Findings findings;
  private final Events events;
  private final TermCheck terms;
  private final List<Check> checks;
  private final Lines lines = new Lines();
  private long calls;
  private long unknown;
  private long lastEndNanos = Long.MIN_VALUE;
  private String member = "";
  private boolean inContent;

  public HistoryChecker(Promise promise, CheckLimits limits) {
    this.findings = new Findings(promise, limits.violationsPerRule());
    this.events = new Events(limits.events());
    this.terms = new TermCheck(findings, limits.terms());
    this.checks =
        List.of(
            new OrderCheck(findings, events, limits.senders()),
            terms,
            new VersionCheck(findings, events, limits.versionsPerEvent()),
            new AcknowledgementCheck(findings, events, limits.names()),
            new ContentCheck(findings, events));
  }

  /**
   * Checks a file.
   *
   * @throws HistoryException when it is not of the form, or beyond a limit
   */
  public static Verdict check(Path file, Promise promise, CheckLimits limits) {
    HistoryChecker checker = new HistoryChecker(promise, limits);
    HistoryReader.read(file, checker::accept);
    return checker.verdict();
  }

  /**
   * Takes the next line.
   *
   * @throws HistoryException when calls are not in the order of their ends, or a limit is passed
   */
  public void accept(HistoryLine line) {
    line.deliverTo(lines);
  }

  /** The history is over: what was found. */
  public Verdict verdict() {
    checks.forEach(Check::end);
    long acknowledged = 0;
    for (int i = 0; i < events.size(); i++) {
      if (events.is(i, Events.ACKNOWLEDGED)) acknowledged++;
    }
    return new Verdict(
        calls, acknowledged, unknown, terms.terms(), findings.counts(), findings.violations());
  }

  private final class Lines implements HistoryLine.Receiver {
    @Override
    public void onHeader(HistoryLine.Header header) {
      if (calls > 0) throw new HistoryException("a second header");
    }

    @Override
    public void onCall(Call call) {
      if (call.endNanos() < lastEndNanos) {
        throw new HistoryException(
            "call "
                + call.number()
                + " ended before the call above it: lines come in the order of ends");
      }
      if (inContent) {
        throw new HistoryException("call " + call.number() + " comes after the content of a store");
      }
      lastEndNanos = call.endNanos();
      calls++;
      if (call.outcome() == CallOutcome.UNKNOWN) unknown++;
      boolean isOfEvent = call.kind() != CallKind.FETCH && call.kind() != CallKind.STATUS;
      String id = call.subject().id();
      if (isOfEvent && id.isEmpty() && call.outcome() != CallOutcome.REFUSED) {
        throw new HistoryException("call " + call.number() + " names no event");
      }
      int event = isOfEvent && !id.isEmpty() ? events.place(id) : Events.NONE;
      if (isOfEvent && event == Events.NONE) return;
      for (Check check : checks) check.call(call, event);
      for (int i = 0; i < call.answer().rows().size(); i++) {
        EventRow row = call.answer().rows().get(i);
        int shown = events.place(row.id());
        for (Check check : checks) check.read(call, i, row, shown);
      }
    }

    @Override
    public void onStored(HistoryLine.Stored stored) {
      enter(stored.member());
      int event = events.place(stored.row().id());
      for (Check check : checks) check.stored(stored.member(), stored.row(), event);
    }

    @Override
    public void onStoredEnd(HistoryLine.StoredEnd end) {
      enter(end.member());
      for (Check check : checks) check.storedEnd(end.member());
      member = "";
    }

    private void enter(String name) {
      inContent = true;
      findings.enterStores();
      if (!member.isEmpty() && !member.equals(name)) {
        throw new HistoryException(
            "the content of " + name + " begins before that of " + member + " has ended");
      }
      member = name;
    }
  }
}
