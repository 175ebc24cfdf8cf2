// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.twincell.cell.log.MemberRole.PRIMARY;
import static org.twincell.cell.log.MemberRole.SECONDARY;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BranchTest {
  private static Branch alone(Branch from, MemberRole role, long lastIndex) {
    return from.parting(role).leaving(lastIndex).alone();
  }

  @Test
  void noTwoMembersGiveABranchTheSameNumber() {
    Branch primary = alone(Branch.FIRST, PRIMARY, 10);
    Branch secondary = alone(Branch.FIRST, SECONDARY, 12);

    assertThat(primary.number()).isEqualTo(1);
    assertThat(secondary.number()).isEqualTo(2);
    assertThat(alone(primary, PRIMARY, 20).number()).isEqualTo(3);
    assertThat(alone(secondary.knowing(7), SECONDARY, 20).number()).isEqualTo(8);
  }

  @Test
  void aBranchBegunByForceLiesAboveWhateverTheOtherMemberMayHaveBegun() {
    Branch other = Branch.FIRST;
    for (int i = 0; i < 100; i++) other = alone(other, SECONDARY, 10 + i);

    assertThat(Branch.FIRST.partingByForce(PRIMARY).highest()).isGreaterThan(other.number());
  }

  @Test
  void theTermsOfABranchLieAboveThoseOfEveryBranchBefore() {
    Branch first = alone(Branch.FIRST, SECONDARY, 10);

    assertThat(alone(first, SECONDARY, 11).baseTerm())
        .isGreaterThanOrEqualTo(first.baseTerm() + Branch.TERMS);
  }

  @Test
  void membersThatPartedFromEachOtherShareWhatBothHadUpToThen() {
    Branch primary = alone(Branch.FIRST, PRIMARY, 10);
    Branch secondary = alone(Branch.FIRST, SECONDARY, 12);

    assertThat(primary.sharedWith(secondary)).isEqualTo(10);
    assertThat(secondary.sharedWith(primary)).isEqualTo(10);
  }

  @Test
  void aMemberThatPartedTwiceStillSharesOnlyWhatItHadAtTheFirstParting() {
    Branch primary = alone(alone(Branch.FIRST, PRIMARY, 10), PRIMARY, 30);
    Branch secondary = alone(Branch.FIRST, SECONDARY, 12);

    assertThat(primary.sharedWith(secondary)).isEqualTo(10);
  }

  @Test
  void aMemberThatStayedSharesWhatTheOtherHadWhenItLeft() {
    Branch secondary = alone(Branch.FIRST, SECONDARY, 12);

    assertThat(Branch.FIRST.sharedWith(secondary)).isEqualTo(12);
  }

  @Test
  void aMemberThatGaveItsOwnUpHasNothingThatTheOtherLacks() {
    Branch primary = alone(Branch.FIRST, PRIMARY, 10);
    Branch joining = alone(Branch.FIRST, SECONDARY, 12).joining(primary);

    assertThat(joining.sharedWith(primary)).isEqualTo(Long.MAX_VALUE);
    assertThat(joining.sharedWith(alone(primary, PRIMARY, 40))).isEqualTo(Long.MAX_VALUE);
    assertThat(joining.sharedWith(Branch.FIRST)).isEqualTo(-1);
  }

  @Test
  void whoseHistoryIsNotKnownSharesNothing() {
    Branch lost = alone(Branch.FIRST, PRIMARY, -1);

    assertThat(lost.sharedWith(alone(Branch.FIRST, SECONDARY, 12))).isEqualTo(-1);
  }

  @Test
  void theFileGivesBackWhatWasWritten(@TempDir Path folder) throws Exception {
    Branch branch = alone(alone(Branch.FIRST, PRIMARY, 10), PRIMARY, 30).knowing(8);
    BranchFile file = new BranchFile(folder);

    assertThat(file.read()).isEqualTo(Branch.FIRST);
    file.write(branch);
    assertThat(file.read()).isEqualTo(branch);
    file.write(branch.parting(PRIMARY));
    assertThat(file.read()).isEqualTo(branch.parting(PRIMARY));
  }
}
