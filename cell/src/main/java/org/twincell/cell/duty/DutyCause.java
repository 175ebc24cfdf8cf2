// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.duty;

import java.util.Optional;

/**
 * Why a member became active, in the operators' words.
 *
 * @param reason for the log, the event and the status
 * @param former who was active before, as far as this member knows; empty when nobody was
 * @param silentMillis how long the former one had been silent; -1 when that is not the reason
 */
public record DutyCause(Kind kind, String reason, String former, long silentMillis) {
  /** What kind of change it was. */
  public enum Kind {
    /** The cell has started. */
    START,
    /** The active member was lost. */
    TAKEOVER,
    /** The active member gave the duty, because somebody asked or because it stops. */
    HAND_OVER,
    /** The primary got the duty back by itself. */
    SWITCH_BACK
  }

  /**
   * What a member writes into the cell before it gives the duty away.
   *
   * @param term in which it was active
   * @param to name of the member that shall get the duty
   * @param switchBack the primary gets it back by itself
   * @param reason for the operator
   */
  public record Notice(long term, String to, boolean switchBack, String reason) {}

  /**
   * Who was active before, as this member saw it.
   *
   * @param who for people
   * @param term in which it was seen active
   * @param silentMillis how long it has been silent; -1 when not known
   */
  public record Former(String who, long term, long silentMillis) {}

  /**
   * Decides.
   *
   * @param self name of the member that became active
   * @param former empty when this member has seen nobody active since it started
   * @param notice the last that is in the cell; may be of a hand-over long ago
   */
  public static DutyCause of(String self, Optional<Former> former, Optional<Notice> notice) {
    if (former.isEmpty()) {
      return new DutyCause(Kind.START, "no other member was active at the start", "", -1);
    }
    Former before = former.get();
    Optional<Notice> given =
        notice.filter(it -> it.term() == before.term() && it.to().equals(self));
    if (given.isEmpty()) {
      String silence =
          before.silentMillis() < 0
              ? "is lost"
              : "is lost, last heard " + before.silentMillis() + " ms before";
      return new DutyCause(
          Kind.TAKEOVER,
          "takeover: " + before.who() + " " + silence,
          before.who(),
          before.silentMillis());
    }
    Notice from = given.get();
    return from.switchBack()
        ? new DutyCause(Kind.SWITCH_BACK, "switch-back: " + from.reason(), before.who(), -1)
        : new DutyCause(
            Kind.HAND_OVER,
            "handed over by " + before.who() + ": " + from.reason(),
            before.who(),
            -1);
  }
}
