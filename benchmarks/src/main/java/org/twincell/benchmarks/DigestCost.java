// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.twincell.benchmarks.BenchmarksMain.Plan;
import org.twincell.cell.store.EntryMaker;
import org.twincell.cell.store.EventStore;
import org.twincell.cell.store.StoreCare;
import org.twincell.cell.store.StoreSettings;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.codec.CommandCodec;
import org.twincell.protocol.wire.Command;
import org.twincell.time.TimeSource;

/**
 * What comparing stores costs: the processor time of applying an event with and without marks, in
 * alternating rounds, and how fast a store is read from the disk. One process, no network.
 */
final class DigestCost {
  private static final int BATCH = 50;
  private static final int ROUND_ENTRIES = 400;
  private static final String TEXT = "a line of a log file, as long as they are ".repeat(20);

  private final Plan plan;
  private final Report report;
  private final TimeSource time;
  private long index;
  private long events;

  DigestCost(Plan plan, Report report, TimeSource time) {
    this.plan = plan;
    this.report = report;
    this.time = time;
  }

  void run() throws IOException {
    report.title("digest: processor time of applying, rate of reading the disk");
    Path folder = plan.folder().resolve("digest");
    try (EventStore store = EventStore.open(folder, StoreSettings.DEFAULTS)) {
      EntryMaker plain = maker(store, Duration.ZERO);
      EntryMaker marking = maker(store, Duration.ofNanos(1));
      plain.opening().ifPresent(entry -> store.apply(1, ++index, entry));
      report.row("microseconds of processor time per event, entries of %d:", BATCH);
      List<Double> without = new ArrayList<>();
      List<Double> with = new ArrayList<>();
      while (events < plan.events()) {
        double first = micros(store, plain);
        double second = micros(store, marking);
        if (events <= 4L * ROUND_ENTRIES * BATCH) continue; // Warming up.
        without.add(first);
        with.add(second);
      }
      double plainMicros = median(without);
      double markMicros = median(with);
      report.row(
          "no marks %.2f, a mark at every entry %.2f: ratio %.3f",
          plainMicros, markMicros, markMicros / plainMicros);
      read(store);
    }
  }

  private EntryMaker maker(EventStore store, Duration markEvery) {
    return new EntryMaker(
        store,
        "Alphonse",
        StoreSettings.Retention.DEFAULTS,
        StoreSettings.CleanUp.NEVER,
        markEvery,
        () -> false,
        time);
  }

  private double micros(EventStore store, EntryMaker maker) {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < ROUND_ENTRIES; i++) entries.add(maker.entry(commands()));
    long start = cpuNanos();
    for (byte[] entry : entries) store.apply(1, ++index, entry);
    return (cpuNanos() - start) / 1e3 / ROUND_ENTRIES / BATCH;
  }

  private List<Command> commands() {
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      String id = "e" + events++;
      Map<String, RawValue> slots =
          Map.of(
              "msg", RawValue.text(TEXT),
              "mc_host", RawValue.text("host" + events % 100),
              "severity", RawValue.text("MAJOR"));
      commands.add(
          CommandCodec.toWire(
              new CellCommand.NewObject(
                  new CellCommand.Origin("c" + id, "bench@here", ""),
                  ObjectKind.EVENT,
                  new RawInstance("EVENT", slots),
                  id)));
    }
    return commands;
  }

  private void read(EventStore store) throws IOException {
    long cpu = cpuNanos();
    long start = time.monotonicNanos();
    Optional<StoreCare.ScrubReport> end = Optional.empty();
    while (end.isEmpty()) end = store.care().scrub(Long.MAX_VALUE / 2);
    double seconds = (time.monotonicNanos() - start) / 1e9;
    report.row(
        "%,d events read from the disk, %,d keys, %,.0f MiB: %.1f s, %.0f MiB/s, %.1f s of processor"
            + " time; %s",
        events,
        end.get().keys(),
        end.get().bytes() / 1048576.0,
        seconds,
        end.get().bytes() / 1048576.0 / seconds,
        (cpuNanos() - cpu) / 1e9,
        end.get().found().state());
  }

  private static double median(List<Double> values) {
    return Report.median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Of this thread, so that other work on the machine counts little. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
