// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.twincell.protocol.MemberInfo.Progress;

class LagAndCatchUpTest {
  private final LagClock lags = new LagClock();
  private final CatchUp catchUp = new CatchUp("catching up");

  private static long second(long number) {
    return Duration.ofSeconds(number).toNanos();
  }

  @Test
  void aMemberThatHasEverythingIsNotLateHoweverQuietTheLogIs() {
    lags.ends(10, second(0));
    assertThat(lags.millis(10, second(3600))).hasValue(0);
  }

  @Test
  void theLagIsTheAgeOfTheOldestEntryThatIsLacking() {
    lags.ends(10, second(0));
    lags.ends(20, second(5));
    lags.ends(30, second(9));
    assertThat(lags.millis(20, second(10))).hasValue(1000);
    assertThat(lags.millis(19, second(10))).hasValue(5000);
    assertThat(lags.millis(3, second(10))).hasValue(10_000);
  }

  @Test
  void whoSawNoEndOfTheLogKnowsNoLag() {
    assertThat(lags.millis(1, second(1))).isEmpty();
    lags.ends(1, second(1));
    lags.forget();
    assertThat(lags.millis(1, second(1))).isEmpty();
  }

  @Test
  void aMonthOfEndsTakesBoundedRoom() {
    for (int i = 0; i < LagClock.REMEMBERED_LIMIT + 5; i++) lags.ends(i, second(i));
    assertThat(lags.millis(0, second(LagClock.REMEMBERED_LIMIT + 5))).isPresent();
    assertThat(lags.millis(0, second(LagClock.REMEMBERED_LIMIT + 5)).getAsLong())
        .isEqualTo(LagClock.REMEMBERED_LIMIT * 1000L);
  }

  @Test
  void progressIsCountedFromTheLargestLag() {
    assertThat(catchUp.lacks(40_000)).contains(new Progress("catching up", 0, 40_000, "entries"));
    assertThat(catchUp.lacks(50_000).map(Progress::percent)).contains(0);
    assertThat(catchUp.lacks(10_000).map(Progress::percent)).contains(80);
    assertThat(catchUp.lacks(10_000).map(Progress::text))
        .contains("catching up, 80 %, 10000 entries left");
  }

  @Test
  void aMemberInStepHasNoProgressAndTheNextLagCountsAnew() {
    assertThat(catchUp.lacks(50_000)).isPresent();
    assertThat(catchUp.lacks(CatchUp.IN_STEP_ENTRIES)).isEqualTo(Optional.empty());
    assertThat(catchUp.lacks(2000).map(Progress::percent)).contains(0);
  }
}
