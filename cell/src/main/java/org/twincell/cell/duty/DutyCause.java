// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.duty;

import java.util.Optional;
import java.util.OptionalLong;

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
    /** The cell has started, or this member has, and knows nothing of what was before. */
    START,
    /** This member had the duty before, lost it, and nobody else was seen active meanwhile. */
    RESUMED,
    /** The same in a pair without witness: it goes on without the other member. */
    ALONE,
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
   * The member that became active.
   *
   * @param name its name in the log
   * @param activeTerm the term in which it was active before; empty when it was not since it
   *     started
   * @param isAlone it goes on without the other member of a pair without witness
   */
  public record Own(String name, OptionalLong activeTerm, boolean isAlone) {}

  /**
   * Decides.
   *
   * @param former empty when this member has seen nobody else active since it started, or was
   *     active last itself
   * @param notice the last that is in the cell; may be of a hand-over long ago
   */
  public static DutyCause of(Own own, Optional<Former> former, Optional<Notice> notice) {
    if (former.isEmpty()) return withoutFormer(own);
    Former before = former.get();
    Optional<Notice> given =
        notice.filter(it -> it.term() == before.term() && it.to().equals(own.name()));
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

  private static DutyCause withoutFormer(Own own) {
    if (own.activeTerm().isEmpty()) {
      return new DutyCause(Kind.START, "no other member was active at the start", "", -1);
    }
    String before = "it had the duty in term " + own.activeTerm().getAsLong();
    return own.isAlone()
        ? new DutyCause(
            Kind.ALONE, "goes on alone: the other member is lost, and " + before, "", -1)
        : new DutyCause(
            Kind.RESUMED,
            "active again: " + before + ", and nobody else was seen active since",
            "",
            -1);
  }
}
