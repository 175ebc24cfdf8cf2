// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.twincell.cell.TestCell.PATIENCE;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellClient.ControlTarget;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.MemberInfo.Duty;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.drill.Drill;
import org.twincell.protocol.drill.DrillResult;
import org.twincell.time.SystemTime;

/** Drills on a whole cell in this process. */
@Timeout(600)
class DrillTest {
  private static final String KEY = "a-key-of-sixteen-characters";

  @TempDir Path folder;

  private final List<String> lines = new CopyOnWriteArrayList<>();

  private static Drill.Plan plan(Drill.Kind kind, boolean confirmed) {
    return plan(kind, confirmed, Duration.ofSeconds(6));
  }

  private static Drill.Plan plan(Drill.Kind kind, boolean confirmed, Duration cut) {
    return new Drill.Plan(kind, confirmed, cut, "anna@here");
  }

  private DrillResult drill(CellClient client, Drill.Kind kind) throws InterruptedException {
    return Drill.run(client, plan(kind, true), SystemTime.SYSTEM, lines::add);
  }

  private static Role other(Role role) {
    return role == Role.PRIMARY ? Role.SECONDARY : Role.PRIMARY;
  }

  private static long count(CellClient client, String query) {
    return client.openQuery(ObjectKind.EVENT, query, PATIENCE).count();
  }

  /** Every member hears what it should, so that a drill is not refused. */
  private static Role settled(TestCell cell) {
    Role active = cell.active();
    Awaitility.await("all are heard")
        .atMost(PATIENCE)
        .until(
            () ->
                cell.member(active).info().peers().stream()
                        .filter(peer -> peer.reachable() && peer.lagEntries() >= 0)
                        .count()
                    == 2);
    return active;
  }

  private static void check(DrillResult result, CellClient client) {
    assertThat(result.isClean()).as(result.text() + result.failures()).isTrue();
    assertThat(result.acknowledged()).isPositive();
    assertThat(result.after()).isNotEqualTo(result.before());
    assertThat(
            count(
                client,
                "MC_CELL_DRILL where [ drill_kind: equals '"
                    + result.kind()
                    + "' AND severity: equals OK ]"))
        .isEqualTo(1);
    assertThat(count(client, "EVENT")).as("no canary among the events").isZero();
    assertThat(count(client, "MC_CELL_CANARY where [ status: equals OPEN ]")).isZero();
  }

  @Test
  void aPlannedDrillMovesTheDutyWithoutAFailedCallAndIsRecorded() throws Exception {
    try (TestCell cell = TestCell.ofThree(folder, KEY)) {
      CellClient client = cell.client();
      Role before = settled(cell);

      check(drill(client, Drill.Kind.PLANNED), client);

      assertThat(cell.active()).isEqualTo(other(before));
      List<String> metrics = new CopyOnWriteArrayList<>();
      client.control(ControlTarget.ACTIVE, "metrics", List.of(), metrics::add);
      assertThat(metrics)
          .anyMatch(
              line -> line.startsWith("twincell_drills_total{clean=\"yes\",kind=\"planned\"}"))
          .anyMatch(
              line -> line.startsWith("twincell_drill_longest_gap_seconds{kind=\"planned\"}"));
    }
  }

  @Test
  void aCrashDrillLosesNothingAndLeavesTheMemberDown() throws Exception {
    try (TestCell cell = TestCell.ofThree(folder, KEY)) {
      CellClient client = cell.client();
      Role before = settled(cell);
      Cell halts = cell.member(before);

      check(drill(client, Drill.Kind.CRASH), client);

      assertThat(lines).last().asString().contains("is down until");
      halts.ended().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      cell.start(before);
    }
  }

  @Test
  void aPartitionDrillHealsByItself() throws Exception {
    try (TestCell cell = TestCell.ofThree(folder, KEY)) {
      CellClient client = cell.client();
      Role before = settled(cell);

      // When the witness alone has the newest entries it has to lead first: long enough for that.
      Drill.Plan longer = plan(Drill.Kind.PARTITION, true, Duration.ofSeconds(20));
      DrillResult result = Drill.run(client, longer, SystemTime.SYSTEM, lines::add);
      check(result, client);

      assertThat(cell.member(before).info().duty()).isEqualTo(Duty.STANDBY);
    }
  }

  @Test
  void aCutThatIsTooShortForATakeoverLeavesTheDutyAndTheDrillEnds() throws Exception {
    try (TestCell cell = TestCell.ofThree(folder, KEY)) {
      CellClient client = cell.client();
      Role before = settled(cell);
      Drill.Plan brief = plan(Drill.Kind.PARTITION, true, Duration.ofSeconds(1));

      DrillResult result = Drill.run(client, brief, SystemTime.SYSTEM, lines::add);

      assertThat(result.isClean()).as(result.text()).isTrue();
      assertThat(result.after()).isEqualTo(cell.member(cell.active()).info().address());
      if (cell.active() == before) assertThat(result.after()).isEqualTo(result.before());
    }
  }

  @Test
  void aCutHealsThoughNobodyWaitsForIt() throws Exception {
    try (TestCell cell = TestCell.ofThree(folder, KEY)) {
      Role before = settled(cell);
      try (CellClient client = cell.client()) {
        client.control(ControlTarget.ACTIVE, Drill.WORD, List.of("partition", "8"), lines::add);
      }
      Awaitility.await("the other is active")
          .atMost(PATIENCE)
          .until(() -> cell.active() == other(before));
      CellClient client = cell.client();
      TestCell.send(client, "meanwhile").join();
      Awaitility.await("the one that was cut off has it")
          .atMost(PATIENCE)
          .until(
              () ->
                  cell.member(before).info().events()
                      == cell.member(other(before)).info().events());
    }
  }

  @Test
  void aDrillIsRefusedWhileTheStandbyIsAwayOrTheCellIsPausedOrNobodyConfirmedACrash()
      throws Exception {
    try (TestCell cell = TestCell.ofThree(folder, KEY)) {
      CellClient client = cell.client();
      Role active = settled(cell);
      refused(client, plan(Drill.Kind.CRASH, false), "--yes");

      client.control(ControlTarget.ACTIVE, "pause", List.of(), lines::add);
      refused(client, plan(Drill.Kind.PLANNED, false), "paused");
      client.control(ControlTarget.ACTIVE, "resume", List.of(), lines::add);

      cell.kill(Role.WITNESS);
      Awaitility.await("the witness is lost")
          .atMost(PATIENCE)
          .untilAsserted(() -> refused(client, plan(Drill.Kind.PARTITION, true), "the witness"));
      cell.start(Role.WITNESS);
      settled(cell);

      cell.kill(other(active));
      Awaitility.await("the standby is lost")
          .atMost(PATIENCE)
          .untilAsserted(() -> refused(client, plan(Drill.Kind.PARTITION, true), "is silent"));
      assertThat(cell.member(active).info().duty()).isEqualTo(Duty.ACTIVE);
      assertThat(count(client, "MC_CELL_CANARY")).as("nothing was begun").isZero();
    }
  }

  private void refused(CellClient client, Drill.Plan plan, String why) {
    assertThatThrownBy(
            () ->
                client.control(
                    ControlTarget.ACTIVE,
                    Drill.WORD,
                    List.of("check", plan.kind().name(), plan.confirmed() ? "--yes" : ""),
                    lines::add))
        .hasMessageContaining(why)
        .isInstanceOfSatisfying(
            CellException.class, e -> assertThat(e.error()).isEqualTo(CellError.REFUSED));
  }
}
