// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.twincell.directory.CellDirectory;
import org.twincell.directory.CellEntry;
import org.twincell.processes.FreePorts;
import org.twincell.processes.Program;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.MemberInfo.Duty;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.protocol.client.CellClients;
import org.twincell.protocol.client.ClientSettings;
import org.twincell.time.TimeSource;

/**
 * A cell of primary, secondary and witness with gateways, as processes on loopback, from one
 * directory file. Made stopped; {@link #start} and {@link #startGateway} start, {@link #close} ends
 * whatever runs, and so does the end of this JVM. One thread drives it; the processes live on their
 * own.
 */
public final class LocalSystem implements AutoCloseable {
  /** The name of the cell. */
  public static final String CELL = "Alphonse";

  /** How long anything here may take before it counts as failed. */
  public static final Duration PATIENCE = Duration.ofMinutes(3);

  /** {@code -Dprocesses.java.home=...} runs members and gateways on another Java. */
  static final Map<String, String> JAVA =
      Optional.ofNullable(System.getProperty("processes.java.home"))
          .map(home -> Map.of("JAVA_HOME", home))
          .orElse(Map.of());

  private final Path folder;
  private final TimeSource time;
  private final Map<Role, Integer> ports = new EnumMap<>(Role.class);
  private final Map<Role, Program> members = new EnumMap<>(Role.class);
  private final Map<Integer, Program> gateways = new LinkedHashMap<>();
  private final Map<Integer, Integer> gatewayPorts = new LinkedHashMap<>();
  private final FreePorts free;
  private final List<String> memberParameters = new ArrayList<>();
  private final CellEntry entry;

  /**
   * Writes the directory file into the folder; nothing runs yet.
   *
   * @param seed chooses the ports, so that systems side by side do not take each other's
   */
  public LocalSystem(Path folder, long seed, TimeSource time) throws IOException {
    this.folder = folder;
    this.time = time;
    this.free = new FreePorts(new Random(seed));
    for (Role role : List.of(Role.PRIMARY, Role.SECONDARY, Role.WITNESS)) {
      ports.put(role, free.pair());
    }
    Files.createDirectories(folder);
    Files.writeString(directoryFile(), directoryText(), StandardCharsets.UTF_8);
    this.entry = CellDirectory.load(directoryFile()).find(CELL).orElseThrow();
  }

  private String directoryText() {
    String key = "a-key-for-tests-of-one-machine-only";
    return """
        # One cell of three members, all on this machine.
        cell    %1$s %2$s 127.0.0.1:%3$d 127.0.0.1:%4$d
        witness %1$s %2$s 127.0.0.1:%5$d
        """
        .formatted(
            CELL, key, ports.get(Role.PRIMARY), ports.get(Role.SECONDARY), ports.get(Role.WITNESS));
  }

  public Path directoryFile() {
    return folder.resolve("mcell.dir");
  }

  public CellEntry entry() {
    return entry;
  }

  /** Adds {@code -p Parameter=Value} to every member started from now on. */
  public LocalSystem withMemberParameter(String parameter) {
    memberParameters.add(parameter);
    return this;
  }

  /** Starts all three members and waits until one is active and the other in step. */
  public LocalSystem startCell() throws IOException, InterruptedException {
    for (Role role : ports.keySet()) start(role);
    awaitInStep();
    return this;
  }

  /** Starts one member; returns at once. */
  public void start(Role role) throws IOException {
    Program old = members.get(role);
    if (old != null && old.isAlive()) throw new IllegalStateException(role + " runs already");
    List<String> command =
        new ArrayList<>(
            List.of(
                launcher().toString(),
                "mcell",
                "-d",
                "-n",
                CELL,
                "-l",
                home(role).toString(),
                "-p",
                "CellDuplicateMode=" + mode(role),
                "-p",
                "ServerDirectoryName=" + directoryFile()));
    memberParameters.forEach(parameter -> command.addAll(List.of("-p", parameter)));
    Files.createDirectories(home(role));
    members.put(role, start(name(role), command));
  }

  private Program start(String name, List<String> command) throws IOException {
    return Program.start(name, command, JAVA, folder, log(name));
  }

  private static int mode(Role role) {
    return switch (role) {
      case STAND_ALONE -> 0;
      case PRIMARY -> 1;
      case SECONDARY -> 2;
      case WITNESS -> 3;
    };
  }

  /** The home folder of a member, with its data under {@code var}. */
  public Path home(Role role) {
    return folder.resolve(name(role));
  }

