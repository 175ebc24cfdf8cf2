// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Ends processes of an earlier run that was killed itself. A run notes the ids of the processes
 * that it starts; one of them is ended only when its command line names that run's folder, so that
 * an id that was used again harms nobody.
 */
final class Leftovers {
  private static final String FILE = "processes";

  private Leftovers() {}

  /** Takes down a process that was started. */
  static void note(Path folder, long pid) throws IOException {
    Files.writeString(
        folder.resolve(FILE),
        pid + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Ends what earlier runs below this folder left, unless their harness still lives. */
  static void end(Path runs, Consumer<String> out) throws IOException {
    if (Files.notExists(runs)) return;
    try (Stream<Path> folders = Files.list(runs)) {
      for (Path folder : folders.toList()) {
        Path file = folder.resolve(FILE);
        if (Files.exists(file)) endAll(folder, Files.readAllLines(file), out);
      }
    }
  }

  private static void endAll(Path folder, List<String> pids, Consumer<String> out)
      throws IOException {
    for (String pid : pids) {
      if (pid.matches("[0-9]{1,9}") && isOf(folder, Long.parseLong(pid))) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        out.accept("ended process " + pid + " that an earlier run left");
      }
    }
  }

  private static boolean isOf(Path folder, long pid) {
    try {
      String parent = parent(pid);
      return Files.readString(Path.of("/proc/" + pid + "/cmdline")).contains(folder.toString())
          && parent.equals("1");
    } catch (IOException gone) {
      return false;
    }
  }

  /** A process whose harness is gone belongs to process 1. */
  private static String parent(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[1];
  }
}
