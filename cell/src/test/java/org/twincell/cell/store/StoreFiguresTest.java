// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.twincell.cell.store.wire.Item;
import org.twincell.cell.store.wire.TidyUp;
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.RowPage;

/**
 * Prints what the store achieves; run by hand on a quiet machine with {@code -Dfigures=1000000}
 * (the number of events) and {@code -Dsurefire.argLine="-Xmx1g -Dfigures=1000000"}.
 */
@EnabledIfSystemProperty(named = "figures", matches = "\\d+")
class StoreFiguresTest {
  private static final int BATCH = 50;
  private static final String NEW_FOR_X = "EVENT where [NOT client_ack: list_contains 'X']";
  private static final String TEXT = "a line of a log file, as long as they are ".repeat(20);

  @TempDir Path folder;

  @Test
  void fetchingNewEventsCostsWhatIsNew() {
    int events = Integer.getInteger("figures");
    double small = fetchMicros("small", 1000, true);
    double large = fetchMicros("large", events, true);
    say("new ones scattered: %.0f us", fetchMicros("scattered", events, false));
    say(
        "fetch 100 new: %.0f us of 1,000, %.0f us of %,d: factor %.2f",
        small, large, events, large / small);
    assertThat(large / small).isLessThan(1.5);
  }

  private double fetchMicros(String name, int events, boolean atTheEnd) {
    EventStore store = EventStore.open(folder.resolve(name), StoreSettings.DEFAULTS);
    try (TestStore test = TestStore.of(store)) {
      load(test, events, atTheEnd);
      double[] micros = new double[400];
      for (int i = 0; i < micros.length; i++) {
        long start = cpuNanos();
        OpenedQuery opened = test.open(NEW_FOR_X);
        RowPage page =
            test.page(NEW_FOR_X, opened.commitIndex(), 0, 100, "mc_ueid", "msg", "client_ack");
        micros[i] = (cpuNanos() - start) / 1e3;
        assertThat(opened.count()).isEqualTo(100);
        assertThat(page.rows()).hasSize(100);
      }
      Arrays.sort(micros);
      double median = micros[micros.length / 2];
      if (events > 1000 && atTheEnd) pages(test, events);
      return median;
    }
  }

  private void load(TestStore test, int events, boolean atTheEnd) {
    long start = cpuNanos();
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      boolean isNew = atTheEnd ? i >= events - 100 : i % (events / 100) == 7;
      test.now += 1;
      items.add(
          TestStore.item(
              test.event(
                  "EVENT",
                  "e" + i,
                  "msg",
                  TEXT,
                  "mc_host",
                  "host" + i % 100,
                  "severity",
                  "MAJOR",
                  "client_ack",
                  isNew ? "[]" : "[X]")));
      if (items.size() == BATCH || i == events - 1) {
        test.apply(items.toArray(new Item[0]));
        test.log.clear();
        items.clear();
      }
    }
    double seconds = (cpuNanos() - start) / 1e9;
    say("%,d events in entries of %d: %,.0f/s", events, BATCH, events / seconds);
  }

  private void pages(TestStore test, int events) {
    String query = "EVENT where [severity: == MAJOR]";
    long c = test.open("EVENT").commitIndex();
    page(test, "page of 200 as of now", query, c, events / 2);
    List<Item> changes = new ArrayList<>();
    long start = cpuNanos();
    for (int i = 0; i < 20_000; i++) {
      changes.add(TestStore.item(test.modify("e" + i * (events / 20_000), "status", "ACK")));
      if (changes.size() == BATCH) {
        test.apply(changes.toArray(new Item[0]));
        changes.clear();
      }
    }
    say(
        "20,000 modifications in entries of %d: %,.0f/s",
        BATCH, 20_000 / ((cpuNanos() - start) / 1e9));
    page(test, "the same page after 20,000 modifications", query, c, events / 2);
    start = cpuNanos();
    for (int i = 0; i < 20_000; i++) {
      changes.add(TestStore.item(test.modify((long) i + 1, "client_ack", "[X,Y]")));
      if (changes.size() == BATCH) {
        test.apply(changes.toArray(new Item[0]));
        changes.clear();
      }
    }
    say("20,000 acknowledgements in order: %,.0f/s", 20_000 / ((cpuNanos() - start) / 1e9));
    start = cpuNanos();
    long count = test.open(query).count();
    say("a scan of %,d rows: %.2f s", count, (cpuNanos() - start) / 1e9);
    start = cpuNanos();
    test.open("status: == ACK");
    say("20,000 rows by status: %.0f ms", (cpuNanos() - start) / 1e6);
  }

  private void page(TestStore test, String name, String query, long c, long after) {
    double[] micros = new double[100];
    for (int i = 0; i < micros.length; i++) {
      long start = cpuNanos();
      assertThat(test.page(query, c, after + i, 200).rows()).hasSize(200);
      micros[i] = (cpuNanos() - start) / 1e3;
    }
    Arrays.sort(micros);
    say("%s: %.0f us", name, micros[50]);
  }

  @Test
  void rememberingCommandsCostsLittle() throws Exception {
    int commands = Integer.getInteger("figures");
    Path home = folder.resolve("commands");
    try (TestStore test = TestStore.of(EventStore.open(home, StoreSettings.DEFAULTS))) {
      for (int i = 0; i < 1000; i++) test.done(test.event("EVENT", "e" + i));
      List<Item> items = new ArrayList<>();
      long start = cpuNanos();
      for (int i = 0; i < commands; i++) {
        items.add(TestStore.item(test.modify("e" + i % 1000, "msg", "m" + i)));
        if (items.size() < BATCH) continue;
        if (i % 5000 == 4999) items.add(forget(1, commands));
        test.apply(items.toArray(new Item[0]));
        test.log.clear();
        items.clear();
      }
      say("%,d modifications: %.1f us each", commands, (cpuNanos() - start) / 1e3 / commands);
      start = cpuNanos();
      double longest = 0;
      while (test.store.counts().commands() > commands / 2) {
        long began = cpuNanos();
        test.apply(forget(1, commands / 2));
        longest = Math.max(longest, (cpuNanos() - began) / 1e6);
      }
      say(
          "forgetting half of them: %.1f us each, at most %.0f ms at once",
          (cpuNanos() - start) / 1e3 / (commands - test.store.counts().commands()), longest);
      say("remembered on the disk: %.1f bytes each", bytesOnDisk(test));
    }
  }

  private double bytesOnDisk(TestStore test) throws Exception {
    Path copy = test.store.checkpoint(folder.resolve("copy"));
    List<ColumnFamilyDescriptor> families =
        Arrays.stream(Family.values()).map(f -> new ColumnFamilyDescriptor(f.id())).toList();
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (RocksDB db = RocksDB.open(copy.toString(), families, handles)) {
      ColumnFamilyHandle memory = handles.get(Family.COMMANDS.ordinal());
      db.compactRange(memory);
      double bytes = db.getLongProperty(memory, "rocksdb.total-sst-files-size");
      handles.forEach(ColumnFamilyHandle::close);
      return bytes / test.store.counts().commands();
    }
  }

  private static Item forget(long historyRows, long commands) {
    return Item.newBuilder()
        .setTidyUp(TidyUp.newBuilder().setHistoryLimitRows(historyRows).setCommandLimit(commands))
        .build();
  }

  /** Of this thread, so that other work on the machine counts little. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void say(String format, Object... arguments) {
    System.out.println("FIGURE " + String.format(Locale.ROOT, format, arguments));
  }
}
