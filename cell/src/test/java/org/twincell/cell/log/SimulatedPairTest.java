// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code -Dpair.seeds=N -Dpair.first=S} plays others, {@code ./twincell simulate --play pair}
 * millions; a failure names its seed.
 */
@Timeout(3600)
class SimulatedPairTest {
  private static final long SEEDS = Long.getLong("pair.seeds", 2000);
  private static final long FIRST = Long.getLong("pair.first", 1);

  @Test
  void afterAnyFaultsNothingAcknowledgedIsGoneAndBothStoresAreEqual() {
    long acknowledged = 0;
    long partings = 0;
    long merges = 0;
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      SimulatedPair.Result result = SimulatedPair.play(seed);
      assertThat(result.problems()).as(result::report).isEmpty();
      acknowledged += result.acknowledged();
      partings += result.partings();
      merges += result.merges();
    }
    System.err.printf(
        "%d seeds: %d acknowledged, %d partings, %d merges%n",
        SEEDS, acknowledged, partings, merges);
    assertThat(merges).as("splits in which both accepted").isPositive();
  }

  @Test
  void bothSidesOfACutAcceptAndBothHaveEverythingAfterwards() {
    SimulatedPair pair = new SimulatedPair(7).start().run(Duration.ofSeconds(5));
    pair.cut(0, true);
    pair.cut(1, true);
    pair.run(Duration.ofSeconds(10));

    assertThat(pair.members).allMatch(SimulatedPairMember::isActive);
    pair.members[0].submit("left", "one");
    pair.members[1].submit("right", "two");
    pair.heal().run(Duration.ofSeconds(30));

    assertThat(pair.check()).isEmpty();
    assertThat(pair.members[0].tokens()).containsKeys("left", "right");
  }

  @Test
  void aMemberThatComesBackAloneAfterThePeerWentOnWaitsForIt() {
    SimulatedPair pair = new SimulatedPair(8).start().run(Duration.ofSeconds(5));
    pair.crash(pair.members[0]);
    pair.run(Duration.ofSeconds(10));
    assertThat(pair.members[1].isActive()).isTrue();
    pair.members[1].submit("alone", "one");
    pair.crash(pair.members[1]);
    pair.members[0].start();
    pair.run(Duration.ofMinutes(5));

    assertThat(pair.members[0].isActive()).isFalse();
    pair.start().run(Duration.ofSeconds(30));
    assertThat(pair.check()).isEmpty();
  }
}
