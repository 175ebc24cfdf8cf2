// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.twincell.cell.TestCell.PATIENCE;
import static org.twincell.cell.TestCell.send;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellClient.ControlTarget;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.MemberInfo.Duty;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.protocol.ObjectKind;

/** Three real members whose duty only the operator moves. */
@Timeout(600)
class ManualModeTest {
  private static final String KEY = "a-key-of-sixteen-characters";

  @TempDir Path folder;
  private TestCell cell;

  @BeforeEach
  void prepare() throws Exception {
    cell = TestCell.threeWith(folder, KEY, "CellDuplicateAutoFailOver=No");
  }

  @AfterEach
  void end() {
    cell.close();
  }

  private Role startAll() {
    cell.start(Role.PRIMARY);
    cell.start(Role.SECONDARY);
    cell.start(Role.WITNESS);
    return cell.active();
  }

  private static Role other(Role role) {
    return role == Role.PRIMARY ? Role.SECONDARY : Role.PRIMARY;
  }

  private static ControlTarget at(Role role) {
    return role == Role.PRIMARY ? ControlTarget.PRIMARY : ControlTarget.SECONDARY;
  }

  private void awaitWaiting(Role role) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> cell.member(role).info().reason().contains("waits for mcontrol active"));
  }

  @Test
  void membersThatAreSetOtherwiseNameTheDifferenceInTheirStatus() {
    cell.start(Role.PRIMARY);
    cell.start(Role.SECONDARY, "CellDuplicateAutoFailOver=Yes");
    cell.start(Role.WITNESS);

    awaitDifference(
        Role.PRIMARY,
        "mode is safe there, manual here; CellDuplicateAutoFailOver is Yes there, No here");
    awaitDifference(
        Role.SECONDARY,
        "mode is manual there, safe here; CellDuplicateAutoFailOver is No there, Yes here");

    cell.kill(Role.SECONDARY);
    cell.start(Role.SECONDARY);
    awaitDifference(Role.PRIMARY, "");
    awaitDifference(Role.SECONDARY, "");
  }

  private void awaitDifference(Role role, String difference) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(cell.member(role).info().peers())
                    .filteredOn(peer -> peer.role() == other(role))
                    .extracting(MemberInfo.Peer::differs)
                    .containsExactly(difference));
  }

  @Test
  void noStandbyTakesOverUntilTheOperatorSaysActive() throws Exception {
    Role first = startAll();
    CellClient client = cell.client();
    assertThat(send(client, "before").join().durable()).isTrue();
    assertThat(cell.member(first).info().mode()).isEqualTo("manual");

    cell.kill(first);
    Role second = other(first);
    awaitWaiting(second);
    assertThat(client.submit(TestCell.event("refused"), Duration.ofSeconds(2)))
        .failsWithin(PATIENCE);
    assertThat(cell.member(second).info().duty()).isEqualTo(Duty.STANDBY);

    List<String> lines = new ArrayList<>();
    client.control(at(second), "active", List.of(), lines::add);
    assertThat(lines).last().asString().endsWith("has the duty");
    assertThat(send(client, "after").join().durable()).isTrue();
    assertThat(cell.active()).isEqualTo(second);

    cell.start(first);
    Awaitility.await().atMost(PATIENCE).until(() -> cell.member(first).info().events() >= 2);
    assertThat(cell.active()).as("who was named keeps the duty").isEqualTo(second);
    assertThat(client.openQuery(ObjectKind.EVENT, "EVENT", PATIENCE).count()).isEqualTo(2);
  }

  @Test
  void theDesignatedMemberServesAgainAsSoonAsItIsBack() throws Exception {
    Role first = startAll();
    CellClient client = cell.client();
    send(client, "before").join();
    cell.kill(first);
    awaitWaiting(other(first));

    cell.start(first);

    assertThat(cell.active()).isEqualTo(first);
    assertThat(send(client, "after").join().durable()).isTrue();
  }

  @Test
  void theOperatorMovesTheDutyBetweenMembersThatAreWell() throws Exception {
    Role first = startAll();
    CellClient client = cell.client();
    send(client, "before").join();

    client.control(at(other(first)), "active", List.of(), line -> {});

    assertThat(cell.active()).isEqualTo(other(first));
    assertThat(send(client, "after").join().durable()).isTrue();
  }

  @Test
  void aMemberThatNoMajorityFollowsRefusesTheDutyAndSaysWhy() throws Exception {
    Role first = startAll();
    CellClient client = cell.client();
    send(client, "before").join();
    cell.kill(Role.WITNESS);
    cell.kill(first);
    Role last = other(first);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> cell.member(last).info().activeAddress().isEmpty());

    assertThatThrownBy(() -> client.control(at(last), "active", List.of(), line -> {}))
        .hasMessageContaining("no majority of the members follows it");
    assertThatThrownBy(() -> client.control(at(last), "active", List.of("--force"), line -> {}))
        .hasMessageContaining("--force does not change that")
        .hasMessageContaining("take the witness out of the directory");
  }
}
