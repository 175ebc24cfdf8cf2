// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.logging.LogManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.cell.log.ReplicatedLog;
import org.twincell.history.check.Rule;
import org.twincell.history.check.Verdict;

/** The checker proves itself: members that break a promise are caught. */
class FaultyTwinsTest {
  private static final long SEEDS = 200;

  @TempDir Path folder;

  @BeforeAll
  static void beQuiet() {
    LogManager.getLogManager().reset();
  }

  @Test
  void aMemberThatAcknowledgesBeforeTheCommitIsCaught() {
    Verdict caught = firstBroken(Rule.LOST, FaultyTwins::acknowledgesBeforeTheCommit);

    assertThat(caught.count(Rule.LOST)).isPositive();
  }

  @Test
  void aMemberThatIgnoresTheTermIsCaught() {
    Verdict caught = firstBroken(Rule.OLDER_TERM, FaultyTwins::ignoresTheTerm);

    assertThat(caught.count(Rule.OLDER_TERM)).isPositive();
  }

  @Test
  void aMemberThatClaimsTheTermOfAnotherIsCaught() {
    Verdict caught = firstBroken(Rule.TWO_ACTIVE, FaultyTwins::claimsTheTermOfAnother);

    assertThat(caught.count(Rule.TWO_ACTIVE)).isPositive();
  }

  private Verdict firstBroken(Rule rule, UnaryOperator<ReplicatedLog> twin) {
    Simulation.Plan plan = Simulation.Plan.of(folder).withTwin(twin);
    for (long seed = 1; seed <= SEEDS; seed++) {
      Verdict verdict = Simulation.play(seed, plan).verdict();
      if (verdict.count(rule) > 0) return verdict;
    }
    throw new AssertionError("no seed of " + SEEDS + " broke " + rule);
  }
}
