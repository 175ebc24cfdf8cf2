// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SnapshotPaceTest {
  private static final LogTuning TUNING = LogTuning.FAST.withSnapshots(1000, 100);
  private static final int LARGE = 256 << 10;

  private final SnapshotPace pace = new SnapshotPace(TUNING, MemberRole.PRIMARY);

  @Test
  void smallEntriesMakeOneDueByTheirNumber() {
    for (int i = 0; i < 999; i++) assertThat(pace.applied(i, 100)).isFalse();
    assertThat(pace.applied(999, 100)).isTrue();
    assertThat(pace.applied(1000, 100)).as("asked once").isFalse();

    assertThat(pace.taken(1000, -1)).as("a hundred entries stay").isEqualTo(900);
    assertThat(pace.applied(1001, 100)).isFalse();
  }

  @Test
  void largeEntriesMakeOneDueByTheirBytesAndFewStay() {
    int index = 0;
    while (!pace.applied(index, LARGE)) index++;
    assertThat((long) index * LARGE)
        .isBetween(15 * TUNING.segmentBytes(), 17 * TUNING.segmentBytes());

    long purged = pace.taken(index, -1);
    assertThat((index - purged) * LARGE)
        .isBetween(7 * TUNING.segmentBytes(), 9 * TUNING.segmentBytes());
  }

  @Test
  void whatMayGoNeverGoesBack() {
    pace.startAt(5_000);
    for (int i = 5_001; i < 5_050; i++) {
      assertThat(pace.applied(i, 10)).isFalse();
    }
    assertThat(pace.taken(5_049, 5_000)).isEqualTo(5_000);
  }

  @Test
  void aWitnessKeepsTenTimesAsMuch() {
    SnapshotPace witness = new SnapshotPace(TUNING, MemberRole.WITNESS);
    for (int i = 0; i < 2000; i++) witness.applied(i, 10);

    assertThat(witness.taken(1999, -1)).isEqualTo(999);
  }
}
