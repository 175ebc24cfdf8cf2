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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.twincell.directory.Address;
import org.twincell.directory.CellEntry;
import org.twincell.directory.EntryKey;
import org.twincell.processes.FreePorts;
import org.twincell.processes.Program;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.MemberInfo.Duty;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.protocol.client.CellClients;
import org.twincell.protocol.client.ClientSettings;
import org.twincell.testkit.CutLink;
import org.twincell.time.TimeSource;

/**
 * A pair without witness as two processes on loopback; what they say to each other goes through
 * links that can be cut. Each has a directory file of its own, in which the other's address is that
 * of the link. One thread drives it.
 */
public final class LocalPair implements AutoCloseable {
  private static final String KEY = "a-key-for-tests-of-one-machine-only";

  private final Path folder;
  private final TimeSource time;
  private final List<String> parameters;
  private final Map<Role, Address> addresses = new EnumMap<>(Role.class);
  private final Map<Role, Program> members = new EnumMap<>(Role.class);
  private final List<CutLink> links = new ArrayList<>();

  /**
   * Writes the directory files; nothing runs yet.
   *
   * @param parameters of both members, {@code Parameter=Value}
   */
  public LocalPair(Path folder, long seed, TimeSource time, String... parameters)
      throws IOException {
    this.folder = folder;
    this.time = time;
    this.parameters = List.of(parameters);
    FreePorts free = new FreePorts(new Random(seed));
    Address primary = new Address("127.0.0.1", free.pair());
    Address secondary = new Address("127.0.0.1", free.pair());
    addresses.put(Role.PRIMARY, primary);
    addresses.put(Role.SECONDARY, secondary);
    Files.createDirectories(folder);
    write(Role.PRIMARY, primary, link(free, secondary));
    write(Role.SECONDARY, link(free, primary), secondary);
  }

  private void write(Role role, Address primary, Address secondary) throws IOException {
    String line = "cell " + LocalSystem.CELL + " " + KEY + " " + primary + " " + secondary + "\n";
    Files.writeString(directory(role), line, StandardCharsets.UTF_8);
  }

  private Address link(FreePorts free, Address to) throws IOException {
    int port = free.pair();
    links.add(new CutLink(port, to.port()));
    links.add(new CutLink(port + 1, to.port() + 1));
    return new Address("127.0.0.1", port);
  }

  private Path directory(Role role) {
    return folder.resolve("mcell-" + mode(role) + ".dir");
  }

  private static int mode(Role role) {
    return role == Role.PRIMARY ? 1 : 2;
  }

  /** Starts one member; returns at once. */
  public void start(Role role) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(LocalSystem.launcher().toString(), "mcell", "-d", "-n", LocalSystem.CELL));
    Path home = folder.resolve("member-" + mode(role));
    Files.createDirectories(home);
    command.addAll(List.of("-l", home.toString()));
    command.addAll(List.of("-p", "CellDuplicateMode=" + mode(role)));
    command.addAll(List.of("-p", "ServerDirectoryName=" + directory(role)));
    parameters.forEach(parameter -> command.addAll(List.of("-p", parameter)));
    String name = "member-" + mode(role);
    members.put(
        role,
        Program.start(name, command, LocalSystem.JAVA, folder, folder.resolve(name + ".log")));
  }

  /** Kills one member at once. */
  public void kill(Role role) throws InterruptedException {
    Program program = members.remove(role);
    if (program != null) program.kill();
  }

  /** Lets nothing through between the two. */
  public void cut() {
    links.forEach(CutLink::cut);
  }

  public void heal() {
    links.forEach(CutLink::heal);
  }

  /** A client of both members; the caller closes it. */
  public CellClient client() {
    return client(
        CellEntry.of(
            LocalSystem.CELL, new EntryKey(KEY), address(Role.PRIMARY), address(Role.SECONDARY)));
  }

  /** A client that knows one member only; the caller closes it. */
  public CellClient client(Role role) {
    return client(CellEntry.of(LocalSystem.CELL, new EntryKey(KEY), address(role)));
  }

  private Address address(Role role) {
    Address at = addresses.get(role);
    if (at == null) throw new IllegalArgumentException("a pair has no " + role);
    return at;
  }

  private CellClient client(CellEntry entry) {
    return CellClients.open(entry, ClientSettings.DEFAULTS, time);
  }

  /** What a member says of itself, when it answers. */
  public Optional<MemberInfo> info(CellClient client, Role role) {
    return client.status(Duration.ofSeconds(2)).stream()
        .filter(info -> info.reachable() && info.role() == role)
        .findFirst();
  }

  public boolean isActive(CellClient client, Role role) {
    return info(client, role).filter(info -> info.duty() == Duty.ACTIVE).isPresent();
  }

  /**
   * Waits for a condition of the product.
   *
   * @throws IllegalStateException with the ends of the logs when it does not come true in time
   */
  public void await(String what, BooleanSupplier condition) throws InterruptedException {
    long start = time.monotonicNanos();
    while (!condition.getAsBoolean()) {
      if (time.monotonicNanos() - start > LocalSystem.PATIENCE.toNanos()) {
        StringBuilder text = new StringBuilder("not within " + LocalSystem.PATIENCE + ": " + what);
        members.values().forEach(it -> text.append("\n--- ").append(it.name()).append(it.tail()));
        throw new IllegalStateException(text.toString());
      }
      time.pause(Duration.ofMillis(50));
    }
  }

  /** Waits until a condition of the product has held for so long without a break. */
  public void awaitFor(Duration length, String what, BooleanSupplier condition)
      throws InterruptedException {
    long[] since = {time.monotonicNanos()};
    await(
        what + " for " + length,
        () -> {
          if (!condition.getAsBoolean()) since[0] = time.monotonicNanos();
          return time.monotonicNanos() - since[0] >= length.toNanos();
        });
  }

  @Override
  public void close() {
    members.values().forEach(Program::close);
    for (CutLink link : links) {
      try {
        link.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
