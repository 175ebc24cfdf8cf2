// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.twincell.testkit.VirtualTime;

class PatienceTest {
  private static final LogTuning TUNING =
      LogTuning.DEFAULT.withElection(Duration.ofMillis(750), Duration.ofMillis(1500));

  private final VirtualTime time = new VirtualTime();

  @Test
  void aMemberWithAStoreBearsTheLongerElectionTimeAndAWitnessTwice() {
    assertThat(new Patience(TUNING, MemberRole.PRIMARY, time).now()).hasMillis(1500);
    assertThat(new Patience(TUNING, MemberRole.SECONDARY, time).now()).hasMillis(1500);
    assertThat(new Patience(TUNING, MemberRole.WITNESS, time).now()).hasMillis(3000);
  }

  @Test
  void whenAnotherStoodInVainTheShorterOneIsEnoughForAWhile() {
    Patience patience = new Patience(TUNING, MemberRole.WITNESS, time);

    patience.stoodInVain();
    assertThat(patience.now()).hasMillis(750);
    time.advance(Duration.ofMillis(2999));
    assertThat(patience.now()).hasMillis(750);
    time.advance(Duration.ofMillis(1));
    assertThat(patience.now()).as("who stands asks again sooner").hasMillis(3000);
  }
}
