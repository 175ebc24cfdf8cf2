// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.twincell.cell.TestCell.send;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.event.RawValue;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellClient.ControlTarget;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.MemberInfo.Duty;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.protocol.MemberInfo.StoreComparison;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.ObjectReference;

/** Two real members without a witness. */
@Timeout(600)
class AvailableModeTest {
  private static final String KEY = "a-key-of-sixteen-characters";
  private static final Duration LONG = Duration.ofSeconds(120);

  @TempDir Path folder;
  private TestCell cell;

  @BeforeEach
  void prepare() throws Exception {
    cell =
        TestCell.twoWith(
            folder, KEY, "CellDuplicateFailOverTimeOut=4", "CellDuplicateFailOverStartTimeOut=6");
  }

  @AfterEach
  void end() {
    cell.close();
  }

  private Role startBoth() {
    cell.start(Role.PRIMARY);
    cell.start(Role.SECONDARY);
    return cell.active();
  }

  private static Role other(Role role) {
    return role == Role.PRIMARY ? Role.SECONDARY : Role.PRIMARY;
  }

  private static ControlTarget at(Role role) {
    return role == Role.PRIMARY ? ControlTarget.PRIMARY : ControlTarget.SECONDARY;
  }

  private static long stored(CellClient client, String query) {
    return client.openQuery(ObjectKind.EVENT, query, LONG).count();
  }

