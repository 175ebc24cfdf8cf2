// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.processes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs a small command of the system, waits for its end, and gives what it printed. */
public final class Shell {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Shell() {}

  /**
   * What the command printed.
   *
   * @throws IOException with the command and its output when it is not there, fails or hangs
   */
  public static String run(List<String> command) throws IOException {
    String name = String.join(" ", command);
    Path output = Files.createTempFile("shell-", ".out");
    try (Program program = Program.startShort(name, command, output)) {
      Optional<Integer> code = program.await(LIMIT);
      String printed = Files.readString(output, StandardCharsets.ISO_8859_1);
      if (code.isEmpty()) {
        throw new IOException(name + ": no end within " + LIMIT.toSeconds() + " s");
      }
      if (code.get() != 0) {
        throw new IOException(name + " failed (" + code.get() + "): " + printed.strip());
      }
      return printed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(name + " was interrupted", e);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /** The same with words. */
  public static String run(String... command) throws IOException {
    return run(List.of(command));
  }

  /** Whether the command is there and ends well. */
  public static boolean works(String... command) {
    try {
      run(command);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
