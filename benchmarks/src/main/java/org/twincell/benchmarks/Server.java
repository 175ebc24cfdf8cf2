// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.twincell.processes.Program;
import org.twincell.time.TimeSource;

/** One of this program's own servers as a process, on the same Java and class path. */
record Server(Program program, int port) implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final String PORT = "port ";

  /** Starts {@code benchmarks serve-...} and waits for the port that it prints. */
  static Server start(String benchmark, Path folder, TimeSource time)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            BenchmarksMain.class.getName(),
            benchmark,
            "--folder",
            folder.toString());
    Path log = folder.resolve(benchmark + "." + time.monotonicNanos() + ".log");
    Program program = Program.start(benchmark, command, Path.of("").toAbsolutePath(), log);
    long start = time.monotonicNanos();
    while (!isReady(benchmark, program.printed())) {
      if (!program.isAlive() || time.monotonicNanos() - start > START_LIMIT.toNanos()) {
        program.close();
        throw new IOException(benchmark + " does not get ready: " + program.tail());
      }
      time.pause(LOOK_AGAIN);
    }
    return new Server(program, port(program.printed()));
  }

  private static boolean isReady(String benchmark, List<String> printed) {
    return port(printed) != 0 && (!benchmark.equals("serve-cxf") || printed.contains("ready"));
  }

  private static int port(List<String> printed) {
    return printed.stream()
        .filter(line -> line.startsWith(PORT))
        .map(line -> Integer.parseInt(line.substring(PORT.length())))
        .findFirst()
        .orElse(0);
  }

  double cpuSeconds() throws IOException {
    return program.cpuSeconds();
  }

  @Override
  public void close() {
    program.close();
  }
}