  private void awaitActive(Role role) {
    Awaitility.await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(cell.member(role).info().duty())
                    .as(cell.member(role).info().reason())
                    .isEqualTo(Duty.ACTIVE));
  }

  /** A standby that never took part with the other rightly waits for it: it may lack something. */
  private void awaitTogether(Role standby) {
    Awaitility.await()
        .atMost(LONG)
        .during(Duration.ofSeconds(2))
        .until(() -> cell.member(standby).info().reason().endsWith("is active"));
  }

  private void awaitEvents(Role role, long events) {
    Awaitility.await().atMost(LONG).until(() -> cell.member(role).info().events() >= events);
  }

  @Test
  void aMemberThatLostItsPeerCarriesOnAloneAndTakesItInAgain() throws Exception {
    Role first = startBoth();
    CellClient client = cell.client();
    for (int i = 0; i < 20; i++) send(client, "e" + i).join();
    assertThat(cell.member(first).info().mode()).isEqualTo("available");
    long before = cell.member(first).info().term();

    Role second = other(first);
    awaitEvents(second, cell.member(first).info().events());
    awaitTogether(second);
    // On a busy machine the second one may start so late that the first went on alone at its start.
    long alone = stored(client, "MC_CELL_SPLIT_RISK");
    cell.kill(first);
    awaitActive(second);
    for (int i = 20; i < 40; i++) client.submit(TestCell.event("e" + i), LONG).join();

    assertThat(cell.member(second).info().term()).isGreaterThan(before);
    assertThat(cell.member(second).info().alone()).isTrue();
    assertThat(stored(client, "EVENT")).isEqualTo(40);
    Awaitility.await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(stored(client, "MC_CELL_SPLIT_RISK")).isEqualTo(alone + 1));

    cell.start(first);
    awaitEvents(first, 40);
    send(client, "together again").join();
    Awaitility.await()
        .atMost(LONG)
        .until(() -> cell.member(first).info().events() == cell.member(second).info().events());
    awaitTogether(first);
    assertThat(cell.member(first).info().alone()).isFalse();
    assertThat(cell.member(second).info().alone()).isFalse();

    cell.kill(second);
    awaitActive(first);
    assertThat(stored(client, "EVENT")).as("after the second takeover").isEqualTo(41);
  }

  @Test
  void whoWasLeftBehindDoesNotServeAnOlderStoreUnlessForced() throws Exception {
    Role first = startBoth();
    CellClient client = cell.client();
    send(client, "together").join();
    Role second = other(first);
    awaitEvents(second, cell.member(first).info().events());
    awaitTogether(second);
    cell.kill(first);
    awaitActive(second);
    client.submit(TestCell.event("alone"), LONG).join();
    cell.kill(second);

    cell.start(first);
    Awaitility.await()
        .atMost(LONG)
        .until(() -> cell.member(first).info().reason().contains("cannot know"));
    assertThatThrownBy(() -> client.control(at(first), "active", List.of(), line -> {}))
        .hasMessageContaining("may have gone on alone");
    assertThat(cell.member(first).info().duty()).isNotEqualTo(Duty.ACTIVE);

    List<String> lines = new ArrayList<>();
    client.control(at(first), "active", List.of("--force"), lines::add);
    awaitActive(first);
    client.submit(TestCell.event("forced"), LONG).join();
    cell.start(second);
    awaitEvents(second, 3);
    Awaitility.await()
        .atMost(LONG)
        .until(
            () ->
                stored(client, "EVENT where [ mc_ueid: within ['together','alone','forced'] ]")
                    == 3);
    Awaitility.await().atMost(LONG).until(() -> stored(client, "MC_CELL_MERGED") == 1);
  }

  @Test
  void aNewMemberServesAloneOnceTheOtherDidNotCome() throws Exception {
    cell.start(Role.PRIMARY);
    CellClient client = cell.client();
    awaitActive(Role.PRIMARY);
    client.submit(TestCell.event("first"), LONG).join();

    cell.start(Role.SECONDARY);

    awaitEvents(Role.SECONDARY, 1);
    assertThat(stored(client, "EVENT")).isEqualTo(1);
  }

  @Test
  void inManualModeOnlyTheOperatorsForceMakesAMemberCarryOnAlone() throws Exception {
    cell.close();
    cell =
        TestCell.twoWith(
            folder.resolve("manual"),
            KEY,
            "CellDuplicateAutoFailOver=No",
            "CellDuplicateFailOverTimeOut=4");
    Role first = startBoth();
    CellClient client = cell.client();
    send(client, "together").join();
    assertThat(cell.member(first).info().mode()).isEqualTo("manual");
    Role second = other(first);
    awaitTogether(second);
    cell.kill(first);
    Awaitility.await()
        .atMost(LONG)
        .until(() -> cell.member(second).info().reason().contains("mcontrol active"));

    assertThatThrownBy(() -> client.control(at(second), "active", List.of(), line -> {}))
        .hasMessageContaining("does not go on alone");
    client.control(at(second), "active", List.of("--force"), line -> {});

    awaitActive(second);
    client.submit(TestCell.event("forced"), LONG).join();
    cell.start(first);
    awaitEvents(first, 2);
    assertThat(cell.active()).as("who was forced keeps the duty").isEqualTo(second);
  }

  /**
   * Two of three members are gone for good: with the witness out of the directory, the last one is
   * that of a pair, and the operator may let it go on.
   */
  @Test
  void theLastOfThreeMembersGoesOnByForceOnceTheWitnessIsOutOfTheDirectory() throws Exception {
    cell.close();
    Path three = folder.resolve("three");
    cell = TestCell.threeWith(three, KEY);
    cell.start(Role.PRIMARY);
    cell.start(Role.SECONDARY);
    cell.start(Role.WITNESS);
    Role first = cell.active();
    Role last = other(first);
    for (int i = 0; i < 20; i++) send(cell.client(), "e" + i).join();
    awaitEvents(last, cell.member(first).info().events());
    cell.close();

    cell = TestCell.twoWith(three, KEY, "CellDuplicateFailOverTimeOut=4");
    cell.start(last);
    CellClient client = cell.client();
    Awaitility.await()
        .atMost(LONG)
        .until(() -> cell.member(last).info().reason().contains("cannot know"));
    client.control(at(last), "active", List.of("--force"), line -> {});
    awaitActive(last);
    client.submit(TestCell.event("after"), LONG).join();
    assertThat(stored(client, "EVENT")).isEqualTo(21);

    deleteFolder(cell.home(first));
    cell.start(first);
    awaitEvents(first, 21);
    awaitTogether(first);
    send(client, "together again").join();
  }

  private static void deleteFolder(Path folder) throws Exception {
    try (var files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
    }
  }

  @Test
  void bothSidesOfACutAcceptAndAllOfItIsThereOnceAfterwards() throws Exception {
    cell.close();
    cell = TestCell.twoBehindLinks(folder.resolve("split"), KEY, "CellDuplicateFailOverTimeOut=4");
    Role first = startBoth();
    CellClient client = cell.client();
    for (int i = 0; i < 10; i++) send(client, "together" + i).join();
    awaitEvents(Role.PRIMARY, 10);
    awaitEvents(Role.SECONDARY, 10);
    awaitTogether(other(first));

    cell.cutLinks();
    CellClient left = cell.clientOf(Role.PRIMARY);
    CellClient right = cell.clientOf(Role.SECONDARY);
    for (int i = 0; i < 20; i++) {
      left.submit(TestCell.event("left" + i), LONG).join();
      right.submit(TestCell.event("right" + i), LONG).join();
    }
    modify(left, "together0", "msg", "changed left");
    modify(right, "together0", "msg", "changed right");
    modify(left, "together1", "msg", "only left");
    modify(right, "together2", "msg", "only right");
    assertThat(cell.member(Role.PRIMARY).info().duty()).isEqualTo(Duty.ACTIVE);
    assertThat(cell.member(Role.SECONDARY).info().duty()).isEqualTo(Duty.ACTIVE);
    long highest =
        Math.max(
            cell.member(Role.PRIMARY).info().term(), cell.member(Role.SECONDARY).info().term());

    cell.healLinks();
    Awaitility.await().atMost(LONG).until(() -> stored(client, "MC_CELL_MERGED") == 1);
    assertThat(stored(client, "EVENT")).isEqualTo(50);
    Awaitility.await()
        .atMost(LONG)
        .until(
            () ->
                cell.member(Role.PRIMARY).info().events()
                    == cell.member(Role.SECONDARY).info().events());
    assertThat(cell.member(Role.PRIMARY).info().term()).isGreaterThanOrEqualTo(highest);
    assertThat(stored(client, "EVENT where [ msg: equals 'only left' ]")).isEqualTo(1);
    assertThat(stored(client, "EVENT where [ msg: equals 'only right' ]")).isEqualTo(1);
    assertThat(stored(client, "EVENT where [ msg: equals 'changed right' ]"))
        .as("the secondary's branch is the higher one")
        .isEqualTo(1);
    assertThat(folder.resolve("split/secondary/var/Alphonse/merge-1.txt"))
        .content()
        .contains("changed left");
    for (Role each : List.of(Role.PRIMARY, Role.SECONDARY)) {
      Awaitility.await("stores after the merge")
          .atMost(LONG)
          .until(() -> cell.member(each).info().stores() == StoreComparison.EQUAL);
    }
    assertThat(stored(client, "MC_CELL_OUT_OF_SYNC")).as("what parted differs by right").isZero();
  }

  private static void modify(CellClient client, String id, String slot, String value) {
    var command =
        new CellCommand.ModifyObject(
            new CellCommand.Origin(UUID.randomUUID().toString(), "test@here", ""),
            ObjectKind.EVENT,
            new ObjectReference.ById(id),
            Map.of(slot, RawValue.text(value)));
    client.submit(command, LONG).join();
  }
}
