// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.pair;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.twincell.cell.log.Branch;
import org.twincell.cell.log.Branch.Kind;
import org.twincell.cell.pair.PairKeeper.Act;
import org.twincell.cell.pair.PairKeeper.Own;
import org.twincell.cell.pair.PairKeeper.Peer;
import org.twincell.testkit.VirtualTime;

/** Who goes on alone, and when: the table of ADR 0021 on virtual time. */
class PairKeeperTest {
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Branch FIRST = branch(0, Kind.PAIR);

  private final VirtualTime time = new VirtualTime();
  private PairKeeper keeper = keeper(true);

  private static Branch branch(long number, Kind kind) {
    return new Branch(number, kind, List.of(), number);
  }

  private PairKeeper keeper(boolean automatic) {
    return new PairKeeper(
        new PairKeeper.Times(SILENCE, START, automatic), true, time.monotonicNanos());
  }

  private static Own own(Branch branch, boolean isTogether, boolean isNew) {
    return new Own(branch, isTogether, isTogether, isNew);
  }

  private Act now(Own own) {
    return keeper.decide(own, time.monotonicNanos()).act();
  }

  /** Looks again and again for so long; what it did last. */
  private Act pass(Own own, Duration length) {
    Act last = now(own);
    for (Duration at = Duration.ZERO; at.compareTo(length) < 0; at = at.plus(TICK)) {
      if (last == Act.GO_ALONE) return last;
      time.advance(TICK);
      last = now(own);
    }
    return last;
  }

  private void hear(Branch branch, boolean isActive, boolean isClosing) {
    keeper.hear(new Peer(branch, isActive, isClosing), time.monotonicNanos());
  }

  @Test
  void aMemberOfANewCellWaitsTheStartTimeOutForTheOtherAndNotTheShorterOne() {
    Own starts = own(FIRST, false, true);
    assertThat(pass(starts, START.minus(TICK))).isEqualTo(Act.TAKE_PART);
    time.advance(TICK);
    assertThat(now(starts)).isEqualTo(Act.GO_ALONE);
  }

  @Test
  void aMemberThatWasInAPairNeverGoesOnByItselfAfterItsStart() {
    Own starts = own(FIRST, false, false);
    assertThat(pass(starts, START.multipliedBy(20))).isEqualTo(Act.TAKE_PART);
    assertThat(keeper.decide(starts, time.monotonicNanos()).reason())
        .contains("cannot know", "mcontrol active --force");
    keeper.force();
    assertThat(now(starts)).isEqualTo(Act.GO_ALONE_BY_FORCE);
  }

  @Test
  void aMemberThatWasTogetherWithTheOtherGoesOnAfterTheFailOverTimeOut() {
    assertThat(pass(own(FIRST, true, false), Duration.ofSeconds(10))).isEqualTo(Act.TAKE_PART);
    Own lost = own(FIRST, false, false);
    assertThat(pass(lost, SILENCE.minus(TICK))).isEqualTo(Act.TAKE_PART);
    time.advance(TICK);
    assertThat(now(lost)).isEqualTo(Act.GO_ALONE);
  }

  @Test
  void anAnnouncedEndIsNotWaitedFor() {
    assertThat(now(own(FIRST, true, false))).isEqualTo(Act.TAKE_PART);
    hear(FIRST, false, true);
    time.advance(TICK);
    assertThat(now(own(FIRST, false, false))).isEqualTo(Act.GO_ALONE);
  }

  @Test
  void theStartTimeOutDoesNotEndWhileTheOtherIsActive() {
    Own starts = own(FIRST, false, true);
    for (Duration at = Duration.ZERO; at.compareTo(START.multipliedBy(2)) < 0; at = at.plus(TICK)) {
      hear(FIRST, true, false);
      assertThat(now(starts)).isEqualTo(Act.TAKE_PART);
      time.advance(TICK);
    }
  }

  @Test
  void whoWasAloneBeforeItsStartAsksFirstAndGoesOnAfterTheFailOverTimeOut() {
    Own starts = own(branch(1, Kind.SOLO), false, false);
    assertThat(pass(starts, SILENCE.minus(TICK))).isEqualTo(Act.REST);
    time.advance(TICK);
    assertThat(now(starts)).isEqualTo(Act.TAKE_PART);
  }

  @Test
  void whoeverHearsOfAHigherBranchGivesWayAtOnce() {
    hear(branch(3, Kind.SOLO), true, false);
    assertThat(now(own(branch(2, Kind.SOLO), true, false))).isEqualTo(Act.GIVE_WAY);
  }

  @Test
  void whoGaveWayAndHasNoCopyYetNeverGoesOnByItself() {
    Own joins = own(branch(3, Kind.JOINING), false, false);
    assertThat(pass(joins, START.multipliedBy(20))).isEqualTo(Act.TAKE_PART);
    assertThat(keeper.decide(joins, time.monotonicNanos()).reason()).contains("--force");
  }

  @Test
  void inManualModeNobodyGoesOnByItself() {
    keeper = keeper(false);
    now(own(FIRST, true, false));
    assertThat(pass(own(FIRST, false, false), START.multipliedBy(2))).isEqualTo(Act.TAKE_PART);
  }
}
