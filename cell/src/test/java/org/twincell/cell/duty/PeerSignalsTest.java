// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.twincell.protocol.MemberInfo.Signal;

class PeerSignalsTest {
  private static final int THRESHOLD = 2000;
  private static final String PEER = "secondary";

  private final PeerSignals signals = new PeerSignals(Duration.ofMillis(THRESHOLD));
  private final List<String> told = new ArrayList<>();
  private long now = 1_000_000;
  private long heardAt = -1;

  /** Lets time pass in steps of the pulse; the peer is heard or silent all the while. */
  private PeerSignalsTest pass(int millis, boolean heard) {
    for (int step = 0; step < millis; step += 500) {
      now += 500;
      if (heard) heardAt = now - 100;
      look();
    }
    return this;
  }

  private PeerSignalsTest heard(int millis) {
    return pass(millis, true);
  }

  private PeerSignalsTest silent(int millis) {
    return pass(millis, false);
  }

  private void look() {
    long ago = heardAt < 0 ? -1 : Duration.ofMillis(now - heardAt).toNanos();
    look(new PeerSignals.Heard(true, ago));
  }

  private void look(PeerSignals.Heard heard) {
    signals
        .look(PEER, heard, Duration.ofMillis(now).toNanos())
        .ifPresent(change -> told.add(change.now() + (change.news() ? "" : " (found)")));
  }

  private PeerSignalsTest closes() {
    signals
        .closes(PEER, Duration.ofMillis(now).toNanos())
        .ifPresent(change -> told.add(change.now().name()));
    return this;
  }

  @Test
  void aMemberThatIsUpWhenTheWatchBeginsIsLiveAndNoNews() {
    heard(3000);
    assertThat(told).containsExactly("LIVE (found)");
  }

  @Test
  void aMemberThatComesLaterThanTheOneThatWatchesIsNews() {
    silent(10_000).heard(2000);
    assertThat(told).containsExactly("LIVE");
  }

  @Test
  void aMemberThatWasNeverHeardIsNotDead() {
    silent(60_000);
    assertThat(told).isEmpty();
    assertThat(signals.of(PEER)).isEqualTo(Signal.UNKNOWN);
  }

  @Test
  void aSilentMemberIsDeadAfterTheThresholdAndNotBefore() {
    heard(3000).silent(1500);
    assertThat(told).containsExactly("LIVE (found)");
    silent(1000);
    assertThat(told).containsExactly("LIVE (found)", "DEAD");
  }

  @Test
  void deathIsToldOnceAndTheReturnOnce() {
    heard(1000).silent(30_000).heard(30_000);
    assertThat(told).containsExactly("LIVE (found)", "DEAD", "LIVE");
  }

  @Test
  void theSilenceAfterAnAnnouncedEndIsNotDeath() {
    heard(1000).closes().silent(60_000);
    assertThat(told).containsExactly("LIVE (found)", "CLOSE");
  }

  @Test
  void aMemberThatClosesIsHeardForAMomentAndNotBackForThat() {
    heard(1000).closes().heard(1000).silent(3000);
    assertThat(told).containsExactly("LIVE (found)", "CLOSE");
  }

  @Test
  void aMemberThatClosedAndStartsAgainIsLive() {
    heard(1000).closes().heard(500).silent(1500).heard(1000);
    assertThat(told).containsExactly("LIVE (found)", "CLOSE", "LIVE");
  }

  @Test
  void aMemberThatAnnouncedItsEndAndStaysIsLiveAgainAfterAWhile() {
    heard(1000).closes().heard(29_000);
    assertThat(told).containsExactly("LIVE (found)", "CLOSE");
    heard(2000);
    assertThat(told).containsExactly("LIVE (found)", "CLOSE", "LIVE");
  }

  @Test
  void theSameEndIsAnnouncedOnce() {
    heard(1000).closes().closes();
    assertThat(told).containsExactly("LIVE (found)", "CLOSE");
  }

  @Test
  void aMemberThatWasSuspendedItselfCallsNobodyDead() {
    heard(1000);
    now += 60_000;
    look();
    heard(1000);
    assertThat(told).containsExactly("LIVE (found)");
  }

  @Test
  void afterItsOwnSuspensionItStillFindsTheDeathOfAnother() {
    heard(1000);
    now += 60_000;
    look();
    silent(3000);
    assertThat(told).containsExactly("LIVE (found)", "DEAD");
  }

  @Test
  void whatOnlyTheActiveMemberHearsIsForgottenAndNeverDead() {
    heard(1000);
    for (int i = 0; i < 20; i++) {
      now += 500;
      look(PeerSignals.Heard.ELSEWHERE);
    }
    assertThat(signals.of(PEER)).isEqualTo(Signal.UNKNOWN);
    silent(10_000);
    assertThat(told).containsExactly("LIVE (found)");
  }

  @Test
  void theGuessWithWhichTheLogBeginsItsCountIsNoSignOfLife() {
    heardAt = now - 650;
    silent(10_000);
    assertThat(told).isEmpty();
  }
}
