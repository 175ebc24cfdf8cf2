// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.digest;

import java.util.Optional;
import org.twincell.cell.digest.Standing.Root;
import org.twincell.cell.store.StoreCare.State;
import org.twincell.protocol.MemberInfo.StoreComparison;

/**
 * Decides what a member does about its store, from what it and the other one say. Only a standby
 * changes its store, and only to what the active member of its own or a higher term has, and only
 * when that one's store is not in doubt itself. Members on different branches of their cell's
 * history are as if the other did not answer: each has acknowledged what the other lacks.
 */
final class Judge {
  private Judge() {}

  /** What this member should do. */
  enum Step {
    NOTHING,
    /** Take over the records that differ. */
    MEND_RECORDS,
    /** Take a copy of the whole store. */
    TAKE_COPY,
    /** Give the duty to the other member: its store is whole, this one's is not. */
    HAND_OVER,
    /** Both stores are damaged: tell it loudly and touch nothing. */
    BOTH_IN_DOUBT,
    /** This store is damaged and no other can be asked: the same. */
    ALONE_IN_DOUBT
  }

  /**
   * The decision.
   *
   * @param index the entry at which digests were compared, -1 for none
   */
  record Judgement(StoreComparison comparison, long index, Step step) {}

  static Judgement judge(Standing own, Optional<Standing> asked) {
    if (asked.isEmpty() || !asked.get().isOnBranchOf(own)) {
      boolean loud = own.isChosen() && !own.doubt().isWhole();
      return new Judgement(
          StoreComparison.NOT_COMPARED, -1, loud ? Step.ALONE_IN_DOUBT : Step.NOTHING);
    }
    Standing other = asked.get();
    Root common = null;
    StoreComparison comparison = StoreComparison.NOT_COMPARED;
    for (Root mine : own.roots()) {
      for (Root its : other.roots()) {
        if (mine.index() != its.index() || mine.term() != its.term()) continue;
        // From before the members parted: what it said then is no reason to change anything now.
        if (Standing.branch(mine.term()) != Standing.branch(own.term())) continue;
        common = mine;
        comparison = mine.root() == its.root() ? StoreComparison.EQUAL : StoreComparison.DIFFERENT;
      }
    }
    Step step = own.isChosen() ? active(own, other) : standby(own, other, comparison);
    return new Judgement(comparison, common == null ? -1 : common.index(), step);
  }

  private static Step active(Standing own, Standing other) {
    if (own.doubt().isWhole()) return Step.NOTHING;
    if (!other.doubt().isWhole()) return Step.BOTH_IN_DOUBT;
    return own.isActive() ? Step.HAND_OVER : Step.NOTHING;
  }

  private static Step standby(Standing own, Standing other, StoreComparison comparison) {
    boolean isWhole = own.doubt().isWhole();
    if (isWhole && comparison != StoreComparison.DIFFERENT) return Step.NOTHING;
    if (!isWhole && !other.doubt().isWhole()) return Step.BOTH_IN_DOUBT;
    boolean canMend = other.isActive() && other.term() >= own.term() && other.doubt().isWhole();
    if (!canMend) return Step.NOTHING;
    return own.doubt().state() == State.UNREADABLE ? Step.TAKE_COPY : Step.MEND_RECORDS;
  }
}
