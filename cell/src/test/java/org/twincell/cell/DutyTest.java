// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.twincell.cell.TestCell.PATIENCE;
import static org.twincell.cell.TestCell.send;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellClient.ControlTarget;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.MemberInfo.Duty;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.protocol.MemberInfo.Signal;
import org.twincell.protocol.ObjectKind;

/** How the duty moves, what is told of it, and what a pause means. */
@Timeout(600)
class DutyTest {
  private static final String KEY = "a-key-of-sixteen-characters";

  @TempDir Path folder;

  private static Role other(Role role) {
    return role == Role.PRIMARY ? Role.SECONDARY : Role.PRIMARY;
  }

  private static long count(CellClient client, String query) {
    return client.openQuery(ObjectKind.EVENT, query, PATIENCE).count();
  }

  private static void until(String what, java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await(what).atMost(PATIENCE).until(condition);
  }

  private static Signal signal(Cell watcher, Role peer) {
    return watcher.info().peers().stream()
        .filter(each -> each.role() == peer)
        .map(MemberInfo.Peer::signal)
        .findFirst()
        .orElse(Signal.UNKNOWN);
  }

  /** Sends one event after the other until it is stopped; a call that fails ends it. */
  private static final class Load {
    private final AtomicBoolean done = new AtomicBoolean();
    private final CompletableFuture<Integer> sent;

    Load(CellClient client) {
      sent =
          CompletableFuture.supplyAsync(
              () -> {
                int number = 0;
                while (!done.get()) send(client, "load" + number++).join();
                return number;
              });
    }

