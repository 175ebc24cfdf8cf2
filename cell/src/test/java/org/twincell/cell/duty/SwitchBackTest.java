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

class SwitchBackTest {
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration LONG_AGO = Duration.ofSeconds(5);

  private final SwitchBack switchBack = new SwitchBack("a", Duration.ofSeconds(1));

  private static LogStatus status(Duty duty, Optional<String> active, Duration heard, long lag) {
    LogStatus.Peer primary =
        new LogStatus.Peer(
            "a", MemberRole.PRIMARY, OptionalLong.of(1), OptionalLong.of(lag), Optional.of(heard));
    return new LogStatus(
        "b", MemberRole.SECONDARY, duty, 3, active, 9, 9, Instant.EPOCH, List.of(primary));
  }

  private static LogStatus active(Duration heard, long lag) {
    return status(Duty.ACTIVE, Optional.of("b"), heard, lag);
  }

  private static LogStatus standby(String active) {
    return status(Duty.STANDBY, Optional.of(active), SOON, 0);
  }

  @Test
  void thePrimaryGetsTheDutyBackWhenItWasAwayAndIsInStep() {
    assertThat(switchBack.isDue(standby("a"))).isFalse();
    assertThat(switchBack.isDue(active(LONG_AGO, 0))).isFalse();
    assertThat(switchBack.isDue(active(SOON, 100_000))).as("it is behind").isFalse();
    assertThat(switchBack.isDue(active(SOON, 3))).isTrue();
  }

  @Test
  void aDutyThatThePrimaryGaveAwayByHandStays() {
    assertThat(switchBack.isDue(standby("a"))).isFalse();
    assertThat(switchBack.isDue(active(SOON, 0))).isFalse();
    assertThat(switchBack.isDue(active(SOON, 0))).isFalse();
  }

  @Test
  void whenTheCellStartsThePrimaryGetsTheDuty() {
    assertThat(switchBack.isDue(active(SOON, 0))).isTrue();
  }
}
