// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history;

/** One line of a history. */
public sealed interface HistoryLine
    permits Call, HistoryLine.Header, HistoryLine.Stored, HistoryLine.StoredEnd {
  void deliverTo(Receiver receiver);

  /**
   * The first line.
   *
   * @param format {@link HistoryText#FORMAT}
   * @param run what was run
   * @param seed with which seed
   */
  record Header(long format, String run, long seed) implements HistoryLine {
    @Override
    public void deliverTo(Receiver receiver) {
      receiver.onHeader(this);
    }
  }

  /** An event that a member's store holds at the end; in the order of handles. */
  record Stored(String member, EventRow row) implements HistoryLine {
    @Override
    public void deliverTo(Receiver receiver) {
      receiver.onStored(this);
    }
  }

  /** All events of a member's store have been told. */
  record StoredEnd(String member, long rows) implements HistoryLine {
    @Override
    public void deliverTo(Receiver receiver) {
      receiver.onStoredEnd(this);
    }
  }

  /** Hears each kind of line. */
  interface Receiver {
    void onHeader(Header header);

    void onCall(Call call);

    void onStored(Stored stored);

    void onStoredEnd(StoredEnd end);
  }
}
