// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.drill;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellException;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.ObjectKind;

/**
 * Records a drill that had begun to act and did not come to its end: as an event when the cell
 * takes one, and as a metric of any member that answers. What cannot be recorded is told to who
 * asked; it never hides the failure itself.
 */
final class FailedDrill {
  private static final Logger LOG = LoggerFactory.getLogger(FailedDrill.class);

  /** The step by which a member hears of it; one of a former version does not know it. */
  static final String STEP = "failed";

  /** The cell may have no active member: that is what the drill has shown then. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final CellClient client;
  private final Drill.Plan plan;
  private final Consumer<String> lines;

  FailedDrill(CellClient client, Drill.Plan plan, Consumer<String> lines) {
    this.client = client;
    this.plan = plan;
    this.lines = lines;
  }

  /** Taken once, so that the event and the metric tell the same however long each of them takes. */
  private record Figures(long gapMillis, long acknowledged, long failed) {
    static Figures of(Canaries canaries) {
      return new Figures(
          canaries.longestGapUntilNow().toMillis(), canaries.acknowledged(), canaries.failed());
    }
  }

  void record(String id, Canaries canaries, MemberInfo before, CellException failure) {
    Figures figures = Figures.of(canaries);
    canaries.close();
    try {
      client.submit(event(id, figures, before, failure), PATIENCE).join();
    } catch (CompletionException | CellException e) {
      LOG.debug("the event was not taken", e);
      lines.accept("the failure of the drill is no event of the cell: nobody took it in time");
    }
    try {
      tell(figures);
    } catch (CellException e) {
      LOG.debug("the metric was not taken", e);
      lines.accept("the failure of the drill is in no metric: " + e.getMessage());
    }
  }

  private CellCommand event(String id, Figures figures, MemberInfo before, CellException failure) {
    Map<String, RawValue> slots = new LinkedHashMap<>();
    slots.put("drill_kind", RawValue.text(plan.kind().name()));
    slots.put("mc_parameter", RawValue.text(id));
    slots.put("longest_gap_millis", Drill.number(figures.gapMillis()));
    slots.put("canaries_acknowledged", Drill.number(figures.acknowledged()));
    slots.put("canaries_failed", Drill.number(figures.failed()));
    slots.put("active_before", RawValue.text(before.address()));
    slots.put("severity", RawValue.text("CRITICAL"));
    slots.put("msg", RawValue.text("drill " + plan.word() + ": " + failure.getMessage()));
    return new CellCommand.NewObject(
        new CellCommand.Origin(UUID.randomUUID().toString(), plan.sender(), ""),
        ObjectKind.EVENT,
        new RawInstance("MC_CELL_DRILL", slots),
        id);
  }

  private void tell(Figures figures) {
    Optional<MemberInfo> hears =
        client.status(Drill.STATUS_LIMIT).stream()
            .filter(MemberInfo::reachable)
            .max(
                Comparator.comparing((MemberInfo it) -> it.duty() == MemberInfo.Duty.ACTIVE)
                    .thenComparing(it -> it.role() != MemberInfo.Role.WITNESS));
    if (hears.isEmpty()) {
      lines.accept("the failure of the drill is in no metric: no member answers");
      return;
    }
    List<String> step =
        List.of(
            STEP,
            plan.word(),
            "" + figures.gapMillis(),
            "" + figures.acknowledged(),
            "" + figures.failed());
    client.control(Drill.target(hears.get()), Drill.WORD, step, line -> {});
  }
}
