// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.twincell.directory.Address;
import org.twincell.directory.CellDirectory;
import org.twincell.directory.CellEntry;
import org.twincell.faults.disk.HurtLibrary;
import org.twincell.faults.site.Party;
import org.twincell.faults.site.Site;
import org.twincell.harness.LocalSystem;
import org.twincell.processes.Program;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.client.CellClients;
import org.twincell.protocol.client.ClientSettings;
import org.twincell.time.TimeSource;

/**
 * The real processes of a fault run: a cell of three members, or of two without witness, and two
 * gateways, each in its place of a {@link Site}, from one directory file. One thread starts and
 * ends them; any may ask.
 */
final class CellUnderTest implements AutoCloseable {
  static final String CELL = LocalSystem.CELL;
  private static final String KEY = "a-key-for-fault-runs-of-one-machine";
  private static final int HTTP_MILLIS = 2000;

  /** Five processes that start at once took three minutes where seventy others wanted two cores. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Small, so that snapshots are taken and installed within minutes. */
  private static final List<String> PARAMETERS =
      List.of("SnapshotEvery=3000", "LogKeepEntries=1000");

  /**
   * So that stores are compared within seconds, and what lies on the disk is read within minutes.
   */
  private static final List<String> WATCHFUL = List.of("DigestInterval=1s", "ScrubInterval=15s");

  /** Short, so that a pair parts within a fault of some seconds. */
  private static final List<String> PARTING =
      List.of("CellDuplicateFailOverTimeOut=4", "CellDuplicateFailOverStartTimeOut=6");

  private final Path folder;
  private final Site site;
  private final Optional<HurtLibrary> hurt;
  private final RunSettings settings;
  private final TimeSource time;
  private final CellEntry entry;
  private final Map<Party, Program> programs = new EnumMap<>(Party.class);
  private final Map<Party, Path> launchers = new EnumMap<>(Party.class);

  CellUnderTest(
      Path folder, Site site, Optional<HurtLibrary> hurt, RunSettings settings, TimeSource time)
      throws IOException {
    this.folder = folder;
    this.site = site;
    this.hurt = hurt;
    this.settings = settings;
    this.time = time;
    Files.createDirectories(folder.resolve("logs"));
    Files.writeString(directoryFile(), directoryText(), StandardCharsets.UTF_8);
    this.entry = CellDirectory.load(directoryFile()).find(CELL).orElseThrow();
  }

  /** The members that the cell has. */
  List<Party> members() {
    return settings.pair() ? Party.STORES : Party.MEMBERS;
  }

  /** Whether it has no witness. */
  boolean isPair() {
    return settings.pair();
  }

  /** Members and gateways. */
  List<Party> everyone() {
    List<Party> all = new ArrayList<>(members());
    all.addAll(Party.GATEWAYS);
    return all;
  }

  /** The directory as it should be. */
  String directoryText() {
    String stores =
        "# The cell of the fault run.\ncell    %s %s %s %s\n"
            .formatted(CELL, KEY, address(Party.PRIMARY), address(Party.SECONDARY));
    if (settings.pair()) return stores;
    return stores + "witness %s %s %s\n".formatted(CELL, KEY, address(Party.WITNESS));
  }

  private Address address(Party member) {
    return new Address(site.host(member), Site.MEMBER_PORT);
  }

  Path directoryFile() {
    return folder.resolve("mcell.dir");
  }

  Path folder() {
    return folder;
  }

  /** The launcher of this build. */
  static Path launcher() {
    return LocalSystem.launcher();
  }

  /** The launcher of an earlier build, where {@code build-bin/previous-build} has made one. */
  static Optional<Path> previousLauncher() {
    Path previous = launcher().resolveSibling("run/previous/twincell");
    return Files.isExecutable(previous) ? Optional.of(previous) : Optional.empty();
  }

  /** The programs of another build for a party from its next start on. */
  void useLauncher(Party party, Path launcher) {
    launchers.put(party, launcher);
  }

  Path home(Party party) {
    return folder.resolve(party.word());
  }

  /** What a member keeps on disk. */
  Path data(Party member) {
    return home(member).resolve("var");
  }

