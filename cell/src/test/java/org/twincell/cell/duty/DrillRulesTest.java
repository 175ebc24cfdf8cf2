// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.MemberInfo.Duty;
import org.twincell.protocol.MemberInfo.Peer;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.protocol.MemberInfo.Signal;
import org.twincell.protocol.MemberInfo.StoreComparison;
import org.twincell.protocol.drill.Drill.Kind;

class DrillRulesTest {
  private static final Peer IN_STEP = peer(Role.SECONDARY, true, 3);
  private static final Peer WITNESS = peer(Role.WITNESS, true, 0);

  private static Peer peer(Role role, boolean reachable, long lag) {
    return new Peer(role, role + ":1828", reachable, lag, 10, 0, Signal.LIVE, Optional.empty(), "");
  }

  private static MemberInfo member(Duty duty, boolean paused, Peer... peers) {
    return member("safe", duty, paused, peers);
  }

  private static MemberInfo member(String mode, Duty duty, boolean paused, Peer... peers) {
    return new MemberInfo(
        "Alphonse",
        Role.PRIMARY,
        "SystemA:1828",
        true,
        duty,
        7,
        mode,
        Optional.empty(),
        9,
        9,
        List.of(peers),
        Instant.EPOCH,
        "",
        paused,
        0,
        0,
        "",
        "",
        Optional.empty(),
        StoreComparison.EQUAL,
        false);
  }

  private static String refusal(Kind kind, boolean confirmed, MemberInfo member) {
    return DrillRules.refusal(member, kind, confirmed)
        .map(why -> why.what() + " " + why.mend())
        .orElse("");
  }

  @Test
  void aCellInStepWithItsWitnessMayPractiseEverything() {
    MemberInfo well = member(Duty.ACTIVE, false, IN_STEP, WITNESS);
    for (Kind kind : Kind.values()) assertThat(refusal(kind, true, well)).isEmpty();
  }

  @Test
  void aCrashNeedsAConfirmationAndSaysWhy() {
    MemberInfo well = member(Duty.ACTIVE, false, IN_STEP, WITNESS);
    assertThat(refusal(Kind.CRASH, false, well)).contains("supervisor").contains("--yes");
    assertThat(refusal(Kind.PARTITION, false, well)).isEmpty();
  }

  @Test
  void withoutAWitnessOnlyAPlannedDrillIsSafe() {
    MemberInfo pair = member(Duty.ACTIVE, false, IN_STEP);
    assertThat(refusal(Kind.PLANNED, true, pair)).isEmpty();
    assertThat(refusal(Kind.CRASH, true, pair)).contains("no witness");
    assertThat(refusal(Kind.PARTITION, true, pair)).contains("no witness").contains("go on alone");
    MemberInfo lost = member(Duty.ACTIVE, false, IN_STEP, peer(Role.WITNESS, false, 0));
    assertThat(refusal(Kind.PARTITION, true, lost)).contains("witness is silent");
  }

  @Test
  void inManualModeOnlyAPlannedDrillIsAllowedBecauseNobodyTakesOver() {
    MemberInfo manual = member("manual", Duty.ACTIVE, false, IN_STEP, WITNESS);
    assertThat(refusal(Kind.PLANNED, true, manual)).isEmpty();
    for (Kind kind : List.of(Kind.CRASH, Kind.PARTITION)) {
      assertThat(refusal(kind, true, manual)).contains("manual mode").contains("mcontrol active");
    }
  }

  @Test
  void nothingIsPractisedWithoutAStandbyInStep() {
    for (Kind kind : Kind.values()) {
      assertThat(refusal(kind, true, member(Duty.ACTIVE, false, WITNESS))).contains("nobody");
      Peer silent = peer(Role.SECONDARY, false, 3);
      assertThat(refusal(kind, true, member(Duty.ACTIVE, false, silent, WITNESS)))
          .contains("is silent");
      Peer behind = peer(Role.SECONDARY, true, CatchUp.IN_STEP_ENTRIES + 1);
      assertThat(refusal(kind, true, member(Duty.ACTIVE, false, behind, WITNESS)))
          .contains("not in step");
      Peer unknown = peer(Role.SECONDARY, true, -1);
      assertThat(refusal(kind, true, member(Duty.ACTIVE, false, unknown, WITNESS)))
          .contains("not in step");
    }
  }

  @Test
  void nothingIsPractisedOnAPausedCellOrByAStandby() {
    assertThat(refusal(Kind.PLANNED, true, member(Duty.ACTIVE, true, IN_STEP))).contains("paused");
    assertThat(refusal(Kind.PLANNED, true, member(Duty.STANDBY, false, IN_STEP)))
        .contains("not active");
  }
}
