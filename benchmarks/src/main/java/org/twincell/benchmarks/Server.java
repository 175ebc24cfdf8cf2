// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One of this program's own servers as a process, on the same Java and class path. */
final class Server implements AutoCloseable {
  private static final int TICKS_PER_SECOND = 100;

  private final Process process;
  private final int port;

  private Server(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts {@code benchmarks serve-...} and waits for the port that it prints. */
  static Server start(String benchmark, Path folder) throws IOException {
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
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null || !line.startsWith("port ")) {
      process.destroyForcibly();
      throw new IOException(benchmark + " said '" + line + "' and no port");
    }
    int port = Integer.parseInt(line.substring(5));
    if (benchmark.equals("serve-cxf") && !"ready".equals(out.readLine())) {
      process.destroyForcibly();
      throw new IOException(benchmark + " did not get ready");
    }
    return new Server(process, port);
  }

  int port() {
    return port;
  }

  double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) TICKS_PER_SECOND;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
