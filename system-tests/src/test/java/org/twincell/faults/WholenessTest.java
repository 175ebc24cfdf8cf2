// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.MemberInfo.Duty;
import org.twincell.protocol.MemberInfo.Role;

/** When a run goes on after a fault. */
class WholenessTest {
  private static final MemberInfo ACTIVE = member(Role.PRIMARY, Duty.ACTIVE, 1000, "", false);
  private static final MemberInfo FOLLOWS = standby(Role.SECONDARY, 990, "the primary is active");

  private static MemberInfo standby(Role role, long applied, String reason) {
    return member(role, Duty.STANDBY, applied, reason, false);
  }

  private static MemberInfo member(
      Role role, Duty duty, long applied, String reason, boolean alone) {
    return new MemberInfo(
        "Alphonse",
        role,
        role.name(),
        true,
        duty,
        1,
        "available",
        Optional.empty(),
        1000,
        applied,
        List.of(),
        Instant.EPOCH,
        reason,
        false,
        0,
        0,
        "",
        "",
        Optional.empty(),
        MemberInfo.StoreComparison.NOT_COMPARED,
        alone);
  }

  @Test
  void aCellIsInStepWhenAllAnswerAndBothStoresNearlyEqualTheActiveOne() {
    MemberInfo witness = standby(Role.WITNESS, 0, "");

    assertThat(Wholeness.areInStep(List.of(ACTIVE, FOLLOWS, witness), 3)).isTrue();
    assertThat(Wholeness.areInStep(List.of(ACTIVE, FOLLOWS), 3)).as("one is missing").isFalse();
    assertThat(Wholeness.areInStep(List.of(FOLLOWS, witness), 2)).as("nobody is active").isFalse();
    assertThat(Wholeness.areInStep(List.of(ACTIVE, standby(Role.SECONDARY, 700, ""), witness), 3))
        .as("one is behind")
        .isFalse();
  }

  @Test
  void aPairIsTogetherWhenOneIsActiveAndTheOtherFollowsIt() {
    MemberInfo alone = member(Role.SECONDARY, Duty.ACTIVE, 990, "", true);

    assertThat(Wholeness.areTogether(List.of(ACTIVE, FOLLOWS))).isTrue();
    assertThat(Wholeness.areTogether(List.of(ACTIVE, alone))).as("it went on alone").isFalse();
    assertThat(Wholeness.areTogether(List.of(FOLLOWS, FOLLOWS))).as("nobody is active").isFalse();
    assertThat(
            Wholeness.areTogether(
                List.of(ACTIVE, standby(Role.SECONDARY, 990, "waits for the other member"))))
        .as("it does not follow yet")
        .isFalse();
  }
}
