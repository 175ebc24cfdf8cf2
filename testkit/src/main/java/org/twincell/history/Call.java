// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history;

import java.util.List;

/**
 * One call from its start to its end.
 *
 * @param number of the call in this history, from 1; messages name calls by it
 * @param client who made it
 * @param startNanos when the caller began, on the clock of the history
 * @param endNanos when the caller knew the outcome, or gave up
 * @param subject what it was about
 * @param answer what came back; {@link Answer#NONE} when nothing did
 * @param why the error when it was not acknowledged; may be empty
 */
public record Call(
    long number,
    String client,
    CallKind kind,
    long startNanos,
    long endNanos,
    CallOutcome outcome,
    Subject subject,
    Answer answer,
    String why)
    implements HistoryLine {
  /** For a term that is not known. */
  public static final long NO_TERM = -1;

  public Call {
    if (endNanos < startNanos) {
      throw new IllegalArgumentException("call " + number + " ends before it starts");
    }
  }

  /** Whether it was answered as asked. */
  public boolean isAcknowledged() {
    return outcome == CallOutcome.ACKNOWLEDGED;
  }

  @Override
  public void deliverTo(Receiver receiver) {
    receiver.onCall(this);
  }

  /**
   * What a call is about; what does not apply is empty or 0.
   *
   * @param id the event
   * @param sequence of a send: which of the sender's events it is, from 1
   * @param version of a modification: the version that it writes, from 1
   * @param name of an acknowledgement or a fetch: the name in {@code client_ack}
   */
  public record Subject(String id, long sequence, long version, String name) {
    /** Of a status question. */
    public static final Subject NOTHING = new Subject("", 0, 0, "");

    /** Of a send. */
    public static Subject newEvent(String id, long sequence) {
      return new Subject(id, sequence, 0, "");
    }

    /** Of a query by id. */
    public static Subject event(String id) {
      return new Subject(id, 0, 0, "");
    }

    /** Of a modification. */
    public static Subject version(String id, long version) {
      return new Subject(id, 0, version, "");
    }

    /** Of an acknowledgement. */
    public static Subject acknowledgement(String id, String name) {
      return new Subject(id, 0, 0, name);
    }

    /** Of a fetch of what this client has not acknowledged. */
    public static Subject newFor(String name) {
      return new Subject("", 0, 0, name);
    }
  }

  /**
   * What came back.
   *
   * @param via the gateway or member that was asked, where known, else empty
   * @param term the term of the member that answered, where known, else {@link #NO_TERM}
   * @param member the member that answered, where known, else empty
   * @param active the member answered as the active one, or said that it is active
   * @param rows of a query or a fetch
   */
  public record Answer(String via, long term, String member, boolean active, List<EventRow> rows) {
    /** Nothing came back, or nothing is known of who answered. */
    public static final Answer NONE = new Answer("", NO_TERM, "", false, List.of());

    public Answer {
      rows = List.copyOf(rows);
    }

    /** Of an active member in a term, without rows. */
    public static Answer of(String via, long term, String member) {
      return new Answer(via, term, member, true, List.of());
    }

    /** The same with rows. */
    public Answer withRows(List<EventRow> read) {
      return new Answer(via, term, member, active, read);
    }
  }
}
