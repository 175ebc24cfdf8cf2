// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that this program started.
 *
 * @param name what the viewer calls it, for instance {@code secondary}
 * @param log its standard output and error
 */
record Running(String name, Process process, Path log) {
  private static final int TAIL_LINES = 15;

  /** Starts a command with its output appended to a log of its name. */
  static Running start(String name, List<String> command, Path folder, Path log) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    // The quick compiler only: a demonstration is over before the other one has paid for itself.
    builder.environment().putIfAbsent("TWINCELL_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    try {
      return new Running(name, builder.start(), log);
    } catch (IOException e) {
      throw new DemoException("cannot start " + name + ": " + e.getMessage());
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL: the process gets no chance to say or write anything. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  /** SIGTERM, and SIGKILL when it is still there after the wait. */
  void end(Duration wait) {
    process.destroy();
    try {
      if (!process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS)) kill();
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  /** The last lines of the log, for whoever wants to know why it failed. */
  String tail() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      int from = Math.max(0, lines.size() - TAIL_LINES);
      return String.join(
          "\n", lines.subList(from, lines.size()).stream().map(l -> "    " + l).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
