// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.twincell.benchmarks.BenchmarksMain.Plan;
import org.twincell.harness.LocalSystem;
import org.twincell.harness.Senders;
import org.twincell.harness.StoredEvents;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.time.TimeSource;

/**
 * SIGKILL of the active member under load through two gateways, again and again: the longest time
 * without an acknowledged event, as clients see it. Between two kills the member that was started
 * again runs for a while: right after its start it applies the log at a fraction of its speed, and
 * a crash in just those seconds is a case of its own ({@code --settle 0}).
 */
final class Takeover {
  private static final int CALLERS = 4;
  private static final long SEED = 1828;

  private final Plan plan;
  private final Report report;
  private final TimeSource time;

  Takeover(Plan plan, Report report, TimeSource time) {
    this.plan = plan;
    this.report = report;
    this.time = time;
  }

  void run() throws Exception {
    report.title(
        "takeover: seconds without an acknowledged event after "
            + (plan.silence() ? "SIGSTOP" : "SIGKILL")
            + ", profile "
            + plan.profile()
            + ", "
            + CALLERS
            + " callers, "
            + plan.settle().toSeconds()
            + " s in step between kills");
    try (LocalSystem system = new LocalSystem(plan.folder().resolve("takeover"), SEED, time)) {
      system.withMemberParameter("CellDuplicateProfile=" + plan.profile());
      system.startCell();
      system.startGateway(1);
      system.startGateway(2);
      List<Double> gaps = new ArrayList<>();
      try (CellClient client = system.client();
          Senders senders =
              new Senders(
                  "takeover", CALLERS, List.of(system.gatewayUrl(1), system.gatewayUrl(2)), time)) {
        report.progress("warming up for " + plan.warmUp().toSeconds() + " s");
        time.pause(plan.warmUp());
        for (int n = 1; n <= plan.kills(); n++) {
          Role active = LocalSystem.active(client).orElseThrow();
          if (plan.silence()) system.member(active).signal("STOP");
          else system.member(active).kill();
          senders.watchGaps();
          system.await("acknowledged again", () -> senders.acknowledgedSinceWatch() > 8 * CALLERS);
          gaps.add(senders.longestGapSeconds());
          report.progress("kill " + n + " of the " + active + ": " + gaps.get(n - 1) + " s");
          system.member(active).kill();
          system.start(active);
          system.awaitInStep();
          time.pause(plan.settle());
        }
        senders.stop();
        print(gaps, senders, StoredEvents.of(client, "takeover"));
      }
    }
  }

  private void print(List<Double> gaps, Senders senders, StoredEvents stored) {
    double[] all = gaps.stream().mapToDouble(Double::doubleValue).toArray();
    report.row(
        "%ntakeovers %d  min %.2f s  median %.2f s  p90 %.2f s  p99 %.2f s  worst %.2f s  acknowledged %d  lost %d  doubled %d  failed calls %d",
        all.length,
        Report.quantile(0, all),
        Report.median(all),
        Report.quantile(0.9, all),
        Report.quantile(0.99, all),
        Report.quantile(1, all),
        senders.acknowledged().size(),
        stored.lost(senders.acknowledged()).size(),
        stored.doubled().size(),
        senders.failures().size());
  }
}
