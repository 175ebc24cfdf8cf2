// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.cell.store.wire.Item;
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.RowPage;

/** Every entry sets all events to one message: a reader that sees two has seen half an entry. */
class ReadersBesideTheLogTest {
  private static final int EVENTS = 8;
  private static final int ENTRIES = 300;

  @TempDir Path folder;

  @Test
  void aReaderSeesWholeEntriesOnlyWhateverIsAppliedMeanwhile() throws Exception {
    try (TestStore test = TestStore.open(folder.resolve("store"))) {
      for (int i = 0; i < EVENTS; i++) test.done(test.event("EVENT", "e" + i, "msg", "0"));
      runReaders(test, () -> change(test));
      test.requireConsistent();
    }
  }

  @Test
  void aReaderIsNotDisturbedByAReplacementOfTheStore() throws Exception {
    try (TestStore test = TestStore.open(folder.resolve("store"))) {
      for (int i = 0; i < EVENTS; i++) test.done(test.event("EVENT", "e" + i, "msg", "0"));
      Path copy = test.store.checkpoint(folder.resolve("copy"));
      runReaders(
          test,
          () -> {
            for (int i = 0; i < 5; i++) install(test, copy);
          });
    }
  }

  private static void install(TestStore test, Path copy) {
    try {
      test.store.installFrom(copy, 1, 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void change(TestStore test) {
    for (int n = 1; n <= ENTRIES; n++) {
      List<Item> items = new ArrayList<>();
      for (int i = 0; i < EVENTS; i++)
        items.add(TestStore.item(test.modify("e" + i, "msg", "" + n)));
      test.apply(items.toArray(new Item[0]));
    }
  }

  private static void runReaders(TestStore test, Runnable work) throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService readers = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> seen = new ArrayList<>();
      for (int i = 0; i < 2; i++) seen.add(readers.submit(() -> read(test, stop)));
      work.run();
      stop.set(true);
      for (Future<Integer> reader : seen) assertThat(reader.get()).isPositive();
    } finally {
      stop.set(true);
      readers.shutdownNow();
    }
  }

  private static int read(TestStore test, AtomicBoolean stop) {
    int pages = 0;
    do {
      OpenedQuery opened = test.open("EVENT");
      Set<String> messages = new HashSet<>();
      long after = 0;
      for (int i = 0; i < EVENTS / 4; i++) {
        RowPage page = test.page("EVENT", opened.commitIndex(), after, 4, "msg");
        page.rows().forEach(row -> messages.add(TestStore.text(row, "msg")));
        after = page.lastHandle();
      }
      assertThat(messages).as("at %d", opened.commitIndex()).hasSize(1);
      pages++;
    } while (!stop.get());
    return pages;
  }
}