  Path log(Party party) {
    return folder.resolve("logs/" + party.word() + ".log");
  }

  /** Starts a member or a gateway; returns at once. */
  synchronized void start(Party party) throws IOException {
    Program old = programs.get(party);
    if (old != null && old.isAlive()) return;
    Files.createDirectories(data(party));
    List<String> command = new ArrayList<>(site.enter(party));
    command.add(launchers.getOrDefault(party, launcher()).toString());
    command.addAll(party.isMember() ? memberArguments(party) : gatewayArguments(party));
    Map<String, String> environment = new HashMap<>();
    environment.put("TWINCELL_JAVA_OPTS", "-Xmx320m -XX:TieredStopAtLevel=1");
    if (party.isMember() && hurt.isPresent()) {
      environment.putAll(hurt.get().environment(party, data(party)));
    }
    Program program = Program.start(party.word(), command, environment, folder, log(party));
    programs.put(party, program);
    Leftovers.note(folder, program.pid());
    site.started(party, program.pid());
  }

  private List<String> memberArguments(Party party) {
    List<String> words =
        new ArrayList<>(List.of("mcell", "-n", CELL, "-l", home(party).toString()));
    List<String> parameters = new ArrayList<>(PARAMETERS);
    // What must move no duty is tried with the defaults.
    if (!settings.steady()) parameters.addAll(WATCHFUL);
    if (!settings.steady() && settings.pair()) parameters.addAll(PARTING);
    parameters.add("CellDuplicateMode=" + (party.ordinal() + 1));
    parameters.add("ServerDirectoryName=" + directoryFile());
    parameters.add("BindAddress=" + site.bindHost(party));
    parameters.forEach(parameter -> words.addAll(List.of("-p", parameter)));
    return words;
  }

  private List<String> gatewayArguments(Party party) {
    List<String> words = new ArrayList<>(List.of("gateway"));
    List<String> parameters =
        List.of(
            "Port=" + Site.GATEWAY_PORT,
            "BindAddress=" + site.bindHost(party),
            "ServerDirectoryName=" + directoryFile());
    parameters.forEach(parameter -> words.addAll(List.of("-p", parameter)));
    return words;
  }

  /** The latest process of a party. */
  synchronized Program program(Party party) {
    Program program = programs.get(party);
    if (program == null) throw new IllegalStateException(party.word() + " was never started");
    return program;
  }

  boolean isAlive(Party party) {
    return program(party).isAlive();
  }

  /** Where the load finds a gateway. */
  String url(Party gateway) {
    return "http://" + site.host(gateway) + ":" + Site.GATEWAY_PORT;
  }

  /** Whether a gateway reaches an active member. */
  boolean isReady(Party gateway) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(url(gateway) + "/health/ready").toURL().openConnection();
      connection.setConnectTimeout(HTTP_MILLIS);
      connection.setReadTimeout(HTTP_MILLIS);
      connection.setRequestProperty("Connection", "close");
      try {
        return connection.getResponseCode() == 200;
      } finally {
        connection.disconnect();
      }
    } catch (IOException notNow) {
      return false;
    }
  }

  /** A client of the cell; the caller closes it. */
  CellClient client() {
    return CellClients.open(entry, ClientSettings.DEFAULTS, time);
  }

  /** A client that knows one member and no other; the caller closes it. */
  CellClient clientOf(Party member) {
    CellEntry only = CellEntry.of(CELL, entry.key(), address(member));
    return CellClients.open(only, ClientSettings.DEFAULTS, time);
  }

  /** The last lines of everyone's log, for a failure. */
  synchronized String tails() {
    StringBuilder text = new StringBuilder();
    programs.forEach(
        (party, program) ->
            text.append("\n--- ")
                .append(party.word())
                .append(program.isAlive() ? " (runs)\n" : " (ended)\n")
                .append(program.tail()));
    return text.toString();
  }

  /** Kills every process, and waits until they are gone: nothing writes into the folder then. */
  @Override
  public synchronized void close() {
    programs.values().forEach(Program::close);
    try {
      for (Program program : programs.values()) {
        Optional<Integer> unused = program.await(PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How long anything may take before it counts as failed. */
  static Duration patience() {
    return PATIENCE;
  }
}
