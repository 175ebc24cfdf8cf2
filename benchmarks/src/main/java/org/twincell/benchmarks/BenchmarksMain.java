// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.twincell.time.SystemTime;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the benchmarks by name and prints one table. */
@Command(
    name = "benchmarks",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures the product beside bare limits, in one run on one machine.",
      "",
      "  throughput  durable acknowledged events per second, at the cell and through a gateway,",
      "              beside a bare leader-and-follower loop, a bare Jetty and a CXF that answer at once",
      "  takeover    the time without an acknowledgement after SIGKILL of the active member",
      "  handover    the same in a planned hand-over (--kills says how many)",
      "  fetch-new   100 new events among 1,000 and among 1,000,000",
      "  footprint   memory at rest and with 1,000,000 events, and the time to start",
      "  digest      what comparing stores costs an event, and how fast a store is read from the disk",
      "  all         all of these, one after the other (about 40 minutes)",
      "",
      "Example: benchmarks throughput --warm-up 60 --seconds 20"
    })
public final class BenchmarksMain implements Callable<Integer> {
  @Parameters(paramLabel = "BENCHMARK", defaultValue = "throughput")
  private String benchmark = "throughput";

  @Option(
      names = "--warm-up",
      description = "seconds before anything is measured (${DEFAULT-VALUE})")
  private int warmUpSeconds = 60;

  @Option(names = "--seconds", description = "seconds of each measurement (${DEFAULT-VALUE})")
  private int seconds = 20;

  @Option(
      names = "--rounds",
      description = "rounds, in which variants alternate (${DEFAULT-VALUE})")
  private int rounds = 3;

  @Option(names = "--kills", description = "takeovers that are measured (${DEFAULT-VALUE})")
  private int kills = 20;

  @Option(
      names = "--settle",
      description =
          "takeover: seconds that a member which was started again runs in step before the next kill"
              + " (${DEFAULT-VALUE})")
  private int settleSeconds = 15;

  @Option(
      names = "--profile",
      description = "takeover: CellDuplicateProfile of the members (${DEFAULT-VALUE})")
  private String profile = "standard";

  @Option(
      names = "--silence",
      description = "takeover: the active member falls silent (SIGSTOP) instead of ending")
  private boolean silence;

  @Option(names = "--events", description = "events of the large store (${DEFAULT-VALUE})")
  private int events = 1_000_000;

  @Option(
      names = "--folder",
      description = "data goes into a new folder in here, removed afterwards")
  private Path folder = Path.of("target/benchmarks");

  /** What a run was asked for. */
  record Plan(
      Path folder,
      Duration warmUp,
      Duration length,
      int rounds,
      int kills,
      Duration settle,
      String profile,
      boolean silence,
      int events) {}

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(folder);
    if (benchmark.startsWith("serve-")) return carryOut(folder.toAbsolutePath());
    // A store of an earlier run would answer the same events from what it has.
    Path fresh = Files.createTempDirectory(folder.toAbsolutePath(), "run-");
    try {
      return carryOut(fresh);
    } finally {
      remove(fresh);
    }
  }

  private static void remove(Path fresh) throws IOException {
    List<Path> all;
    try (Stream<Path> found = Files.walk(fresh)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) Files.deleteIfExists(path);
  }

  private int carryOut(Path runFolder) throws Exception {
    Plan plan =
        new Plan(
            runFolder,
            Duration.ofSeconds(warmUpSeconds),
            Duration.ofSeconds(seconds),
            rounds,
            kills,
            Duration.ofSeconds(settleSeconds),
            profile,
            silence,
            events);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Report report = new Report(out, SystemTime.SYSTEM);
    switch (benchmark) {
      case "throughput" -> new Throughput(plan, report, SystemTime.SYSTEM).run();
      case "takeover" -> new Takeover(plan, report, SystemTime.SYSTEM).run();
      case "handover" -> new HandOvers(plan, report, SystemTime.SYSTEM).run();
      case "fetch-new" -> new FetchNew(plan, report, SystemTime.SYSTEM).run();
      case "footprint" -> new Footprint(plan, report, SystemTime.SYSTEM).run();
      case "digest" -> new DigestCost(plan, report, SystemTime.SYSTEM).run();
      case "all" -> {
        new Throughput(plan, report, SystemTime.SYSTEM).run();
        new Takeover(plan, report, SystemTime.SYSTEM).run();
        new HandOvers(plan, report, SystemTime.SYSTEM).run();
        new FetchNew(plan, report, SystemTime.SYSTEM).run();
        new Footprint(plan, report, SystemTime.SYSTEM).run();
        new DigestCost(plan, report, SystemTime.SYSTEM).run();
      }
      case "serve-bare-follower" -> BareLoop.follow(plan.folder());
      case "serve-jetty" -> EchoServers.jetty();
      case "serve-cxf" -> EchoServers.cxf();
      default -> {
        System.err.println(
            "benchmarks: there is no benchmark '"
                + benchmark
                + "'. Choose one of "
                + List.of(
                    "throughput",
                    "takeover",
                    "handover",
                    "fetch-new",
                    "footprint",
                    "digest",
                    "all"));
        return 1;
      }
    }
    return 0;
  }

  public static void main(String[] arguments) {
    int code = new CommandLine(new BenchmarksMain()).execute(arguments);
    // Servers stay until they are killed; everything else is over.
    if (code != 0 || arguments.length == 0 || !arguments[0].startsWith("serve-")) System.exit(code);
  }
}
