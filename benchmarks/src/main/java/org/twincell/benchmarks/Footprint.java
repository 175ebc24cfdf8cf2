// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.benchmarks;

import java.io.IOException;
import org.twincell.benchmarks.BenchmarksMain.Plan;
import org.twincell.harness.LocalSystem;
import org.twincell.processes.Program;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.time.TimeSource;

/** Resident memory of each process at rest and with a large store, and how long starting takes. */
final class Footprint {
  private static final long SEED = 3084;

  private final Plan plan;
  private final Report report;
  private final TimeSource time;

  Footprint(Plan plan, Report report, TimeSource time) {
    this.plan = plan;
    this.report = report;
    this.time = time;
  }

  void run() throws Exception {
    report.title("footprint: resident MiB, seconds to start");
    try (LocalSystem system = new LocalSystem(plan.folder().resolve("footprint"), SEED, time)) {
      long start = time.monotonicNanos();
      system.startCell();
      double cellSeconds = (time.monotonicNanos() - start) / 1e9;
      start = time.monotonicNanos();
      system.startGateway(1);
      double gatewaySeconds = (time.monotonicNanos() - start) / 1e9;
      report.row(
          "%ncell of three members in step after %.1f s, gateway ready after %.1f s",
          cellSeconds, gatewaySeconds);
      memory("at rest", system);
      try (CellClient client = system.client()) {
        CellLoad load = new CellLoad(client, "footprint");
        for (long n = 0; n < plan.events(); n += 50_000) {
          load.fill(n, Math.min(plan.events(), n + 50_000), 1024);
          report.progress("stored " + (n + 50_000));
        }
      }
      system.awaitInStep();
      memory("with " + plan.events() + " events", system);
      restart(system);
    }
  }

  private void memory(String when, LocalSystem system) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Program program : system.running()) {
      text.append(program.name()).append(' ').append(program.residentMebibytes()).append("  ");
    }
    report.row("MiB %s: %s", when, text);
  }

  private void restart(LocalSystem system) throws Exception {
    Role role = Role.SECONDARY;
    system.member(role).kill();
    long start = time.monotonicNanos();
    system.start(role);
    system.awaitInStep();
    report.row(
        "secondary in step again %.1f s after SIGKILL and start",
        (time.monotonicNanos() - start) / 1e9);
  }
}
