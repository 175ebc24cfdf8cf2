// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CountTest {
  private static Tally whole(int events) {
    Tally tally = new Tally(events);
    for (int number = tally.nextToSend(); number < events; number = tally.nextToSend()) {
      tally.acknowledged(number);
      tally.stored(number);
      tally.fetched(number);
    }
    return tally;
  }

  @Test
  void whatArrivedOnceIsGood() {
    assertThat(whole(10).result()).isEqualTo(new Tally.Result(10, 10, 10, 10, 0, 0));
    assertThat(whole(10).result().isGood(10)).isTrue();
  }

  @Test
  void anAcknowledgedEventThatIsMissingIsLost() {
    Tally tally = new Tally(3);
    for (int number = 0; number < 3; number++) tally.acknowledged(tally.nextToSend());
    tally.stored(0);
    tally.stored(2);
    tally.fetched(0);

    assertThat(tally.result().lost()).isEqualTo(2);
    assertThat(tally.missing()).containsExactly(1, 2);
    assertThat(tally.result().isGood(3)).isFalse();
  }

  @Test
  void anEventThatIsThereTwiceIsDoubled() {
    Tally tally = whole(5);
    tally.stored(3);
    assertThat(tally.result().doubled()).isEqualTo(1);
    tally.fetched(3);
    assertThat(tally.result().doubled()).isEqualTo(2);
    assertThat(tally.result().isGood(5)).isFalse();
  }

  @Test
  void theTakeoverIsTheLongestSilenceAfterTheKill() {
    Gaps gaps = new Gaps();
    for (long moment : new long[] {1, 900, 1010, 1900, 1950, 2000, 9000}) {
      gaps.acknowledged(Duration.ofMillis(moment).toNanos());
    }

    long kill = Duration.ofMillis(1000).toNanos();
    long end = Duration.ofMillis(2500).toNanos();
    assertThat(gaps.longestAfter(kill, end)).isEqualTo(Duration.ofMillis(890));
  }

  @Test
  void linesAreTakenAgainWhenThereAreFewerThanEvents() {
    LogLines lines = LogLines.read(3);

    assertThat(lines.lines()).isNotEmpty().hasSizeLessThanOrEqualTo(3);
    assertThat(lines.get(lines.lines().size())).isEqualTo(lines.get(0));
  }
}
