// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.logging.LogManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many seeds in every build; {@code -Dseeds=N} plays more, {@code ./twincell simulate} millions.
 */
class SimulationTest {
  private static final long SEEDS = Long.getLong("seeds", 2500);
  private static final long MANUAL_SEEDS = Long.getLong("manualSeeds", 500);
  private static final long REAL_STORE_SEEDS = Long.getLong("realStoreSeeds", 3);
  private static final Duration TORMENT = Duration.ofSeconds(5);

  @TempDir Path folder;

  @BeforeAll
  static void beQuiet() {
    LogManager.getLogManager().reset();
  }

  @Test
  void whatWasAcknowledgedStaysAndTheCellComesBackWhateverFails() {
    Map<Fault, Long> fired = new EnumMap<>(Fault.class);
    Simulation.Plan plan = Simulation.Plan.of(folder).lasting(TORMENT);
    for (long seed = 1; seed <= SEEDS; seed++) {
      Simulation.Result result = Simulation.play(seed, plan);
      assertThat(result.isClean()).as(result::report).isTrue();
      result.fired().forEach((fault, count) -> fired.merge(fault, count, Long::sum));
    }
    Set<Fault> expected = EnumSet.allOf(Fault.class);
    expected.remove(Fault.OPERATOR);
    assertThat(fired.keySet()).as("faults that took effect").isEqualTo(expected);
  }

  /** Only the operator moves the duty, whatever fails; who was named serves as soon as it can. */
  @Test
  void inManualModeTheSameHoldsAndTheCellComesBackToWhoWasNamed() {
    Map<Fault, Long> fired = new EnumMap<>(Fault.class);
    Simulation.Plan plan = Simulation.Plan.of(folder).withManualDuty().lasting(TORMENT);
    for (long seed = 1; seed <= MANUAL_SEEDS; seed++) {
      Simulation.Result result = Simulation.play(seed, plan);
      assertThat(result.isClean()).as(result::report).isTrue();
      result.fired().forEach((fault, count) -> fired.merge(fault, count, Long::sum));
    }
    assertThat(fired).containsKeys(Fault.OPERATOR, Fault.CRASH_MEMBER, Fault.SPLIT);
  }

  /** A copy of a store that was under way for long once took entries away that came after it. */
  @ParameterizedTest
  @ValueSource(longs = {10209, 11310, 11815})
  void aSnapshotThatComesLateTakesNothingAway(long seed) {
    Simulation.Result result = Simulation.play(seed, Simulation.Plan.of(folder).lasting(TORMENT));
    assertThat(result.isClean()).as(result::report).isTrue();
  }

  @Test
  void theStoreOnTheDiskKeepsTheSameRules() {
    for (long seed = 1; seed <= REAL_STORE_SEEDS; seed++) {
      Simulation.Plan plan = Simulation.Plan.of(folder.resolve("seed-" + seed)).withRealStore();
      Simulation.Result result = Simulation.play(seed, plan.lasting(TORMENT));
      assertThat(result.isClean()).as(result::report).isTrue();
    }
  }

  @Test
  void aSeedTellsTheSameStoryEachTime() {
    Simulation.Result once = Simulation.play(7, Simulation.Plan.of(folder));
    Simulation.Result again = Simulation.play(7, Simulation.Plan.of(folder));

    assertThat(once.verdict().acknowledged()).isPositive();
    assertThat(again.steps()).isEqualTo(once.steps());
    assertThat(again.trace()).isEqualTo(once.trace());
    assertThat(again.verdict()).isEqualTo(once.verdict());
  }
}
