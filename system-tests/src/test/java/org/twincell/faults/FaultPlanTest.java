// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which fault comes when. */
class FaultPlanTest {
  @Test
  void theSameSeedGivesTheSamePlan() {
    assertThat(blows(7, 200)).isEqualTo(blows(7, 200)).isNotEqualTo(blows(8, 200));
  }

  @Test
  void everyKindComesOnceBeforeOneComesAgain() {
    List<FaultKind> first =
        blows(3, FaultKind.all().size()).stream().map(FaultPlan.Blow::kind).toList();
    assertThat(first).containsExactlyInAnyOrderElementsOf(FaultKind.all());
  }

  @Test
  void thereAreAtLeastTwentyFiveKindsUnderNamesOfTheirOwn() {
    List<String> words = FaultKind.all().stream().map(FaultKind::word).toList();
    assertThat(words).hasSizeGreaterThanOrEqualTo(25).doesNotHaveDuplicates();
    assertThat(words).allMatch(word -> FaultKind.named(word).isPresent());
  }

  @Test
  void aPairWithoutWitnessIsHurtInAtLeastTwentyFiveWaysThatNeedNoWitness() {
    List<FaultKind> kinds =
        FaultKind.all().stream().filter(kind -> kind.missingInPair().isEmpty()).toList();
    assertThat(kinds).hasSizeGreaterThanOrEqualTo(25);
    assertThat(kinds).noneMatch(kind -> kind.text().contains("witness"));
    assertThat(FaultKind.CUT_WITNESS.missingInPair()).hasValue("the pair has no witness");
  }

  private static List<FaultPlan.Blow> blows(long seed, int count) {
    FaultPlan plan = new FaultPlan(seed, FaultKind.all());
    List<FaultPlan.Blow> blows = new ArrayList<>();
    for (int i = 0; i < count; i++) blows.add(plan.next());
    return blows;
  }
}
