// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.twincell.cell.digest.Judge.Judgement;
import org.twincell.cell.digest.Judge.Step;
import org.twincell.cell.log.Branch;
import org.twincell.cell.store.StoreCare.Doubt;
import org.twincell.cell.store.StoreCare.State;
import org.twincell.protocol.MemberInfo.Duty;
import org.twincell.protocol.MemberInfo.StoreComparison;

class JudgeTest {
  private static final Doubt RECORDS = new Doubt(State.DOUBTED, Set.of(3), "a bucket");
  private static final Doubt BROKEN = new Doubt(State.UNREADABLE, Set.of(), "a block");

  /** Roots alternate index and root. */
  private static Standing member(Duty duty, long term, Doubt doubt, long... roots) {
    List<Standing.Root> all = new ArrayList<>();
    for (int i = 0; i < roots.length; i += 2) all.add(new Standing.Root(1, roots[i], roots[i + 1]));
    return new Standing(
        duty, term, 100, all, doubt, new Standing.Findings("start", 0, List.of()), List.of());
  }

  private static Judgement judge(Standing own, Standing other) {
    return Judge.judge(own, Optional.of(other));
  }

  @Test
  void theNewestEntryThatBothRememberDecidesWhetherStoresAreEqual() {
    Standing own = member(Duty.STANDBY, 2, Doubt.NONE, 10, 1, 20, 2, 40, 4);
    assertThat(judge(own, member(Duty.ACTIVE, 2, Doubt.NONE, 10, 9, 20, 2, 30, 3)))
        .isEqualTo(new Judgement(StoreComparison.EQUAL, 20, Step.NOTHING));
    assertThat(judge(own, member(Duty.ACTIVE, 2, Doubt.NONE, 10, 1, 20, 9)))
        .isEqualTo(new Judgement(StoreComparison.DIFFERENT, 20, Step.MEND_RECORDS));
    assertThat(judge(own, member(Duty.ACTIVE, 2, Doubt.NONE, 11, 1)).comparison())
        .isEqualTo(StoreComparison.NOT_COMPARED);
  }

  @Test
  void anEntryOfAnotherTermAtTheSameIndexIsAnotherEntry() {
    Standing own = member(Duty.STANDBY, 3, Doubt.NONE, 10, 1);
    Standing other =
        new Standing(
            Duty.ACTIVE,
            3,
            100,
            List.of(new Standing.Root(2, 10, 5)),
            Doubt.NONE,
            new Standing.Findings("start", 0, List.of()),
            List.of());
    assertThat(judge(own, other).comparison()).isEqualTo(StoreComparison.NOT_COMPARED);
  }

  @Test
  void onlyAStandbyIsMendedAndOnlyFromAnActiveMemberOfItsOwnOrAHigherTerm() {
    Standing differing = member(Duty.STANDBY, 3, Doubt.NONE, 10, 1);
    assertThat(judge(differing, member(Duty.ACTIVE, 3, Doubt.NONE, 10, 2)).step())
        .isEqualTo(Step.MEND_RECORDS);
    assertThat(judge(differing, member(Duty.ACTIVE, 2, Doubt.NONE, 10, 2)).step())
        .isEqualTo(Step.NOTHING);
    assertThat(judge(differing, member(Duty.STANDBY, 3, Doubt.NONE, 10, 2)).step())
        .isEqualTo(Step.NOTHING);
    assertThat(
            judge(
                    member(Duty.ACTIVE, 3, Doubt.NONE, 10, 1),
                    member(Duty.STANDBY, 3, Doubt.NONE, 10, 2))
                .step())
        .isEqualTo(Step.NOTHING);
  }

  @Test
  void whatCannotBeReadIsReplacedByACopyAndASingleRecordIsTakenOver() {
    Standing active = member(Duty.ACTIVE, 3, Doubt.NONE);
    assertThat(judge(member(Duty.STANDBY, 3, BROKEN), active).step()).isEqualTo(Step.TAKE_COPY);
    assertThat(judge(member(Duty.STANDBY, 3, RECORDS), active).step()).isEqualTo(Step.MEND_RECORDS);
  }

  @Test
  void anActiveMemberWithADamagedStoreHandsTheDutyToOneThatIsWhole() {
    Standing standby = member(Duty.STANDBY, 3, Doubt.NONE);
    assertThat(judge(member(Duty.ACTIVE, 3, BROKEN), standby).step()).isEqualTo(Step.HAND_OVER);
    assertThat(judge(member(Duty.ACTIVE, 3, RECORDS), standby).step()).isEqualTo(Step.HAND_OVER);
    assertThat(judge(member(Duty.LIMITED, 3, RECORDS), standby).step()).isEqualTo(Step.NOTHING);
  }

  @Test
  void nothingIsMendedFromAMemberWhoseOwnStoreIsInDoubt() {
    Standing differing = member(Duty.STANDBY, 3, Doubt.NONE, 10, 1);
    assertThat(judge(differing, member(Duty.ACTIVE, 3, RECORDS, 10, 2)).step())
        .isEqualTo(Step.NOTHING);
    assertThat(judge(member(Duty.STANDBY, 3, BROKEN), member(Duty.ACTIVE, 3, RECORDS)).step())
        .isEqualTo(Step.BOTH_IN_DOUBT);
    assertThat(judge(member(Duty.ACTIVE, 3, RECORDS), member(Duty.STANDBY, 3, BROKEN)).step())
        .isEqualTo(Step.BOTH_IN_DOUBT);
  }

  @Test
  void aDamagedStoreWithoutAnotherMemberIsToldAndLeftAsItIs() {
    assertThat(Judge.judge(member(Duty.ACTIVE, 3, RECORDS), Optional.empty()).step())
        .isEqualTo(Step.ALONE_IN_DOUBT);
    assertThat(Judge.judge(member(Duty.ACTIVE, 3, Doubt.NONE), Optional.empty()).step())
        .isEqualTo(Step.NOTHING);
  }

  @Test
  void membersOnDifferentBranchesAreNotComparedAndNothingIsTakenFromTheOther() {
    long parted = 2 * Branch.TERMS;
    Standing left = member(Duty.STANDBY, 1, Doubt.NONE, 10, 1);
    Standing ahead = member(Duty.ACTIVE, parted + 1, Doubt.NONE, 10, 2);
    assertThat(judge(left, ahead))
        .isEqualTo(new Judgement(StoreComparison.NOT_COMPARED, -1, Step.NOTHING));
    assertThat(judge(member(Duty.STANDBY, 1, BROKEN), ahead).step()).isEqualTo(Step.NOTHING);
    assertThat(judge(member(Duty.ACTIVE, 1, BROKEN), ahead).step()).isEqualTo(Step.ALONE_IN_DOUBT);
  }

  @Test
  void anEntryFromBeforeTheMembersPartedIsNoReasonToChangeAStore() {
    long parted = 2 * Branch.TERMS;
    Standing joined = member(Duty.STANDBY, parted + 1, Doubt.NONE, 10, 1);
    assertThat(judge(joined, member(Duty.ACTIVE, parted + 1, Doubt.NONE, 10, 2)))
        .isEqualTo(new Judgement(StoreComparison.NOT_COMPARED, -1, Step.NOTHING));
    assertThat(
            judge(
                    member(Duty.STANDBY, parted + 1, BROKEN),
                    member(Duty.ACTIVE, parted + 1, Doubt.NONE))
                .step())
        .isEqualTo(Step.TAKE_COPY);
  }
}