    int stop() throws Exception {
      done.set(true);
      return sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void thePrimaryGetsTheDutyBackUnderLoadWithoutAFailedCall() throws Exception {
    try (TestCell cell = TestCell.ofThree(folder, KEY, "CellDuplicateAutoSwitchBack=Yes")) {
      CellClient client = cell.client();
      until("the primary is active", () -> cell.active() == Role.PRIMARY);
      Load load = new Load(client);
      cell.kill(Role.PRIMARY);
      until("the secondary is active", () -> cell.active() == Role.SECONDARY);

      cell.start(Role.PRIMARY, "CellDuplicateAutoSwitchBack=Yes");

      until("the primary is active again", () -> cell.active() == Role.PRIMARY);
      int sent = load.stop();
      assertThat(count(client, "EVENT")).isEqualTo(sent);
      until("told", () -> count(client, "MC_CELL_SWITCH_BACK") > 0);
      assertThat(cell.member(Role.PRIMARY).info().reason()).startsWith("switch-back: ");
    }
  }

  @Test
  void withoutSwitchBackTheDutyStaysWhereItIs() throws Exception {
    try (TestCell cell = TestCell.ofThree(folder, KEY)) {
      CellClient client = cell.client();
      Role first = cell.active();
      cell.kill(first);
      until("the other is active", () -> cell.active() == other(first));
      String reason = cell.member(other(first)).info().reason();
      assertThat(reason).startsWith("takeover: ").contains("is lost");

      Cell back = cell.start(first);

      until("it is in step", () -> back.info().events() >= 0 && back.info().term() > 0);
      until("it is heard", () -> signal(cell.member(other(first)), first) == Signal.LIVE);
      assertThat(cell.active()).isEqualTo(other(first));
      assertThat(send(client, "e1").join().durable()).isTrue();
    }
  }

  @Test
  void aHandOverIsToldWithItsReasonOnBothSides() throws Exception {
    try (TestCell cell = TestCell.ofThree(folder, KEY)) {
      CellClient client = cell.client();
      Role before = cell.active();
      client.control(ControlTarget.ACTIVE, "standby", List.of(), line -> {});
      until("the other is active", () -> cell.active() == other(before));

      assertThat(cell.member(other(before)).info().reason())
          .startsWith("handed over by ")
          .contains("mcontrol standby");
      until(
          "the former one says where the duty went",
          () -> cell.member(before).info().reason().contains("mcontrol standby"));
      until(
          "the event says so",
          () -> count(client, "MC_CELL_TAKEOVER where [ severity: equals INFO ]") == 1);
    }
  }

  @Test
  void aLostMemberIsDeadAndThenLiveAgain() throws Exception {
    try (TestCell cell = TestCell.ofThree(folder, KEY)) {
      CellClient client = cell.client();
      Role active = cell.active();
      Role standby = other(active);
      until("it is live", () -> signal(cell.member(active), standby) == Signal.LIVE);

      cell.kill(standby);
      until("it is dead", () -> signal(cell.member(active), standby) == Signal.DEAD);
      until("told", () -> count(client, "MC_CELL_MEMBER_LOST") >= 1);

      cell.start(standby);
      until("it is live again", () -> signal(cell.member(active), standby) == Signal.LIVE);
      until("told", () -> count(client, "MC_CELL_MEMBER_BACK") >= 1);
      assertThat(cell.member(active).info().peers())
          .extracting(MemberInfo.Peer::lagMillis)
          .allMatch(millis -> millis >= 0);
    }
  }

  @Test
  void aMemberThatEndsInGoodOrderIsClosedAndNeverDead() throws Exception {
    try (TestCell cell = TestCell.ofThree(folder, KEY, "SignalTimeOut=6")) {
      CellClient client = cell.client();
      Role active = cell.active();
      Role standby = other(active);
      until("it is live", () -> signal(cell.member(active), standby) == Signal.LIVE);

      Cell leaving = cell.member(standby);
      leaving.requestStop("maintenance");
      leaving.ended().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      cell.kill(standby);

      until("it is closed", () -> signal(cell.member(active), standby) == Signal.CLOSE);
      until("told", () -> count(client, "MC_CELL_STOP") == 1);
      until(
          "silent for longer than the time-out",
          () ->
              cell.member(active).info().peers().stream()
                  .anyMatch(peer -> peer.role() == standby && peer.silentMillis() > 7000));
      assertThat(signal(cell.member(active), standby)).isEqualTo(Signal.CLOSE);
      assertThat(count(client, "MC_CELL_MEMBER_LOST")).isZero();
    }
  }

  @Test
  void theActiveMemberThatEndsGivesTheDutyWithTheReasonAndIsClosed() throws Exception {
    try (TestCell cell = TestCell.ofThree(folder, KEY)) {
      CellClient client = cell.client();
      Role active = cell.active();
      Role standby = other(active);
      Cell leaving = cell.member(active);
      leaving.requestStop("maintenance");
      leaving.ended().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      cell.kill(active);

      until("the other is active", () -> cell.active() == standby);
      assertThat(cell.member(standby).info().reason()).contains("it stops: maintenance");
      until("it is closed", () -> signal(cell.member(standby), active) == Signal.CLOSE);
      assertThat(count(client, "MC_CELL_STOP")).isEqualTo(1);
    }
  }

  @Test
  void aPauseSurvivesATakeoverAndARestart() throws Exception {
    try (TestCell cell = TestCell.ofThree(folder, KEY)) {
      CellClient client = cell.client();
      send(client, "before").join();
      Role first = cell.active();
      client.control(ControlTarget.ACTIVE, "pause", List.of(), line -> {});
      until("the standby knows", () -> cell.member(other(first)).info().paused());

      cell.kill(first);
      until("the other is active", () -> cell.active() == other(first));
      assertThat(cell.member(other(first)).info().paused()).isTrue();
      assertThatThrownBy(() -> client.submit(TestCell.event("no"), Duration.ofMillis(300)).join())
          .hasMessageContaining("admits no events");
      assertThat(count(client, "EVENT")).as("queries go on").isEqualTo(1);
      Cell back = cell.start(first);
      until("it knows after its restart", () -> back.info().paused());

      client.control(ControlTarget.ACTIVE, "resume", List.of(), line -> {});
      assertThat(send(client, "after").join().durable()).isTrue();
      until("everybody knows", () -> !back.info().paused());
      until("told", () -> count(client, "MC_CELL_PAUSED") == 1);
      until("told", () -> count(client, "MC_CELL_RESUMED") == 1);
    }
  }

  @Test
  void aStandbyRefusesWhatOnlyTheActiveMemberCanDoAndNamesIt() throws Exception {
    try (TestCell cell = TestCell.ofThree(folder, KEY)) {
      CellClient client = cell.client();
      Role active = cell.active();
      ControlTarget standby =
          active == Role.PRIMARY ? ControlTarget.SECONDARY : ControlTarget.PRIMARY;
      String activeAddress = cell.member(active).info().address();
      for (String word : List.of("pause", "resume", "standby")) {
        assertThatThrownBy(() -> client.control(standby, word, List.of(), line -> {}))
            .as(word)
            .hasMessageContaining(activeAddress)
            .isInstanceOfSatisfying(
                CellException.class, e -> assertThat(e.error()).isEqualTo(CellError.REFUSED));
      }
    }
  }

  @Test
  void theActiveMemberKeepsTheDutyWhileTheOtherIsAwayEvenByForce() throws Exception {
    try (TestCell cell = TestCell.ofThree(folder, KEY)) {
      CellClient client = cell.client();
      Role active = cell.active();
      cell.kill(other(active));
      until(
          "it is lost",
          () ->
              cell.member(active).info().peers().stream()
                  .anyMatch(peer -> peer.role() == other(active) && !peer.reachable()));
      for (List<String> arguments : List.of(List.<String>of(), List.of("--force"))) {
        assertThatThrownBy(
                () -> client.control(ControlTarget.ACTIVE, "standby", arguments, line -> {}))
            .hasMessageContaining("is not in step")
            .hasMessageContaining("silent");
      }
      assertThat(cell.member(active).info().duty()).isEqualTo(Duty.ACTIVE);
    }
  }
}