  private static String name(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  /** A member's process. */
  public Program member(Role role) {
    Program program = members.get(role);
    if (program == null) throw new IllegalStateException(role + " was never started");
    return program;
  }

  /** Starts a gateway on a port that stays its own, and waits until it is ready. */
  public void startGateway(int number) throws IOException, InterruptedException {
    int port = gatewayPorts.computeIfAbsent(number, n -> free.pair());
    List<String> command =
        List.of(
            launcher().toString(),
            "gateway",
            "-p",
            "Port=" + port,
            "-p",
            "BindAddress=127.0.0.1",
            "-p",
            "ServerDirectoryName=" + directoryFile());
    String name = "gateway-" + number;
    gateways.put(number, start(name, command));
    await(name + " is ready", () -> HttpProbe.status(port, "/health/ready") == 200);
  }

  public Program gateway(int number) {
    Program program = gateways.get(number);
    if (program == null) throw new IllegalStateException("gateway " + number + " never started");
    return program;
  }

  public int gatewayPort(int number) {
    Integer port = gatewayPorts.get(number);
    if (port == null) throw new IllegalStateException("gateway " + number + " never started");
    return port;
  }

  /** For instance {@code http://127.0.0.1:20123}. */
  public String gatewayUrl(int number) {
    return "http://127.0.0.1:" + gatewayPort(number);
  }

  /** A client of the cell; the caller closes it. */
  public CellClient client() {
    return CellClients.open(entry, ClientSettings.DEFAULTS, time);
  }

  /** The member that is active; on a busy machine the duty may just be between two of them. */
  public Role awaitActive(CellClient client) throws InterruptedException {
    List<Role> found = new ArrayList<>();
    await(
        "one member is active",
        () -> {
          active(client).ifPresent(found::add);
          return !found.isEmpty();
        });
    return found.get(0);
  }

  /** The role of the member that answers as active with the highest term, if one does. */
  public static Optional<Role> active(CellClient client) {
    return client.status(Duration.ofSeconds(2)).stream()
        .filter(info -> info.reachable() && info.duty() == Duty.ACTIVE)
        .max(Comparator.comparingLong(MemberInfo::term))
        .map(MemberInfo::role);
  }

  /**
   * Waits until all members that run are reached, one is active and all that keep a store have
   * applied what was known to be committed at the look before.
   */
  public void awaitInStep() throws InterruptedException {
    try (CellClient client = client()) {
      AtomicLong committed = new AtomicLong(-1);
      await("one member is active and the others are in step", () -> inStep(client, committed));
    }
  }

  private boolean inStep(CellClient client, AtomicLong committed) {
    List<MemberInfo> running =
        client.status(Duration.ofSeconds(2)).stream().filter(MemberInfo::reachable).toList();
    long expected = members.values().stream().filter(Program::isAlive).count();
    Optional<MemberInfo> active =
        running.stream().filter(info -> info.duty() == Duty.ACTIVE).findFirst();
    if (running.size() != expected || active.isEmpty()) return false;
    long before = committed.getAndSet(active.get().commitIndex());
    return before >= 0
        && running.stream()
            .filter(info -> info.role() != Role.WITNESS)
            .allMatch(info -> info.appliedIndex() >= before);
  }

  /**
   * Waits for a condition of the product.
   *
   * @throws IllegalStateException with the ends of all logs when it does not come true in time
   */
  public void await(String what, BooleanSupplier condition) throws InterruptedException {
    long start = time.monotonicNanos();
    while (!condition.getAsBoolean()) {
      if (time.monotonicNanos() - start > PATIENCE.toNanos()) {
        throw new IllegalStateException("not within " + PATIENCE + ": " + what + logs());
      }
      time.pause(Duration.ofMillis(50));
    }
  }

  private String logs() {
    StringBuilder text = new StringBuilder();
    List<Program> all = new ArrayList<>(members.values());
    all.addAll(gateways.values());
    for (Program program : all) {
      text.append("\n--- ").append(program.name()).append(" (");
      text.append(program.isAlive() ? "runs" : "ended").append(")\n").append(program.tail());
    }
    return text.toString();
  }

  /** All processes that run now. */
  public List<Program> running() {
    List<Program> all = new ArrayList<>(members.values());
    all.addAll(gateways.values());
    return all.stream().filter(Program::isAlive).toList();
  }

  /** The launcher of the tree that this program was built from. */
  public static Path launcher() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.exists(at.resolve("mvnw"))) at = at.getParent();
    if (at == null) {
      throw new UncheckedIOException(new IOException("start this below the project's folder"));
    }
    return at.resolve("twincell");
  }

  @Override
  public void close() {
    gateways.values().forEach(Program::close);
    members.values().forEach(Program::close);
  }
}
