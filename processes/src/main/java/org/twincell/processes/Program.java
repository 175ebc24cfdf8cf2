// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.processes;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One process that this program started, with its log. Signals go to its id and to no other. It
 * ends with this JVM, also when that is interrupted or gets SIGTERM. Methods may be called from any
 * thread.
 */
public final class Program implements AutoCloseable {
  private static final long CLOCK_TICKS_PER_SECOND = 100;
  private static final Duration KILL_LIMIT = Duration.ofSeconds(20);

  private final String name;
  private final Process process;
  private final Path log;

  private Program(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a command; what it prints is appended to the log.
   *
   * @param name for messages, for instance {@code primary}
   * @param folder where it runs
   */
  public static Program start(String name, List<String> command, Path folder, Path log)
      throws IOException {
    return start(name, command, Map.of(), folder, log);
  }

  /**
   * Starts a command that gets these environment variables besides those of this program.
   *
   * @throws IOException also when this JVM is about to end
   */
  public static Program start(
      String name, List<String> command, Map<String, String> environment, Path folder, Path log)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return new Program(name, Children.start(inFolder(builder, folder, log)), log);
  }

  /**
   * The same command, which no signal that this JVM ignores passes by. What a shell starts in the
   * background, or under {@code nohup}, ignores Ctrl-C or the end of the terminal, and so does
   * whatever it starts. Needs {@code env} of GNU coreutils 8.31 or newer.
   */
  public static List<String> hearingSignals(List<String> command) {
    List<String> all = new ArrayList<>(List.of("env", "--default-signal=HUP,INT,TERM"));
    all.addAll(command);
    return all;
  }

  /** Starts a short command, also while this JVM ends: then it may be one that cleans up. */
  static Program startShort(String name, List<String> command, Path log) throws IOException {
    ProcessBuilder builder = inFolder(new ProcessBuilder(command), Path.of(""), log);
    return new Program(name, builder.start(), log);
  }

  private static ProcessBuilder inFolder(ProcessBuilder builder, Path folder, Path log) {
    return builder
        .directory(folder.toAbsolutePath().toFile())
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  /** Where what it prints goes. */
  public Path log() {
    return log;
  }

  /** When it was started: with its id this tells it from a later process; empty once it is gone. */
  public Optional<Instant> startedAt() {
    return process.toHandle().info().startInstant();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Of a process that has ended. */
  public int exitCode() {
    return process.exitValue();
  }

  /** Waits for its end and answers the exit code; empty when it still runs after the limit. */
  public Optional<Integer> await(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
        ? Optional.of(process.exitValue())
        : Optional.empty();
  }

  /** SIGKILL, and waits until the process is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    if (await(KILL_LIMIT).isEmpty()) {
      throw new IllegalStateException(name + " survived SIGKILL for " + KILL_LIMIT);
    }
  }

  /** SIGTERM; does not wait. */
  public void askToEnd() {
    process.destroy();
  }

  /** SIGTERM; returns the exit code, or throws when the process needs longer than the limit. */
  public int terminate(long limitSeconds) throws InterruptedException {
    askToEnd();
    return await(Duration.ofSeconds(limitSeconds))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    name + " still runs " + limitSeconds + " s after SIGTERM"));
  }

  /** SIGTERM, and SIGKILL when it is still there after the wait or the caller is interrupted. */
  public void end(Duration wait) {
    askToEnd();
    try {
      if (await(wait).isEmpty()) close();
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
    }
  }

  /** Sends a signal by its short name, for instance {@code STOP}, {@code CONT} or {@code HUP}. */
  public void signal(String signal) throws IOException {
    Shell.run("kill", "-" + signal, Long.toString(pid()));
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

  /** What it has printed so far, whatever its bytes are. */
  public List<String> printed() throws IOException {
    return Files.readAllLines(log, StandardCharsets.ISO_8859_1);
  }

  /** The last thirty lines of the log, for a message. */
  public String tail() {
    try {
      List<String> lines = printed();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    } catch (IOException e) {
      return log + " cannot be read: " + e;
    }
  }

  /** Lets the process live on when this JVM ends. */
  public void leaveRunning() {
    Children.release(process);
  }

  /** SIGKILL; does not wait. Twice does no harm. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
