// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.twincell.processes.Shell;

/** Forwards the packets of a port through {@code forward.c} and a TAP device. */
public final class TapLinks implements ForwardedLinks {
  private static final int COUNTERS = 3;
  private static final long END_SECONDS = 10;

  private final Path folder;
  private final Optional<String> lacking;
  private final Set<Process> running = new HashSet<>();
  private int devices;

  /** Compiles the program into the folder, where gcc and TAP devices are there. */
  public TapLinks(Path folder) throws IOException {
    this.folder = folder;
    this.lacking = findLacking();
    if (lacking.isEmpty()) compile();
  }

  private static Optional<String> findLacking() {
    if (Files.notExists(Path.of("/dev/net/tun"))) {
      return Optional.of("this machine has no TAP devices (/dev/net/tun; modprobe tun)");
    }
    return Tool.GCC.isThere() ? Optional.empty() : Optional.of(Tool.GCC.lacking());
  }

  private void compile() throws IOException {
    Files.createDirectories(folder);
    try (InputStream in = TapLinks.class.getResourceAsStream("forward.c")) {
      if (in == null) throw new IOException("forward.c is not on the class path");
      Files.write(folder.resolve("forward.c"), in.readAllBytes());
    }
    Shell.run(
        "gcc",
        "-O2",
        "-o",
        folder.resolve("forward").toString(),
        folder.resolve("forward.c").toString());
  }

  @Override
  public Optional<String> lacking() {
    return lacking;
  }

  @Override
  public synchronized Wound insert(String port, String bridge, Quality quality) throws IOException {
    String device = "bad" + ++devices;
    Path counters = folder.resolve(device + ".counters");
    // Not a Program: it lives as long as its input stays open, so that it also ends with a harness
    // that was killed.
    Process process =
        new ProcessBuilder(
                folder.resolve("forward").toString(),
                port,
                device,
                counters.toString(),
                Long.toString(quality.delay().toNanos() / 1000),
                Integer.toString(quality.reorderPercent()),
                Integer.toString(quality.duplicatePercent()),
                Integer.toString(devices))
            .redirectErrorStream(true)
            .start();
    running.add(process);
    // It says that it is ready, or what is wrong, and nothing more.
    int first = process.getInputStream().read();
    if (first != 'r') {
      throw new IOException(
          "packets cannot be forwarded: "
              + (char) first
              + new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
    Shell.run("ip", "link", "set", port, "nomaster");
    Shell.run("ip", "link", "set", device, "master", bridge, "up");
    return new Forwarded(process, counters, port, bridge, quality);
  }

  private final class Forwarded implements Wound {
    private final Process process;
    private final Path counters;
    private final String port;
    private final String bridge;
    private final Quality quality;
    private boolean open = true;

    Forwarded(Process process, Path counters, String port, String bridge, Quality quality) {
      this.process = process;
      this.counters = counters;
      this.port = port;
      this.bridge = bridge;
      this.quality = quality;
    }

    @Override
    public long effects() throws IOException {
      ByteBuffer read =
          ByteBuffer.wrap(Files.readAllBytes(counters)).order(ByteOrder.nativeOrder());
      if (read.remaining() < COUNTERS * Long.BYTES) return 0;
      if (quality.reorderPercent() > 0) return read.getLong(Long.BYTES);
      if (quality.duplicatePercent() > 0) return read.getLong(2 * Long.BYTES);
      return read.getLong(0);
    }

    @Override
    public void close() throws IOException {
      if (!open) return;
      open = false;
      end(process);
      Shell.run("ip", "link", "set", port, "master", bridge);
    }
  }

  private synchronized void end(Process process) throws IOException {
    running.remove(process);
    process.destroyForcibly();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the forwarding program does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the forwarding program ends", e);
    }
  }

  @Override
  public synchronized void close() {
    running.forEach(Process::destroyForcibly);
  }
}
