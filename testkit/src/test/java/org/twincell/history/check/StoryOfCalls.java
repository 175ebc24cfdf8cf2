// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history.check;

import java.util.ArrayList;
import java.util.List;
import org.twincell.history.Call;
import org.twincell.history.Call.Answer;
import org.twincell.history.Call.Subject;
import org.twincell.history.CallKind;
import org.twincell.history.CallOutcome;
import org.twincell.history.EventRow;
import org.twincell.history.HistoryLine;

/** A history told in a test; each call takes from 10 n to 10 n + 5 unless it says otherwise. */
final class StoryOfCalls {
  private final List<HistoryLine> lines = new ArrayList<>();
  private long number;
  private long fromNanos = -1;

  /** The next call starts then, though its line comes at its end. */
  StoryOfCalls since(long nanos) {
    fromNanos = nanos;
    return this;
  }

  StoryOfCalls send(String sender, long sequence) {
    return send(sender, sequence, CallOutcome.ACKNOWLEDGED);
  }

  StoryOfCalls send(String sender, long sequence, CallOutcome outcome) {
    Subject subject = Subject.newEvent(sender + "-" + sequence, sequence);
    return call(sender, CallKind.SEND, outcome, subject, Answer.NONE);
  }

  StoryOfCalls modify(String id, long version, CallOutcome outcome) {
    return call("m", CallKind.MODIFY, outcome, Subject.version(id, version), Answer.NONE);
  }

  StoryOfCalls acknowledge(String id, String name) {
    return call(
        name,
        CallKind.ACKNOWLEDGE,
        CallOutcome.ACKNOWLEDGED,
        Subject.acknowledgement(id, name),
        Answer.NONE);
  }

  StoryOfCalls query(String id, EventRow... rows) {
    return call(
        "q",
        CallKind.QUERY,
        CallOutcome.ACKNOWLEDGED,
        Subject.event(id),
        Answer.NONE.withRows(List.of(rows)));
  }

  StoryOfCalls fetch(String name, EventRow... rows) {
    return call(
        name,
        CallKind.FETCH,
        CallOutcome.ACKNOWLEDGED,
        Subject.newFor(name),
        Answer.NONE.withRows(List.of(rows)));
  }

  StoryOfCalls answered(long term, String member) {
    return call(
        "q",
        CallKind.FETCH,
        CallOutcome.ACKNOWLEDGED,
        Subject.newFor("q"),
        Answer.of("gateway", term, member));
  }

  StoryOfCalls status(long term, String member) {
    return call(
        "q",
        CallKind.STATUS,
        CallOutcome.ACKNOWLEDGED,
        Subject.NOTHING,
        Answer.of(member, term, member));
  }

  StoryOfCalls call(
      String client, CallKind kind, CallOutcome outcome, Subject subject, Answer answer) {
    number++;
    long from = fromNanos >= 0 ? fromNanos : 10 * number;
    fromNanos = -1;
    lines.add(new Call(number, client, kind, from, 10 * number + 5, outcome, subject, answer, ""));
    return this;
  }

  /** The end: both members hold these rows. */
  StoryOfCalls bothHold(EventRow... rows) {
    return holds("primary", rows).holds("secondary", rows);
  }

  StoryOfCalls holds(String member, EventRow... rows) {
    for (EventRow row : rows) lines.add(new HistoryLine.Stored(member, row));
    lines.add(new HistoryLine.StoredEnd(member, rows.length));
    return this;
  }

  static EventRow row(String sender, long sequence) {
    return row(sender, sequence, 0);
  }

  /** A row whose operation log keeps versions that lost in a merge. */
  static EventRow keeping(String sender, long sequence, long version, Long... kept) {
    return new EventRow(
        sender + "-" + sequence, sender, sequence, version, List.of(), List.of(kept));
  }

  static EventRow row(String sender, long sequence, long version, String... names) {
    return new EventRow(sender + "-" + sequence, sender, sequence, version, List.of(names));
  }

  Verdict check() {
    return check(CheckLimits.DEFAULT);
  }

  /** Judged as the history of a pair without witness. */
  Verdict checkPair() {
    return check(Promise.AVAILABLE, CheckLimits.DEFAULT);
  }

  Verdict check(CheckLimits limits) {
    return check(Promise.SAFE, limits);
  }

  private Verdict check(Promise promise, CheckLimits limits) {
    HistoryChecker checker = new HistoryChecker(promise, limits);
    lines.forEach(checker::accept);
    return checker.verdict();
  }
}
