// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.harness.LocalPair;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.drill.Drill;
import org.twincell.time.SystemTime;

/** Two real processes without a witness: one is killed, and a cut with both sides accepting. */
@Timeout(900)
class PairWithoutWitnessTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration TOGETHER = Duration.ofSeconds(2);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private LocalPair pair;

  @BeforeEach
  void startBoth() throws Exception {
    pair =
        new LocalPair(
            folder, folder.hashCode(), SystemTime.SYSTEM, "CellDuplicateFailOverTimeOut=3");
    pair.start(Role.PRIMARY);
    pair.start(Role.SECONDARY);
  }

  @AfterEach
  void end() {
    pair.close();
  }

  private static void send(CellClient client, String id) {
    var outcome =
        client
            .submit(
                new CellCommand.NewObject(
                    new CellCommand.Origin(UUID.randomUUID().toString(), "test@here", ""),
                    ObjectKind.EVENT,
                    new RawInstance("EVENT", Map.of("msg", RawValue.text("about " + id))),
                    id),
                LONG)
            .join();
    assertThat(outcome.durable()).isTrue();
  }

  private static long stored(CellClient client, String query) {
    return client.openQuery(ObjectKind.EVENT, query, LONG).count();
  }

  private boolean areEqual(CellClient client) {
    var primary = pair.info(client, Role.PRIMARY).map(MemberInfo::events);
    return primary.isPresent()
        && primary.equals(pair.info(client, Role.SECONDARY).map(MemberInfo::events));
  }

  /**
   * A member that has not taken part with the other since its start rightly waits for it, because
   * it may lack something; so nothing is parted before both have been together for a while.
   */
  private void awaitTogether(CellClient client, Role standby) throws InterruptedException {
    pair.awaitFor(
        TOGETHER,
        standby + " follows",
        () ->
            pair.info(client, standby)
                .filter(info -> info.reason().endsWith("is active"))
                .isPresent());
  }

  private Role active(CellClient client) throws InterruptedException {
    pair.await(
        "a member is active",
        () -> pair.isActive(client, Role.PRIMARY) || pair.isActive(client, Role.SECONDARY));
    return pair.isActive(client, Role.PRIMARY) ? Role.PRIMARY : Role.SECONDARY;
  }

  private static Role other(Role role) {
    return role == Role.PRIMARY ? Role.SECONDARY : Role.PRIMARY;
  }

  @Test
  void whatIsAcknowledgedSurvivesAKilledMemberThatComesBack() throws Exception {
    try (CellClient client = pair.client()) {
      for (int i = 0; i < 50; i++) send(client, "before" + i);
      Role first = active(client);
      Role second = other(first);
      awaitTogether(client, second);

      pair.kill(first);
      for (int i = 0; i < 50; i++) send(client, "alone" + i);
      pair.start(first);

      pair.await("the stores are equal", () -> areEqual(client));
      awaitTogether(client, first);
      pair.kill(second);
      assertThat(stored(client, "EVENT")).isEqualTo(100);
    }
  }

  @Test
  void aDrillThatWouldPartThePairIsRefusedWithTheReason() throws Exception {
    try (CellClient client = pair.client()) {
      send(client, "together");
      awaitTogether(client, other(active(client)));
      Drill.Plan plan =
          new Drill.Plan(Drill.Kind.PARTITION, true, Duration.ofSeconds(5), "test@here");

      assertThatThrownBy(() -> Drill.run(client, plan, SystemTime.SYSTEM, line -> {}))
          .isInstanceOfSatisfying(
              CellException.class,
              refusal -> assertThat(refusal.error()).isEqualTo(CellError.REFUSED))
          .hasMessageContaining("no witness")
          .hasMessageContaining("go on alone");
      assertThat(pair.info(client, Role.PRIMARY).map(MemberInfo::mode)).hasValue("available");
    }
  }

  @Test
  void whatBothSidesOfACutAcknowledgedIsThereOnceAfterTheHeal() throws Exception {
    try (CellClient client = pair.client();
        CellClient left = pair.client(Role.PRIMARY);
        CellClient right = pair.client(Role.SECONDARY)) {
      for (int i = 0; i < 20; i++) send(client, "together" + i);
      pair.await("the stores are equal", () -> areEqual(client));
      awaitTogether(client, other(active(client)));

      pair.cut();
      for (int i = 0; i < 40; i++) {
        send(left, "left" + i);
        send(right, "right" + i);
      }
      pair.heal();

      pair.await("one event tells it", () -> stored(client, "MC_CELL_MERGED") == 1);
      pair.await("the stores are equal", () -> areEqual(client));
      assertThat(stored(client, "EVENT")).isEqualTo(100);
    }
  }
}
