// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.twincell.processes.Signals;
import org.twincell.time.SystemTime;
import org.twincell.time.TimeSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program {@code ./twincell faults}. */
@Command(
    name = "faults",
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "%nStarts a cell with primary, secondary and witness and two gateways on this machine, each"
          + " in",
      "a network of its own; sends, modifies, reads and acknowledges events through both gateways;",
      "kills, stops, cuts off and damages what runs, by a plan that follows from the seed; checks",
      "after each fault that nothing acknowledged is lost, and at the end the history of all"
          + " calls.",
      "Exit code 0 only when everything held. Everything is written below run/faults.",
      "Ctrl-C heals, judges what there is and ends with 130 (SIGTERM: 143); a second one ends at"
          + " once."
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./twincell faults --minutes 30",
      "  ./twincell faults --minutes 2 --seed 7 --only kill-active,cut-active,power-loss",
      "  ./twincell faults --pair --minutes 10",
      "  ./twincell faults --steady --minutes 60",
      "  ./twincell faults --list"
    })
public final class Faults implements Callable<Integer> {
  private static final int NOT_CLEAN = 3;
  private static final int FAILED = 2;
  private static final int USAGE = 1;
  private static final int MINUTES_LIMIT = 10_000;

  /** Held here, because the JDK forgets the level of a logger that nobody holds. */
  private static final Logger SDK_LOG = Logger.getLogger("org.twincell.client");

  @Option(
      names = "--minutes",
      paramLabel = "<n>",
      defaultValue = "5",
      description = "How long faults are fired, 1 to 10000. Default: ${DEFAULT-VALUE}.")
  private double minutes;

  @Option(
      names = "--seed",
      paramLabel = "<s>",
      description = "The same seed gives the same plan. Default: one by chance, which is printed.")
  private long seed = new SecureRandom().nextInt(1_000_000);

  @Option(
      names = "--only",
      paramLabel = "<kind>",
      split = ",",
      description = "Fire these kinds only; --list names them.")
  private List<String> only = new ArrayList<>();

  @Option(names = "--list", description = "List the kinds of fault and end.")
  private boolean list;

  @Option(
      names = "--rootless",
      description = "Relays on loopback instead of network namespaces; needs no rights.")
  private boolean rootless;

  @Option(
      names = "--steady",
      description =
          "No faults: pauses of 400 ms and 5 %% of packets lost, during which no duty may move.")
  private boolean steady;

  @Option(
      names = "--pair",
      description =
          "A pair without witness: it parts, both sides accept, and nothing may be gone when they"
              + " meet.")
  private boolean pair;

  @Option(names = "--keep", description = "Keep logs and history of a clean run too.")
  private boolean keep;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  boolean help;

  private final PrintStream out = System.out;
  private final TimeSource time = SystemTime.SYSTEM;
  private final long startNanos = time.monotonicNanos();

  /** What a shell sees of a process that a signal has ended; 0 as long as none came. */
  private final AtomicInteger code = new AtomicInteger();

  /** Ends the process with 0 when everything held. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Faults()).setCommandName("twincell faults").execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    if (list) {
      FaultKind.all().forEach(kind -> out.printf("%-24s %s%n", kind.word(), kind.text()));
      return 0;
    }
    List<String> unknown = only.stream().filter(word -> FaultKind.named(word).isEmpty()).toList();
    if (!unknown.isEmpty() || !(minutes > 0) || minutes > MINUTES_LIMIT) {
      System.err.println(
          "faults: "
              + (unknown.isEmpty()
                  ? "write --minutes from 0.1 to " + MINUTES_LIMIT + "."
                  : "there is no kind " + unknown + "; --list names them."));
      return USAGE;
    }
    SDK_LOG.setLevel(Level.SEVERE); // what the SDK meets is in the history
    return run();
  }

  private int run() throws InterruptedException {
    Path root = Path.of(System.getProperty("twincell.root", "")).toAbsolutePath();
    RunSettings settings =
        new RunSettings(
            root,
            Duration.ofMillis((long) (minutes * 60_000)),
            0,
            seed,
            only,
            rootless,
            keep,
            steady,
            pair);
    try (FaultRun run = FaultRun.prepare(settings, this::say, time)) {
      listen(run);
      FaultRun.Result result = run.run();
      if (result.clean() && !keep) run.endAndDelete();
      else say("logs and history: " + run.folder());
      say(result.line());
      if (result.interrupted()) return code.get();
      return result.clean() ? 0 : NOT_CLEAN;
    } catch (IOException | RuntimeException e) {
      say("logs and history: " + root.resolve("run/faults/seed-" + seed));
      say("seed " + seed + " failed before anything could be judged: " + e);
      return FAILED;
    }
  }

  /** The first signal lets the run come to its own end; another one ends everything at once. */
  private void listen(FaultRun run) {
    Runtime.getRuntime().addShutdownHook(new Thread(run::close, "faults-end"));
    Map<String, Integer> codes = Map.of("HUP", 129, "INT", 130, "TERM", 143);
    codes.forEach(
        (signal, number) -> {
          if (!Signals.on(signal, () -> asked(run, number))) {
            say("SIG" + signal + " cannot be heard here; it ends the run unjudged");
          }
        });
  }

  private void asked(FaultRun run, int number) {
    if (!code.compareAndSet(0, number)) System.exit(number);
    say("interrupted: heals, judges what there is, and ends; the same again ends at once");
    run.interrupt();
  }

  private void say(String line) {
    out.printf("%7.1f s  %s%n", (time.monotonicNanos() - startNanos) / 1e9, line);
    out.flush();
  }
}
