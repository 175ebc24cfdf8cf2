// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.twincell.processes.FreePorts;
import org.twincell.processes.Program;

/**
 * Everything that plays: a cell with primary, secondary and witness and two gateways, as processes
 * of this machine, from one directory file. Whatever it started it ends, the last first.
 */
final class Stage implements AutoCloseable {
  static final String CELL = "Alphonse";

  private static final Duration END_WAIT = Duration.ofSeconds(5);
  private static final Duration HTTP_WAIT = Duration.ofSeconds(2);
  private static final int KEY_BYTES = 24;

  /** Where the samples look for gateways; taken when they are free. */
  private static final Map<String, Integer> USUAL_PORTS =
      Map.of("gateway1", 9080, "gateway2", 9081);

  /** The quick compiler only: a demonstration is over before the other one has paid for itself. */
  private static final Map<String, String> QUICK =
      System.getenv("TWINCELL_JAVA_OPTS") == null
          ? Map.of("TWINCELL_JAVA_OPTS", "-XX:TieredStopAtLevel=1")
          : Map.of();

  private final Path launcher;
  private final Path folder;
  private final Map<String, Integer> ports = new TreeMap<>();
  private final List<Program> started = new ArrayList<>();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(HTTP_WAIT).build();

  private boolean over;
  private volatile boolean interrupted;

  private Stage(Path root, Path folder) {
    this.launcher = root.resolve("twincell");
    this.folder = folder;
  }

  /**
   * Makes the folder anew, with the directory file and the configuration of everyone.
   *
   * @param root the folder of the launcher
   * @throws DemoException also when the folder holds something else, which must not be deleted
   */
  static Stage prepare(Path root, Path folder, RandomGenerator random) {
    refuseOthersFiles(folder);
    Kept.refuseWhileOneRuns(folder);
    Stage stage = new Stage(root, folder);
    try {
      deleteTree(folder);
      Files.createDirectories(folder.resolve("logs"));
      stage.writeConfiguration(random);
    } catch (IOException e) {
      throw new DemoException(
          "cannot prepare " + folder + ": " + e + ". Name another folder with --folder.");
    }
    return stage;
  }

  private static void refuseOthersFiles(Path folder) {
    if (!Files.exists(folder) || Files.exists(folder.resolve("etc/gateway1.conf"))) return;
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isEmpty()) return;
    } catch (IOException e) {
      throw new DemoException(
          "cannot look into " + folder + ": " + e + ". Name another folder with --folder.");
    }
    throw new DemoException(
        folder + " holds something else than a demonstration. Name another folder with --folder.");
  }

  private void writeConfiguration(RandomGenerator random) throws IOException {
    FreePorts free = new FreePorts(random);
    for (String name : List.of("primary", "secondary", "witness", "gateway1", "gateway2")) {
      int usual = USUAL_PORTS.getOrDefault(name, 0);
      ports.put(name, usual == 0 ? free.pair() : free.preferably(usual));
    }
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    String secret = HexFormat.of().formatHex(key);
    write(
        "etc/mcell.dir",
        """
        # The cell of the demonstration and its gateways, all on this machine.
        cell            %1$s            %2$s 127.0.0.1:%3$d 127.0.0.1:%4$d
        witness         %1$s            %2$s 127.0.0.1:%5$d
        """
            .formatted(
                CELL, secret, ports.get("primary"), ports.get("secondary"), ports.get("witness")));
    write("kb/classes/.load", "log_line\ndemo\n");
    Files.copy(
        launcher.resolveSibling("samples/kb/log_line.baroc"),
        folder.resolve("kb/classes/log_line.baroc"));
    write("kb/classes/demo.baroc", Events.CLASS_FILE);
    for (Member member : Member.values()) write(member.file(), member.configuration(folder));
    for (String gateway : List.of("gateway1", "gateway2")) {
      write(
          "etc/" + gateway + ".conf",
          "ServerDirectoryName=mcell.dir\nBindAddress=127.0.0.1\nPort="
              + ports.get(gateway)
              + "\n");
    }
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text, StandardCharsets.UTF_8);
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) return;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }

  Path launcher() {
    return launcher;
  }

  Path directoryFile() {
    return folder.resolve("etc/mcell.dir");
  }

  Path folder() {
    return folder;
  }

  int port(String name) {
    return ports.getOrDefault(name, 0);
  }

  String url(String gateway) {
    return "http://127.0.0.1:" + port(gateway);
  }

  /** Starts a member of the cell; it may be one that was killed before. */
  Program start(Member member) {
    List<String> command = new ArrayList<>(List.of(launcher.toString(), "mcell"));
    command.addAll(member.arguments(folder));
    return start(member.word(), command);
  }

  Program startGateway(String name) {
    return start(
        name,
        List.of(
            launcher.toString(),
            "gateway",
            "-c",
            folder.resolve("etc/" + name + ".conf").toString()));
  }

  private synchronized Program start(String name, List<String> command) {
    try {
      Path log = folder.resolve("logs/" + name + ".log");
      Program running = Program.start(name, command, QUICK, folder, log);
      started.add(running);
      Kept.note(folder, started); // for the next one, should this one be killed
      return running;
    } catch (IOException e) {
      throw new DemoException("cannot start " + name + ": " + e.getMessage());
    }
  }

  /** Whether the gateway reaches an active member. */
  boolean isReady(String gateway) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url(gateway) + "/health/ready"))
            .timeout(HTTP_WAIT)
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // it does not listen yet
    }
  }

  /** Fails when one of the processes that should play has ended by itself. */
  void checkAlive(List<Program> players) {
    for (Program player : players) {
      if (!player.isAlive() && !interrupted) {
        throw new DemoException(
            player.name()
                + " ended by itself; the end of its log "
                + player.log()
                + ":\n"
                + player.tail());
      }
    }
  }

  /** Leaves everything running, and notes who runs so that the next demonstration finds out. */
  synchronized List<Program> leaveRunning() {
    List<Program> left = started.stream().filter(Program::isAlive).toList();
    left.forEach(Program::leaveRunning);
    Kept.note(folder, left);
    started.clear();
    over = true;
    return left;
  }

  /**
   * Ends what was started, the last first; twice without harm. Members are killed: the cell is
   * thrown away, and an orderly end would have each look for another that takes the duty.
   */
  @Override
  public synchronized void close() {
    over = true;
    for (Program running : started) {
      if (!running.name().startsWith("gateway")) running.close();
    }
    for (int i = started.size() - 1; i >= 0; i--) started.get(i).askToEnd();
    for (int i = started.size() - 1; i >= 0; i--) started.get(i).end(END_WAIT);
    started.clear();
  }

  /**
   * This program ends, and its processes with it: from now on it is no news when one is gone.
   *
   * @return false when the play was over before
   */
  synchronized boolean interrupt() {
    interrupted = !over;
    return interrupted;
  }

  boolean isInterrupted() {
    return interrupted;
  }

  /** The logs of everyone, for the message of a failure. */
  String logs() {
    try (Stream<Path> files = Files.list(folder.resolve("logs"))) {
      return String.join(" ", files.sorted().map(Path::toString).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
