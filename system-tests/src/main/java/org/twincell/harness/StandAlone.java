// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.twincell.directory.CellDirectory;
import org.twincell.directory.CellEntry;
import org.twincell.processes.FreePorts;
import org.twincell.processes.Program;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.client.CellClients;
import org.twincell.protocol.client.ClientSettings;
import org.twincell.time.TimeSource;

/**
 * A cell of one member, as a process on loopback that may be started again and again. Made stopped;
 * {@link #close} ends what runs. Used by one thread.
 */
public final class StandAlone implements AutoCloseable {
  private final Path folder;
  private final Path data;
  private final TimeSource time;
  private final CellEntry entry;
  private final Map<String, String> environment = new LinkedHashMap<>(LocalSystem.JAVA);
  private @Nullable Program program;

  /**
   * Writes the directory file; nothing runs yet.
   *
   * @param data where the member keeps its log and its store
   * @param seed chooses the port
   */
  public StandAlone(Path folder, Path data, long seed, TimeSource time) throws IOException {
    this.folder = folder;
    this.data = data;
    this.time = time;
    Files.createDirectories(folder);
    String line =
        "cell %s a-key-for-tests-of-one-machine-only 127.0.0.1:%d%n"
            .formatted(LocalSystem.CELL, new FreePorts(new Random(seed)).pair());
    Files.writeString(directoryFile(), line, StandardCharsets.UTF_8);
    this.entry = CellDirectory.load(directoryFile()).find(LocalSystem.CELL).orElseThrow();
  }

  private Path directoryFile() {
    return folder.resolve("mcell.dir");
  }

  /** Adds a variable to the environment of every process started from now on. */
  public StandAlone with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Starts the member; returns at once. */
  public void start() throws IOException {
    Program old = program;
    if (old != null && old.isAlive()) throw new IllegalStateException("it runs already");
    List<String> command =
        List.of(
            LocalSystem.launcher().toString(),
            "mcell",
            "-d",
            "-n",
            LocalSystem.CELL,
            "-l",
            folder.toString(),
            "-p",
            "SystemVarDirName=" + data,
            "-p",
            "ServerDirectoryName=" + directoryFile());
    program = Program.start("mcell", command, environment, folder, log());
  }

  /** What the member has printed, in all its runs. */
  public Path log() {
    return folder.resolve("mcell.log");
  }

  public boolean isStarted() {
    return program != null;
  }

  /** The process that was started last. */
  public Program program() {
    Program started = program;
    if (started == null) throw new IllegalStateException("it was never started");
    return started;
  }

  /** A client of the cell; the caller closes it. */
  public CellClient client() {
    return CellClients.open(entry, ClientSettings.DEFAULTS, time);
  }

  /** Waits until the member is active. */
  public void awaitActive() throws InterruptedException {
    try (CellClient client = client()) {
      await("the member is active", () -> LocalSystem.active(client).isPresent());
    }
  }

  /**
   * Waits for a condition of the product.
   *
   * @throws IllegalStateException with the end of the log when it does not come true in time
   */
  public void await(String what, BooleanSupplier condition) throws InterruptedException {
    long start = time.monotonicNanos();
    while (!condition.getAsBoolean()) {
      if (time.monotonicNanos() - start > LocalSystem.PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "not within " + LocalSystem.PATIENCE + ": " + what + "\n" + program().tail());
      }
      time.pause(Duration.ofMillis(50));
    }
  }

  @Override
  public void close() {
    Program started = program;
    if (started != null) started.close();
  }
}
