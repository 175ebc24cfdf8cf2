// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.harness;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One process of a run, with its log. Signals go to its id and to no other. Methods may be called
 * from any thread, one at a time.
 */
public final class Program implements AutoCloseable {
  private static final long CLOCK_TICKS_PER_SECOND = 100;

  private final String name;
  private final Process process;
  private final Path log;

  private Program(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  static Program start(String name, List<String> command, Path folder, Path log)
      throws IOException {
    return start(name, command, Map.of(), folder, log);
  }

  /**
   * Starts a command; returns at once.
   *
   * @param environment added to this process's own
   * @param log everything that it prints is appended here
   */
  public static Program start(
      String name, List<String> command, Map<String, String> environment, Path folder, Path log)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.directory(folder.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return new Program(name, builder.start(), log);
  }

  /** As shown in messages, for instance {@code primary}. */
  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Of a process that has ended. */
  public int exitCode() {
    return process.exitValue();
  }

  /** SIGKILL, and waits until the process is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException(name + " survived SIGKILL for 20 s");
    }
  }

  /** SIGTERM; returns the exit code, or throws when the process needs longer than the limit. */
  public int terminate(long limitSeconds) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
      throw new IllegalStateException(name + " still runs " + limitSeconds + " s after SIGTERM");
    }
    return process.exitValue();
  }

  /** Sends a signal by its short name, for instance {@code STOP}, {@code CONT} or {@code HUP}. */
  public void signal(String signal) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start();
    if (kill.waitFor() != 0) throw new IOException("cannot send " + signal + " to " + name);
  }

  /** Seconds of processor time that the process has used. */
  public double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12]))
        / (double) CLOCK_TICKS_PER_SECOND;
  }

  /** Resident memory in MiB. */
  public long residentMebibytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
    }
    throw new IOException("no VmRSS of " + name);
  }

  /** The last lines of the log, for a message. */
  public String tail() {
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(log));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    } catch (IOException e) {
      return log + " cannot be read: " + e;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
