// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What callers felt of a takeover. */
class TakeoversTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void theGapOfATakeoverIsTheLongestWaitAroundTheNewActiveMember() {
    List<Long> acknowledged = List.of(0L, SECOND / 10, 3 * SECOND, 31 * SECOND / 10);

    Takeovers takeovers = Takeovers.of(List.of(2 * SECOND), acknowledged);

    assertThat(takeovers.gapsNanos()).containsExactly(3 * SECOND - SECOND / 10);
  }

  @Test
  void aWaitLongBeforeATakeoverIsNotItsGap() {
    List<Long> acknowledged = List.of(0L, 17 * SECOND, 18 * SECOND, 19 * SECOND, 20 * SECOND);

    assertThat(Takeovers.of(List.of(20 * SECOND), acknowledged).percentileNanos(100))
        .isEqualTo(SECOND);
  }

  @Test
  void percentilesAreOfTheSortedGaps() {
    Takeovers takeovers = new Takeovers(List.of(3L, 1L, 2L));

    assertThat(takeovers.percentileNanos(50)).isEqualTo(2);
    assertThat(takeovers.percentileNanos(99)).isEqualTo(3);
    assertThat(new Takeovers(List.of()).percentileNanos(99)).isZero();
  }
}
