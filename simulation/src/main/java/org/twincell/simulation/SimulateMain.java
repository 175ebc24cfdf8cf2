// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.simulation;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.LogManager;
import org.twincell.history.HistoryText;

/**
 * Plays many seeds on all processors. Ends with 0 when every seed was clean, 1 when one was not, 2
 * when the arguments are wrong.
 */
public final class SimulateMain {
  private static final String USAGE =
      """
      Usage: twincell simulate [--seeds N] [--seed S] [--seconds T] [--threads P] [--store real] [--history FILE]

      Plays a cell of three members, two gateways and three SDK clients on virtual time, with faults
      by seed, and checks the history of every call.

        --seeds N       so many seeds, the next one each time; 1000 if it is not given
        --seed S        begin with this one, from 1; alone it plays this one and tells its story
        --seconds T     virtual seconds of faults for each seed; 12 if it is not given
        --threads P     seeds at the same time; one for each processor if it is not given
        --store real    members keep the real store on the disk, about a hundred times slower
        --history FILE  with --seed: writes the history of that seed
      """;

  private static final Duration PROGRESS = Duration.ofSeconds(5);
  private static final int REPORTS_LIMIT = 10;

  private final PrintStream out = System.out;
  private final Map<Fault, Long> fired = new EnumMap<>(Fault.class);
  private final List<Long> failed = new ArrayList<>();
  private long played;
  private long calls;
  private long acknowledged;
  private long takeovers;

  private SimulateMain() {}

  /** See the usage. */
  public static void main(String[] args) throws Exception {
    LogManager.getLogManager().reset();
    Options options;
    try {
      options = Options.of(args);
    } catch (IllegalArgumentException wrong) {
      System.err.println("simulate: " + wrong.getMessage() + "\n\n" + USAGE);
      System.exit(2);
      return;
    }
    System.exit(new SimulateMain().run(options));
  }

  private int run(Options options) throws Exception {
    if (options.help()) {
      out.print(USAGE);
      return 0;
    }
    Path folder = Files.createTempDirectory("twincell-simulation");
    try {
      return options.seeds() == 0 ? one(options, folder) : many(options, folder);
    } finally {
      remove(folder);
    }
  }

  private static Simulation.Plan plan(Options options, Path folder) {
    Simulation.Plan plan = Simulation.Plan.of(folder).lasting(options.torment());
    return options.isRealStore() ? plan.withRealStore() : plan;
  }

  private int one(Options options, Path folder) throws IOException {
    Simulation.Plan plan = plan(options, folder);
    Simulation.Result result;
    if (options.history().isEmpty()) {
      result = Simulation.play(options.seed(), plan);
    } else {
      try (PrintStream file = new PrintStream(options.history(), "UTF-8")) {
        result =
            Simulation.play(
                options.seed(), plan.toldTo(line -> file.println(HistoryText.of(line))));
      }
    }
    out.println(result.report());
    take(result);
    return last(options);
  }

  private int many(Options options, Path folder) throws InterruptedException {
    AtomicLong next = new AtomicLong(options.seed());
    long end = options.seed() + options.seeds();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < options.threads(); i++) {
      Thread thread =
          new Thread(
              () -> {
                for (long seed = next.getAndIncrement();
                    seed < end;
                    seed = next.getAndIncrement()) {
                  take(playOne(seed, options, folder.resolve("seed-" + seed)));
                }
              },
              "simulate-" + i);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      for (thread.join(PROGRESS.toMillis()); thread.isAlive(); thread.join(PROGRESS.toMillis())) {
        progress(options);
      }
    }
    return last(options);
  }

  private static Simulation.Result playOne(long seed, Options options, Path folder) {
    try {
      return Simulation.play(seed, plan(options, folder));
    } catch (RuntimeException | Error fault) {
      throw new IllegalStateException("seed " + seed + " met a fault of the program", fault);
    } finally {
      remove(folder);
    }
  }

  private synchronized void take(Simulation.Result result) {
    played++;
    calls += result.verdict().calls();
    acknowledged += result.verdict().acknowledged();
    takeovers += Math.max(0, result.verdict().terms() - 1);
    result.fired().forEach((fault, count) -> fired.merge(fault, count, Long::sum));
    if (result.isClean()) return;
    failed.add(result.seed());
    if (failed.size() <= REPORTS_LIMIT) out.println(result.report() + "\n");
  }

  private synchronized void progress(Options options) {
    out.printf(
        "simulate: %d of %d seeds, %d calls, %d failed%n",
        played, options.seeds(), calls, failed.size());
  }

  private synchronized int last(Options options) {
    StringJoiner faults = new StringJoiner(" ");
    fired.forEach((fault, count) -> faults.add(fault + "=" + count));
    out.println("faults: " + faults);
    long expected = Math.max(1, options.seeds());
    boolean isClean = failed.isEmpty() && played == expected;
    out.printf(
        "simulate: seeds %d (from %d) calls %d acknowledged %d takeovers %d failed %d%s%n",
        played,
        options.seed(),
        calls,
        acknowledged,
        takeovers,
        failed.size(),
        failed.isEmpty() ? "" : "; play one again with --seed " + failed.get(0));
    return isClean ? 0 : 1;
  }

  private static void remove(Path folder) {
    if (!Files.exists(folder)) return;
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * What was asked for.
   *
   * @param seeds 0 for one seed with its story
   */
  private record Options(
      long seed,
      long seeds,
      Duration torment,
      int threads,
      boolean isRealStore,
      String history,
      boolean help) {
    static Options of(String[] args) {
      long seed = 1;
      long seeds = -1;
      long seconds = 12;
      long threads = Runtime.getRuntime().availableProcessors();
      boolean real = false;
      boolean help = false;
      boolean isSeedGiven = false;
      String history = "";
      for (int i = 0; i < args.length; i++) {
        switch (args[i]) {
          case "--seed" -> {
            seed = number(args, ++i);
            isSeedGiven = true;
          }
          case "--seeds" -> seeds = number(args, ++i);
          case "--seconds" -> seconds = number(args, ++i);
          case "--threads" -> threads = number(args, ++i);
          case "--store" -> real = value(args, ++i).equals("real");
          case "--history" -> history = value(args, ++i);
          case "-h", "--help" -> help = true;
          default -> throw new IllegalArgumentException("'" + args[i] + "' is not known");
        }
      }
      if (seeds < 0) seeds = isSeedGiven ? 0 : 1000;
      return new Options(
          seed, seeds, Duration.ofSeconds(seconds), (int) threads, real, history, help);
    }

    private static String value(String[] args, int at) {
      if (at >= args.length) {
        throw new IllegalArgumentException(args[at - 1] + " needs a value");
      }
      return args[at];
    }

    private static long number(String[] args, int at) {
      String value = value(args, at);
      try {
        long number = Long.parseLong(value);
        if (number > 0) return number;
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("'" + value + "' is no number", e);
      }
      throw new IllegalArgumentException(args[at - 1] + " has to be more than 0, not " + value);
    }
  }
}
