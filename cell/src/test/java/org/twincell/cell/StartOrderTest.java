// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.twincell.cell.TestCell.PATIENCE;
import static org.twincell.cell.TestCell.send;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellClient.ControlTarget;
import org.twincell.protocol.CellException;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.MemberInfo.Duty;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.protocol.ObjectKind;

/** Who gets the duty when members start. */
@Timeout(600)
class StartOrderTest {
  private static final String KEY = "a-key-of-sixteen-characters";

  @TempDir Path folder;

  private static void until(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(PATIENCE).until(condition);
  }

  private TestCell cell(String startTimeOut) throws Exception {
    return TestCell.threeWith(folder, KEY, "CellDuplicateFailOverStartTimeOut=" + startTimeOut);
  }

  private static long events(CellClient client) {
    return client.openQuery(ObjectKind.EVENT, "EVENT", PATIENCE).count();
  }

  /** And knows who is active, so that it counts as one that may be chosen. */
  private static boolean hasApplied(Cell member, long index) {
    MemberInfo info = member.info();
    return info.appliedIndex() >= index && info.activeAddress().isPresent();
  }

  private static void awaitWaiting(TestCell cell) {
    until(
        "the secondary waits",
        () -> cell.member(Role.SECONDARY).info().reason().contains("waits for the primary"));
    assertThat(cell.member(Role.SECONDARY).info().duty()).isNotEqualTo(Duty.ACTIVE);
  }

  @Test
  void theMemberWithTheNewerLogIsActiveThoughTheOtherIsUpFirst() throws Exception {
    for (Role older : List.of(Role.SECONDARY, Role.PRIMARY)) {
      Role newer = older == Role.PRIMARY ? Role.SECONDARY : Role.PRIMARY;
      Path own = folder.resolve(older.name());
      try (TestCell cell = TestCell.threeWith(own, KEY, "CellDuplicateFailOverStartTimeOut=600s")) {
        for (Role role : List.of(Role.PRIMARY, Role.SECONDARY, Role.WITNESS)) cell.start(role);
        CellClient client = cell.client();
        long both = send(client, "both").join().commitIndex();
        until("the newer one has applied it", () -> hasApplied(cell.member(newer), both));
        cell.kill(older);
        List<CompletableFuture<?>> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) sent.add(send(client, "newer" + i));
        sent.forEach(CompletableFuture::join);
        cell.kill(newer);
        cell.kill(Role.WITNESS);

        cell.start(older);
        cell.start(newer);
        cell.start(Role.WITNESS);

        assertThat(cell.active()).isEqualTo(newer);
        assertThat(events(client)).isEqualTo(21);
      }
    }
  }

  @Test
  void ofTwoEqualMembersTheFirstThatIsUpIsActive() throws Exception {
    try (TestCell cell = cell("600s")) {
      cell.start(Role.PRIMARY);
      cell.start(Role.WITNESS);
      until("the first is active", () -> cell.active() == Role.PRIMARY);
      Cell second = cell.start(Role.SECONDARY);
      CellClient client = cell.client();
      send(client, "e1").join();
      until("the second is in step", () -> second.info().events() > 0);
      assertThat(cell.active()).isEqualTo(Role.PRIMARY);
      assertThat(second.info().duty()).isEqualTo(Duty.STANDBY);
    }
  }

  @Test
  void aSecondaryThatStartsBeforeThePrimaryServesOnceThatIsHeard() throws Exception {
    try (TestCell cell = cell("600s")) {
      cell.start(Role.SECONDARY);
      cell.start(Role.WITNESS);
      awaitWaiting(cell);

      cell.start(Role.PRIMARY);

      assertThat(cell.active()).as("it was up first").isEqualTo(Role.SECONDARY);
      CellClient client = cell.client();
      assertThat(send(client, "e1").join().durable()).isTrue();

      cell.kill(Role.PRIMARY);
      cell.kill(Role.WITNESS);
      until("no majority", () -> cell.member(Role.SECONDARY).info().duty() != Duty.ACTIVE);
      cell.start(Role.WITNESS);
      assertThat(cell.active()).as("it waits once").isEqualTo(Role.SECONDARY);
      until(
          "the reason is no start",
          () -> cell.member(Role.SECONDARY).info().reason().startsWith("active again"));
    }
  }

  @Test
  void aSecondaryWhosePrimaryNeverComesServesAfterTheStartTimeOut() throws Exception {
    try (TestCell cell = cell("20s")) {
      cell.start(Role.SECONDARY);
      cell.start(Role.WITNESS);
      awaitWaiting(cell);
      assertThat(cell.active()).isEqualTo(Role.SECONDARY);
      CellClient client = cell.client();
      assertThat(send(client, "e1").join().durable()).isTrue();
    }
  }

  @Test
  void mcontrolActiveEndsTheWaitForThePrimary() throws Exception {
    try (TestCell cell = cell("600s")) {
      cell.start(Role.SECONDARY);
      cell.start(Role.WITNESS);
      awaitWaiting(cell);
      CellClient client = cell.client();
      List<String> lines = new ArrayList<>();
      Awaitility.await("it can be asked")
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(CellException.class)
          .until(
              () -> {
                client.control(ControlTarget.SECONDARY, "active", List.of(), lines::add);
                return true;
              });
      assertThat(lines).anyMatch(it -> it.contains("does not wait for the primary any longer"));
      assertThat(cell.active()).isEqualTo(Role.SECONDARY);
    }
  }
}
