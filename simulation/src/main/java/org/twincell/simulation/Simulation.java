// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.simulation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.twincell.cell.log.ReplicatedLog;
import org.twincell.history.HistoryLine;
import org.twincell.history.HistoryWriter;
import org.twincell.history.check.CheckLimits;
import org.twincell.history.check.HistoryChecker;
import org.twincell.history.check.Promise;
import org.twincell.history.check.Verdict;
import org.twincell.testkit.VirtualSchedule;

/**
 * One story by one seed: a cell of three members and two gateways starts, clients send, modify,
 * read, fetch and acknowledge while faults come, then all is mended, and the history is checked.
 */
public final class Simulation {
  private static final Duration MENDED_WITHIN = Duration.ofSeconds(40);
  private static final CheckLimits LIMITS = new CheckLimits(100_000, 10, 10, 10_000, 10_000, 5);

  private Simulation() {}

  /**
   * What is played.
   *
   * @param torment how long faults come
   * @param isManual only the operator moves the duty
   * @param isRealStore members keep the product's store on the disk, instead of a model of it
   * @param folder for what is written; a model of the store writes nothing
   * @param twin stands between a member and its log; for a faulty twin that has to be caught
   * @param listener hears every line of the history
   */
  public record Plan(
      Duration torment,
      boolean isManual,
      boolean isRealStore,
      Path folder,
      UnaryOperator<ReplicatedLog> twin,
      Consumer<HistoryLine> listener) {
    /** The product's own log, 12 seconds of faults, a model of the store. */
    public static Plan of(Path folder) {
      Duration torment = Duration.ofSeconds(12);
      return new Plan(torment, false, false, folder, UnaryOperator.identity(), line -> {});
    }

    public Plan lasting(Duration time) {
      return new Plan(time, isManual, isRealStore, folder, twin, listener);
    }

    public Plan withManualDuty() {
      return new Plan(torment, true, isRealStore, folder, twin, listener);
    }

    public Plan withRealStore() {
      return new Plan(torment, isManual, true, folder, twin, listener);
    }

    public Plan withTwin(UnaryOperator<ReplicatedLog> other) {
      return new Plan(torment, isManual, isRealStore, folder, other, listener);
    }

    public Plan toldTo(Consumer<HistoryLine> other) {
      return new Plan(torment, isManual, isRealStore, folder, twin, other);
    }
  }

  /**
   * What came of a seed.
   *
   * @param problems what went wrong besides the history: a cell that did not come back, a call
   *     without an end, retries over their budget
   * @param fired how often each fault took effect
   * @param steps pieces of work that were done
   * @param trace the faults with their times
   */
  public record Result(
      long seed,
      Verdict verdict,
      List<String> problems,
      Map<Fault, Long> fired,
      long steps,
      List<String> trace) {
    public Result {
      problems = List.copyOf(problems);
      Map<Fault, Long> sorted = new EnumMap<>(Fault.class);
      sorted.putAll(fired);
      fired = sorted;
      trace = List.copyOf(trace);
    }

    public boolean isClean() {
      return verdict.isClean() && problems.isEmpty();
    }

    /** All that is needed to look into it; begins with the seed. */
    public String report() {
      return "seed "
          + seed
          + "\n  "
          + String.join("\n  ", trace)
          + "\n"
          + String.join("\n", problems)
          + "\n"
          + verdict.report();
    }
  }

  /** Plays a seed; the same seed and plan give the same story. */
  public static Result play(long seed, Plan plan) {
    HistoryChecker checker = new HistoryChecker(Promise.SAFE, LIMITS);
    Consumer<HistoryLine> lines =
        line -> {
          plan.listener().accept(line);
          checker.accept(line);
        };
    try (World world = new World(seed, plan)) {
      VirtualSchedule schedule = world.schedule();
      HistoryWriter history = HistoryWriter.to(lines, "simulation", seed, schedule.time());
      world.addClients(history);
      FaultMaker faults = new FaultMaker(world, world.chance());
      List<String> problems = new ArrayList<>();

      world.startAll();
      schedule.run(Duration.ofSeconds(1));
      world.workers().forEach(Worker::start);
      faults.start();
      schedule.run(plan.torment());
      faults.stop();
      mend(world, problems);

      for (SimMember member : world.members()) {
        member.store().ifPresent(store -> history.stored(member.name(), store.content()));
      }
      return new Result(
          seed, checker.verdict(), problems, faults.fired(), schedule.steps(), faults.trace());
    }
  }

  /** What must become true by itself once nothing is wrong any more. */
  private static void mend(World world, List<String> problems) {
    world.machines().forEach(VirtualSchedule.Machine::resume);
    world.mend();
    List<Long> before = world.senders().stream().map(Worker.Sender::acknowledged).toList();
    await(world, problems, "every sender gets an event acknowledged", () -> goOn(world, before));
    await(
        world,
        problems,
        "every client is back on its primary gateway",
        () -> world.workers().stream().allMatch(worker -> worker.sdk().isOnPrimary()));
    world.workers().forEach(Worker::stop);
    await(
        world,
        problems,
        "every call ends within its patience",
        () -> world.workers().stream().allMatch(Worker::isIdle));
    world.schedule().run(Duration.ofSeconds(1));
    await(world, problems, "one member is active and the stores are in step", world::isInStep);
    world.workers().forEach(worker -> worker.sdk().overBudget().ifPresent(problems::add));
  }

  private static boolean goOn(World world, List<Long> before) {
    for (int i = 0; i < before.size(); i++) {
      if (world.senders().get(i).acknowledged() <= before.get(i)) return false;
    }
    return true;
  }

  private static void await(
      World world, List<String> problems, String what, BooleanSupplier condition) {
    if (world.schedule().runUntil(MENDED_WITHIN, condition)) return;
    problems.add(
        "not within "
            + MENDED_WITHIN.toSeconds()
            + " s of quiet: "
            + what
            + " ("
            + world.describe()
            + ")");
  }
}
