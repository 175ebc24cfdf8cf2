// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksIterator;
import org.twincell.cell.store.RunPage.Run;

class RunPagesTest {
  private static final int EVENTS = 1_000;
  private static final String NEW_FOR_X = "EVENT where [NOT client_ack: list_contains 'X']";

  @TempDir Path folder;

  @Test
  void acknowledgingOutOfOrderRewritesPagesAndNeedsNoKeyForEveryRun() throws Exception {
    try (TestStore test = TestStore.open(folder)) {
      for (int n = 0; n < EVENTS; n++) test.done(test.event("EVENT", "e" + n));
      for (int n = 0; n < EVENTS; n += 2) test.done(test.modify("e" + n, "client_ack", "[X]"));
      assertThat(pages(test)).isBetween(1L, 2L * EVENTS / RunPage.LIMIT_RUNS);
      assertThat(test.open(NEW_FOR_X).count()).isEqualTo(EVENTS / 2);
      for (int n = EVENTS - 1; n > 0; n -= 2) test.done(test.modify("e" + n, "client_ack", "[X]"));
      assertThat(pages(test)).as("X and anybody have one run each").isEqualTo(2);
      assertThat(test.open(NEW_FOR_X).count()).isZero();
      test.requireConsistent();
    }
  }

  private static long pages(TestStore test) {
    long count = 0;
    try (ReadView view = test.store.view();
        RocksIterator at = view.iterator(Family.INDEX)) {
      for (at.seek(new byte[] {'a'}); at.isValid() && at.key()[0] == 'a'; at.next()) count++;
    }
    return count;
  }

  @Test
  void aPageReadsAsItWasWritten() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      List<Run> runs = new ArrayList<>();
      long at = random.nextInt(3);
      long start = at;
      for (int n = random.nextInt(RunPage.LIMIT_RUNS); n >= 0; n--) {
        long first = at + (random.nextBoolean() ? 0 : random.nextLong(1L << 40));
        long last = first + random.nextLong(1L << random.nextInt(1, 20));
        runs.add(new Run(first, last));
        at = last + 2;
      }
      RunPage page = new RunPage(start, runs);
      assertThat(RunPage.read(start, page.bytes())).isEqualTo(page);
    }
  }

  @Test
  void theRunsNextToAHandleAreFound() {
    RunPage page = new RunPage(10, List.of(new Run(12, 14), new Run(20, 20)));
    assertThat(page.atOrBefore(11)).isNull();
    assertThat(page.after(11)).isEqualTo(new Run(12, 14));
    assertThat(page.atOrBefore(12)).isEqualTo(new Run(12, 14));
    assertThat(page.atOrBefore(19)).isEqualTo(new Run(12, 14));
    assertThat(page.after(19)).isEqualTo(new Run(20, 20));
    assertThat(page.after(20)).isNull();
  }

  @Test
  void aPageThatIsTooLargeIsSplitWithoutLosingARun() {
    List<Run> runs = new ArrayList<>();
    for (int n = 0; n <= RunPage.LIMIT_RUNS; n++) runs.add(new Run(10L * n, 10L * n + 3));
    RunPage whole = new RunPage(0, runs);
    List<RunPage> halves = whole.split();
    assertThat(halves).hasSize(2);
    List<Run> both = new ArrayList<>(halves.get(0).runs());
    both.addAll(halves.get(1).runs());
    assertThat(both).isEqualTo(runs);
    assertThat(halves.get(1).start()).isEqualTo(halves.get(1).runs().get(0).first());
    assertThat(whole.without(runs.get(3)).split()).hasSize(1);
  }
}
