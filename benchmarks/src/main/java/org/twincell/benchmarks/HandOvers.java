// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.twincell.benchmarks.BenchmarksMain.Plan;
import org.twincell.harness.LocalSystem;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.protocol.drill.Drill;
import org.twincell.protocol.drill.DrillResult;
import org.twincell.time.TimeSource;

/**
 * The planned hand-over, again and again, by the drill: the longest time without an acknowledged
 * event as clients of the cell see it, and calls that failed.
 */
final class HandOvers {
  private static final long SEED = 1829;

  private final Plan plan;
  private final Report report;
  private final TimeSource time;

  HandOvers(Plan plan, Report report, TimeSource time) {
    this.plan = plan;
    this.report = report;
    this.time = time;
  }

  void run() throws Exception {
    report.title("handover: milliseconds without an acknowledged event in a planned hand-over");
    try (LocalSystem system = new LocalSystem(plan.folder().resolve("handover"), SEED, time)) {
      system.startCell();
      List<DrillResult> results = new ArrayList<>();
      try (CellClient client = system.client()) {
        Drill.Plan drill =
            new Drill.Plan(Drill.Kind.PLANNED, false, Duration.ofSeconds(1), "benchmarks");
        long begin = time.monotonicNanos();
        while (results.size() < plan.kills()) {
          // Who was never active before is slow at it; what comes in this time is not counted.
          boolean warm = time.monotonicNanos() - begin > plan.warmUp().toNanos();
          system.awaitInStep();
          DrillResult result = Drill.run(client, drill, time, line -> {});
          if (warm) results.add(result);
          Role active = LocalSystem.active(client).orElseThrow();
          String which = warm ? "hand-over " + results.size() : "warm-up";
          report.progress(which + " to the " + active + ": " + result.text());
        }
      }
      print(results);
    }
  }

  private void print(List<DrillResult> results) {
    double[] gaps = results.stream().mapToDouble(DrillResult::longestGapMillis).toArray();
    report.row(
        "%nhand-overs %d  min %.0f ms  median %.0f ms  p90 %.0f ms  p99 %.0f ms  worst %.0f ms  acknowledged %d  lost %d  doubled %d  failed calls %d",
        gaps.length,
        Report.quantile(0, gaps),
        Report.median(gaps),
        Report.quantile(0.9, gaps),
        Report.quantile(0.99, gaps),
        Report.quantile(1, gaps),
        results.stream().mapToLong(DrillResult::acknowledged).sum(),
        results.stream().mapToLong(DrillResult::lost).sum(),
        results.stream().mapToLong(DrillResult::doubled).sum(),
        results.stream().mapToLong(DrillResult::failed).sum());
  }
}
