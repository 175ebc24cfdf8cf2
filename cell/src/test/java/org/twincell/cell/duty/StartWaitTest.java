// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.twincell.cell.log.Duty;
import org.twincell.cell.log.LogStatus;
import org.twincell.cell.log.MemberRole;

class StartWaitTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Ratis' guess for a member that was never heard: its own longest election time. */
  private static final long GUESS_MILLIS = 1500;

  private long now = Duration.ofHours(1).toMillis();
  private final long start = now;
  private final StartWait wait = new StartWait("primary", LIMIT, nanos(now));

  private static long nanos(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  private boolean holds(Duty duty, String active, long primaryHeardAt) {
    LogStatus.Peer primary =
        new LogStatus.Peer(
            "primary",
            MemberRole.PRIMARY,
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.of(Duration.ofMillis(now - primaryHeardAt)));
    LogStatus status =
        new LogStatus(
            "secondary",
            MemberRole.SECONDARY,
            duty,
            1,
            Optional.of(active).filter(name -> !name.isEmpty()),
            0,
            0,
            Instant.EPOCH,
            List.of(primary));
    return wait.holds(status, nanos(now));
  }

  private boolean leadsWithoutPrimary() {
    return holds(Duty.ACTIVE, "secondary", start - GUESS_MILLIS);
  }

  private boolean follows(String active) {
    return holds(Duty.STANDBY, active, start);
  }

  @Test
  void aSecondaryThatLeadsWithTheWitnessAloneWaitsForThePrimaryAndSaysSo() {
    assertThat(follows("")).isTrue();
    assertThat(wait.note()).as("it is kept from nothing").isEmpty();
    now += 2000;
    assertThat(leadsWithoutPrimary()).isTrue();
    assertThat(wait.note())
        .contains("waits for the primary", "30 s", "CellDuplicateFailOverStartTimeOut");
    now += 10_000;
    assertThat(leadsWithoutPrimary()).isTrue();
  }

  @Test
  void itServesOnceThePrimaryIsHeard() {
    now += 2000;
    assertThat(leadsWithoutPrimary()).isTrue();
    now += 1000;
    assertThat(holds(Duty.ACTIVE, "secondary", now - 50)).isFalse();
    now += 3000;
    assertThat(leadsWithoutPrimary()).as("silent again").isFalse();
    assertThat(wait.note()).isEmpty();
  }

  @Test
  void whatTheLogBeginsItsCountWithIsNoSignOfThePrimary() {
    now += 2000;
    long begun = now;
    assertThat(holds(Duty.ACTIVE, "secondary", begun)).isTrue();
    now += 500;
    assertThat(holds(Duty.ACTIVE, "secondary", begun + 1)).isTrue();
  }

  @Test
  void itServesAfterTheTimeOutWhenThePrimaryNeverComesBack() {
    now = start + LIMIT.toMillis() - 1;
    assertThat(leadsWithoutPrimary()).isTrue();
    now++;
    assertThat(leadsWithoutPrimary()).isFalse();
  }

  @Test
  void aSecondaryThatOnceKnewAnActiveMemberTakesOverLaterWithoutWaiting() {
    now += 100;
    assertThat(follows("primary")).isFalse();
    now += 3000;
    assertThat(leadsWithoutPrimary()).isFalse();
  }

  @Test
  void anOperatorEndsTheWait() {
    assertThat(leadsWithoutPrimary()).isTrue();
    assertThat(wait.end()).isTrue();
    assertThat(leadsWithoutPrimary()).isFalse();
    assertThat(wait.end()).as("nothing was kept away any more").isFalse();
  }

  @Test
  void othersWaitForNobody() {
    LogStatus leads =
        new LogStatus(
            "primary",
            MemberRole.PRIMARY,
            Duty.ACTIVE,
            1,
            Optional.of("primary"),
            0,
            0,
            Instant.EPOCH,
            List.of());
    assertThat(StartWait.none().holds(leads, 0)).isFalse();
    assertThat(StartWait.none().note()).isEmpty();
  }
}
