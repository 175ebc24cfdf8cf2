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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.LogManager;

/**
 * Plays many seeds on all processors. Ends with 0 when every seed was clean, 1 when one was not, 2
 * when the arguments are wrong.
 */
public final class SimulateMain {
  private static final String USAGE =
      """
      Usage: twincell simulate [--play WHAT] [--seeds N] [--seed S] [--seconds T] [--threads P] [--store real] [--history FILE]

      Plays stories on virtual time, with faults by seed, and checks what must hold.

        --play cell     three members, two gateways and three SDK clients; the history of every call is
                        checked. This is played if nothing else is asked for
        --play manual   the same, where only the operator moves the duty
        --play pair     two members without a witness that lose each other, go on alone and meet again
        --play merge    two stores on the disk that part, take commands and merge in pieces
        --seeds N       so many seeds, the next one each time; 1000 if it is not given
        --seed S        begin with this one, from 1; alone it plays this one and tells its story
        --seconds T     virtual seconds of faults for each seed of cell and manual; 12 if it is not given
        --threads P     seeds at the same time; one for each processor if it is not given
        --store real    members keep the real store on the disk, about a hundred times slower
        --history FILE  with --seed, of cell and manual: writes the history of that seed

      Examples:
        twincell simulate --seeds 1000000
        twincell simulate --seed 42
        twincell simulate --play pair --seeds 1000000
      """;

  private static final Duration PROGRESS = Duration.ofSeconds(5);
  private static final int REPORTS_LIMIT = 10;

  private final PrintStream out = System.out;
  private final Map<Fault, Long> fired = new EnumMap<>(Fault.class);
  private final List<Long> failed = new ArrayList<>();
  private final Map<String, Long> figures = new LinkedHashMap<>();
  private long played;

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

  private int one(Options options, Path folder) {
    Play.Told told = options.play().play(options.seed(), options.manner(), folder);
    out.println(told.report());
    take(told);
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

  private static Play.Told playOne(long seed, Options options, Path folder) {
    try {
      return options.play().play(seed, options.manner(), folder);
    } catch (RuntimeException | Error fault) {
      throw new IllegalStateException("seed " + seed + " met a fault of the program", fault);
    } finally {
      remove(folder);
    }
  }

  private synchronized void take(Play.Told told) {
    played++;
    told.figures().forEach((what, count) -> figures.merge(what, count, Long::sum));
    told.fired().forEach((fault, count) -> fired.merge(fault, count, Long::sum));
    if (told.isClean()) return;
    failed.add(told.seed());
    if (failed.size() <= REPORTS_LIMIT) out.println(told.report() + "\n");
  }

  private synchronized void progress(Options options) {
    out.printf(
        "simulate: %d of %d seeds, %s, %d failed%n",
        played, options.seeds(), summary(), failed.size());
  }

  private String summary() {
    StringJoiner all = new StringJoiner(" ");
    figures.forEach((what, count) -> all.add(what + " " + count));
    return all.toString();
  }

  private synchronized int last(Options options) {
    StringJoiner faults = new StringJoiner(" ");
    fired.forEach((fault, count) -> faults.add(fault + "=" + count));
    if (!fired.isEmpty()) out.println("faults: " + faults);
    long expected = Math.max(1, options.seeds());
    boolean isClean = failed.isEmpty() && played == expected;
    out.printf(
        "simulate: %s, seeds %d (from %d) %s failed %d%s%n",
        options.play().word(),
        played,
        options.seed(),
        summary(),
        failed.size(),
        failed.isEmpty() ? "" : again(options));
    return isClean ? 0 : 1;
  }

  private String again(Options options) {
    String play = options.play() == Play.CELL ? "" : "--play " + options.play().word() + " ";
    return "; play one again with " + play + "--seed " + failed.get(0);
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
      Play play, long seed, long seeds, int threads, Play.Manner manner, boolean help) {
    static Options of(String[] args) {
      Play play = Play.CELL;
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
          case "--play" -> play = play(value(args, ++i));
          case "--seed" -> {
            seed = number(args, ++i);
            isSeedGiven = true;
          }
          case "--seeds" -> seeds = number(args, ++i);
          case "--seconds" -> seconds = number(args, ++i);
          case "--threads" -> threads = number(args, ++i);
          case "--store" -> real = isReal(value(args, ++i));
          case "--history" -> history = value(args, ++i);
          case "-h", "--help" -> help = true;
          default -> throw new IllegalArgumentException("'" + args[i] + "' is not known");
        }
      }
      if (seeds < 0) seeds = isSeedGiven ? 0 : 1000;
      if (!history.isEmpty() && seeds > 0) {
        throw new IllegalArgumentException("--history is of one seed: say --seed, not --seeds");
      }
      if (!play.isWholeCell() && (real || !history.isEmpty())) {
        throw new IllegalArgumentException("--store and --history are of cell and manual");
      }
      Play.Manner manner = new Play.Manner(Duration.ofSeconds(seconds), real, history);
      return new Options(play, seed, seeds, (int) threads, manner, help);
    }

    private static Play play(String word) {
      for (Play each : Play.values()) if (each.word().equals(word)) return each;
      throw new IllegalArgumentException(
          "there is no '" + word + "' to play; write cell, manual, pair or merge");
    }

    private static boolean isReal(String word) {
      if (word.equals("real")) return true;
      throw new IllegalArgumentException("--store can be real, not '" + word + "'");
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
