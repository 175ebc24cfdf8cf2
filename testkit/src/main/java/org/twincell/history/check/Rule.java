// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history.check;

/** What a history must never show. */
public enum Rule {
  /** An acknowledged event is in no store, or in one member's and not in the other's. */
  LOST("acknowledged events lost"),
  /** An event is there twice, in a store or in one answer. */
  DOUBLED("events doubled"),
  /** A store or an answer shows an event, or a version of one, that nobody sent. */
  NEVER_SENT("events or versions that nobody sent"),
  /** A call that was certainly refused had its effect all the same. */
  REFUSED_AND_DONE("refused calls that were carried out"),
  /** A read shows less than what was acknowledged, or read, before it began. */
  WENT_BACK("events that went back"),
  /** Two members answered as active in one term. */
  TWO_ACTIVE("terms with two active members"),
  /**
   * A member of an older term answered a call that began after one of a newer term had answered.
   */
  OLDER_TERM("answers of an older term"),
  /** Events of one sender are in another order than they were acknowledged in. */
  SENDER_ORDER("events out of their sender's order"),
  /** A name that was in client_ack is gone, or the event was fetched as new again. */
  UNACKNOWLEDGED("acknowledgements taken back"),
  /** The stores of two members differ. */
  STORES_DIFFER("differences between the stores"),
  /** The history does not hold what is needed to judge it. */
  INCOMPLETE("gaps in the history");

  private final String words;

  Rule(String words) {
    this.words = words;
  }

  /** What is counted, for a line of text. */
  public String words() {
    return words;
  }
}
