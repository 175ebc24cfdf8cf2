// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code -Dmerge.seeds=N -Dmerge.first=S} plays others, {@code ./twincell simulate --play merge} as
 * many as wanted; a failure names its seed.
 */
@Timeout(3600)
class SimulatedMergeTest {
  private static final long SEEDS = Long.getLong("merge.seeds", 100);
  private static final long FIRST = Long.getLong("merge.first", 1);

  @TempDir Path folder;

  @Test
  void whatEitherSideAcknowledgedIsThereOnceHoweverTheMergeWent() {
    long merged = 0;
    long conflicts = 0;
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      SimulatedMerge.Result result = SimulatedMerge.play(seed, folder.resolve("seed-" + seed));
      assertThat(result.problems()).as(result::report).isEmpty();
      merged += result.merged();
      conflicts += result.conflicts();
    }
    assertThat(merged).as("objects that were taken over").isPositive();
    assertThat(conflicts).as("values that lost").isPositive();
  }
}
