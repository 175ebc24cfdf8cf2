// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.twincell.processes.Program;

/** What {@code --keep} left running: one line for each process, its id and when it started. */
final class Kept {
  private Kept() {}

  private static Path file(Path folder) {
    return folder.resolve("running");
  }

  static void note(Path folder, List<Program> left) {
    List<String> lines = new ArrayList<>();
    for (Program running : left) {
      lines.add(running.pid() + " " + text(running.startedAt()));
    }
    try {
      Files.write(file(folder), lines, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new DemoException("cannot write " + file(folder) + ": " + e.getMessage());
    }
  }

  /** Process ids are used again; with its start a process is told from a later one. */
  private static String text(Optional<Instant> start) {
    return start.map(Instant::toString).orElse("");
  }

  /**
   * @throws DemoException when processes of an earlier demonstration still run in this folder
   */
  static void refuseWhileOneRuns(Path folder) {
    if (!Files.exists(file(folder))) return;
    List<String> alive = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file(folder), StandardCharsets.UTF_8)) {
        String[] parts = line.split(" ", 2);
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(parts[0]));
        if (process.isPresent()
            && parts.length == 2
            && text(process.get().info().startInstant()).equals(parts[1])) {
          alive.add(parts[0]);
        }
      }
    } catch (IOException | NumberFormatException e) {
      throw new DemoException("cannot read " + file(folder) + "; delete it: " + e.getMessage());
    }
    if (!alive.isEmpty()) {
      throw new DemoException(
          "an earlier demonstration still runs. End it with: kill " + String.join(" ", alive));
    }
  }
}
