// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.simulation;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.twincell.cell.log.SimulatedPair;
import org.twincell.cell.store.SimulatedMerge;
import org.twincell.history.HistoryText;

/** What can be played by seed. */
enum Play {
  /** Three members, two gateways, three clients; a takeover needs nobody. */
  CELL,
  /** The same, where only the operator moves the duty. */
  MANUAL,
  /** Two members without a witness, which part and meet again. */
  PAIR,
  /** Two stores on the disk that part, take commands, and merge. */
  MERGE;

  /**
   * How it is played.
   *
   * @param torment how long faults come, of CELL and MANUAL
   * @param isRealStore members keep the store on the disk, of CELL and MANUAL
   * @param history where the history of CELL and MANUAL goes; empty for nowhere
   */
  record Manner(Duration torment, boolean isRealStore, String history) {}

  /**
   * What came of a seed.
   *
   * @param report begins with the seed
   * @param figures what is summed up over all seeds
   */
  record Told(
      long seed,
      boolean isClean,
      String report,
      Map<String, Long> figures,
      Map<Fault, Long> fired) {}

  /** The word of the command line. */
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Whether {@link Manner} counts. */
  boolean isWholeCell() {
    return this == CELL || this == MANUAL;
  }

  /**
   * Plays a seed; any thread.
   *
   * @param folder empty or not there yet, for what is written
   */
  Told play(long seed, Manner manner, Path folder) {
    return switch (this) {
      case CELL, MANUAL -> cell(seed, manner, folder);
      case PAIR -> pair(SimulatedPair.play(seed));
      case MERGE -> merge(SimulatedMerge.play(seed, folder));
    };
  }

  private Told cell(long seed, Manner manner, Path folder) {
    Simulation.Plan plan = Simulation.Plan.of(folder).lasting(manner.torment());
    if (this == MANUAL) plan = plan.withManualDuty();
    if (manner.isRealStore()) plan = plan.withRealStore();
    if (manner.history().isEmpty()) return told(Simulation.play(seed, plan));
    try (PrintStream file = new PrintStream(manner.history(), StandardCharsets.UTF_8)) {
      return told(Simulation.play(seed, plan.toldTo(line -> file.println(HistoryText.of(line)))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Told told(Simulation.Result result) {
    Map<String, Long> figures = new LinkedHashMap<>();
    figures.put("calls", result.verdict().calls());
    figures.put("acknowledged", result.verdict().acknowledged());
    figures.put("takeovers", Math.max(0L, result.verdict().terms() - 1L));
    return new Told(result.seed(), result.isClean(), result.report(), figures, result.fired());
  }

  private static Told pair(SimulatedPair.Result result) {
    Map<String, Long> figures = new LinkedHashMap<>();
    figures.put("acknowledged", (long) result.acknowledged());
    figures.put("partings", (long) result.partings());
    figures.put("merges", (long) result.merges());
    boolean isClean = result.problems().isEmpty();
    return new Told(result.seed(), isClean, result.report(), figures, Map.of());
  }

  private static Told merge(SimulatedMerge.Result result) {
    Map<String, Long> figures = new LinkedHashMap<>();
    figures.put("merged", (long) result.merged());
    figures.put("conflicts", (long) result.conflicts());
    return new Told(result.seed(), result.isClean(), result.report(), figures, Map.of());
  }
}
