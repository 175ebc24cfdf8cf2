// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a small command of the system and gives what it printed. */
public final class Shell {
  private static final long LIMIT_SECONDS = 30;

  private Shell() {}

  /**
   * What the command printed.
   *
   * @throws IOException with the command and its output when it fails or hangs
   */
  public static String run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(
            String.join(" ", command) + ": no end within " + LIMIT_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + " was interrupted", e);
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          String.join(" ", command) + " failed (" + process.exitValue() + "): " + output.strip());
    }
    return output;
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
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }
}
