// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.twincell.benchmarks.BenchmarksMain.Plan;
import org.twincell.client.ClientSettings;
import org.twincell.client.EventBatch;
import org.twincell.client.ImpactClient;
import org.twincell.harness.LocalSystem;
import org.twincell.protocol.CellClient;
import org.twincell.time.TimeSource;

/**
 * The cost of fetching 100 new events through the SDK and a gateway, in a small store and in a
 * large one whose other events this client has acknowledged.
 */
final class FetchNew {
  private static final int NEW = 100;
  private static final int SMALL = 1_000;
  private static final int FETCHES = 40;
  private static final long SEED = 1859;

  private final Plan plan;
  private final Report report;
  private final TimeSource time;
  private long sent;

  FetchNew(Plan plan, Report report, TimeSource time) {
    this.plan = plan;
    this.report = report;
    this.time = time;
  }

  void run() throws Exception {
    report.title("fetch-new: milliseconds to fetch " + NEW + " new events");
    try (LocalSystem system = new LocalSystem(plan.folder().resolve("fetch"), SEED, time)) {
      system.startCell();
      system.startGateway(1);
      try (CellClient cell = system.client();
          ImpactClient sdk =
              ImpactClient.connect(
                  ClientSettings.builder(system.gatewayUrl(1))
                      .cell(LocalSystem.CELL)
                      .clientName("bench")
                      .patience(Duration.ofMinutes(5))
                      .parallelAcknowledgements(64)
                      .build())) {
        CellLoad load = new CellLoad(cell, "fetch");
        warmUp(load, sdk);
        double small = grow(load, sdk, SMALL);
        double large = grow(load, sdk, plan.events());
        report.row(
            "%nfetchNew of %d among %,d: %.1f ms   among %,d: %.1f ms   ratio %.2f",
            NEW, SMALL, small, plan.events(), large, large / small);
      }
    }
  }

  /** Fetches the same events again and again until the programs have come to rest. */
  private void warmUp(CellLoad load, ImpactClient sdk) throws InterruptedException {
    report.progress("warming up for " + plan.warmUp().toSeconds() + " s");
    load.fill(sent, sent + NEW, NEW);
    sent += NEW;
    long end = time.monotonicNanos() + plan.warmUp().toNanos();
    while (time.monotonicNanos() < end) sdk.fetchNew(NEW);
    sdk.acknowledge(sdk.fetchNew(NEW));
  }

  /** Brings the store to a size, all but the newest acknowledged, and measures. */
  private double grow(CellLoad load, ImpactClient sdk, long size) throws InterruptedException {
    while (sent < size) {
      long to = Math.min(size, sent + 50_000);
      load.fill(sent, to, 512, "bench");
      sent = to;
      report.progress("stored and acknowledged " + sent);
    }
    List<Double> millis = new ArrayList<>();
    for (int n = 0; n < FETCHES; n++) millis.add(fetch(load, sdk));
    // The first half warms up what the larger store has not touched yet.
    return Report.median(
        millis.subList(FETCHES / 2, FETCHES).stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The milliseconds that new events take to come; they are acknowledged afterwards. */
  private double fetch(CellLoad load, ImpactClient sdk) throws InterruptedException {
    load.fill(sent, sent + NEW, NEW);
    sent += NEW;
    long before = time.monotonicNanos();
    EventBatch batch = sdk.fetchNew(NEW);
    double millis = (time.monotonicNanos() - before) / 1e6;
    if (batch.size() != NEW) {
      throw new IllegalStateException(batch.size() + " events are new, not " + NEW);
    }
    sdk.acknowledge(batch);
    return millis;
  }
}
