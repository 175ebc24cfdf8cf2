// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.twincell.cell.settings.CellSettings;
import org.twincell.directory.Address;
import org.twincell.directory.CellEntry;
import org.twincell.directory.EntryKey;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CommandOutcome;
import org.twincell.protocol.MemberInfo.Duty;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.client.CellClients;
import org.twincell.protocol.client.ClientSettings;
import org.twincell.testkit.CutLink;
import org.twincell.testkit.FreePorts;
import org.twincell.time.SystemTime;

/** A whole cell in this process, over real sockets and files. */
final class TestCell implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(120);

  /** On a busy machine no member is late by so much; one that has ended is noticed at once. */
  private static final String CALM = "CellDuplicateHeartbeatTimeOut=1500ms";

  final CellEntry entry;
  private final Path folder;
  private final Map<Role, Cell> running = new ConcurrentHashMap<>();
  private final List<CellClient> clients = new ArrayList<>();
  private final List<String> parameters = new ArrayList<>();
  private final List<CutLink> links = new ArrayList<>();

  private TestCell(Path folder, CellEntry entry) throws IOException {
    Files.createDirectories(folder);
    this.folder = folder;
    this.entry = entry;
    writeDirectory("");
  }

  /** Primary, secondary and witness, all running. */
  static TestCell ofThree(Path folder, String key, String... parameters) throws IOException {
    CellEntry pair =
        CellEntry.of("Alphonse", new EntryKey(key), freeAddress(), freeAddress())
            .withWitness(freeAddress());
    TestCell cell = new TestCell(folder, pair);
    cell.start(Role.PRIMARY, parameters);
    cell.start(Role.SECONDARY, parameters);
    cell.start(Role.WITNESS, parameters);
    return cell;
  }

  /** Primary, secondary and witness, none running yet, each with these parameters. */
  static TestCell threeWith(Path folder, String key, String... parameters) throws IOException {
    CellEntry pair =
        CellEntry.of("Alphonse", new EntryKey(key), freeAddress(), freeAddress())
            .withWitness(freeAddress());
    TestCell cell = new TestCell(folder, pair);
    cell.parameters.addAll(List.of(parameters));
    return cell;
  }

  /** Primary and secondary without a witness, none running yet, each with these parameters. */
  static TestCell twoWith(Path folder, String key, String... parameters) throws IOException {
    CellEntry pair = CellEntry.of("Alphonse", new EntryKey(key), freeAddress(), freeAddress());
    TestCell cell = new TestCell(folder, pair);
    cell.parameters.addAll(List.of(parameters));
    return cell;
  }

  /** The same, with links between the two that can be cut. */
  static TestCell twoBehindLinks(Path folder, String key, String... parameters) throws IOException {
    TestCell cell = twoWith(folder, key, parameters);
    Address primary = cell.entry.primary();
    Address secondary = cell.entry.secondary().orElseThrow();
    String line = "cell Alphonse " + key + " ";
    Files.writeString(
        cell.directoryOf(Role.PRIMARY), line + primary + " " + cell.link(secondary) + "\n");
    Files.writeString(
        cell.directoryOf(Role.SECONDARY), line + cell.link(primary) + " " + secondary + "\n");
    return cell;
  }

  private Path directoryOf(Role role) {
    return folder.resolve("mcell-" + mode(role) + ".dir");
  }

  /** A way to a member and to its log. */
  private Address link(Address to) throws IOException {
    Address link = freeAddress();
    links.add(new CutLink(link.port(), to.port()));
    links.add(new CutLink(link.port() + 1, to.port() + 1));
    return link;
  }

  void cutLinks() {
    links.forEach(CutLink::cut);
  }

  void healLinks() {
    links.forEach(CutLink::heal);
  }

  /** A client that knows one member only. */
  CellClient clientOf(Role role) {
    Address at = role == Role.PRIMARY ? entry.primary() : entry.secondary().orElseThrow();
    CellEntry one = CellEntry.of("Alphonse", entry.key(), at);
    CellClient client = CellClients.open(one, ClientSettings.DEFAULTS, SystemTime.SYSTEM);
    clients.add(client);
    return client;
  }

  static TestCell alone(Path folder, String key) throws IOException {
    return new TestCell(folder, CellEntry.of("Alphonse", new EntryKey(key), freeAddress()));
  }

  /** With a free port next to it: that one is the replicated log's. */
  private static Address freeAddress() {
    return new Address("127.0.0.1", FreePorts.pair());
  }

  Path directoryFile() {
    return folder.resolve("mcell.dir");
  }

  void writeDirectory(String more) throws IOException {
    StringBuilder text = new StringBuilder("cell Alphonse " + entry.key().text());
    entry.addresses().forEach(at -> text.append(' ').append(at));
    entry
        .witness()
        .ifPresent(
            at ->
                text.append("\nwitness Alphonse ")
                    .append(entry.key().text())
                    .append(' ')
                    .append(at));
    Files.writeString(directoryFile(), text + "\n" + more);
  }

  CellSettings settings(Role role, String... more) {
    List<String> all = new ArrayList<>(List.of(CALM));
    all.addAll(parameters);
    all.addAll(List.of(more));
    all.add("CellDuplicateMode=" + mode(role));
    Path own = directoryOf(role);
    all.add("ServerDirectoryName=" + (Files.exists(own) ? own : directoryFile()));
    return CellSettings.load(
        new CellSettings.Options("Alphonse", home(role), Optional.empty(), all));
  }

  Path home(Role role) {
    return folder.resolve(role.name().toLowerCase(java.util.Locale.ROOT));
  }

  private static int mode(Role role) {
    return switch (role) {
      case STAND_ALONE -> 0;
      case PRIMARY -> 1;
      case SECONDARY -> 2;
      case WITNESS -> 3;
    };
  }

  /** Waits for the folder: the log of a member that was just killed may not be closed yet. */
  Cell start(Role role, String... parameters) {
    CellSettings settings = settings(role, parameters);
    Cell cell =
        Awaitility.await("a free folder for " + role)
            .atMost(PATIENCE)
            .until(() -> startIfFree(role, settings), Optional::isPresent)
            .orElseThrow();
    running.put(role, cell);
    return cell;
  }

  private Optional<Cell> startIfFree(Role role, CellSettings settings) {
    try {
      return Optional.of(
          Cell.start(
              settings,
              SystemTime.SYSTEM,
              () -> new Thread(() -> kill(role), "halt-" + role).start()));
    } catch (CellStartException e) {
      if (String.valueOf(e.getMessage()).contains("is in use")) return Optional.empty();
      throw e;
    }
  }

  Cell member(Role role) {
    Cell cell = running.get(role);
    if (cell == null) throw new AssertionError(role + " does not run");
    return cell;
  }

  /** Ends a member without hand-over, as a crash would. */
  void kill(Role role) {
    Cell cell = running.remove(role);
    if (cell != null) cell.close();
  }

  Role active() {
    return Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () ->
                running.entrySet().stream()
                    .filter(each -> each.getValue().info().duty() == Duty.ACTIVE)
                    .map(Map.Entry::getKey)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  CellClient client() {
    CellClient client = CellClients.open(entry, ClientSettings.DEFAULTS, SystemTime.SYSTEM);
    clients.add(client);
    return client;
  }

  static CompletableFuture<CommandOutcome> send(CellClient client, String id) {
    return client.submit(event(id), PATIENCE);
  }

  static CellCommand event(String id) {
    return new CellCommand.NewObject(
        new CellCommand.Origin(UUID.randomUUID().toString(), "test@here", ""),
        ObjectKind.EVENT,
        new RawInstance("EVENT", Map.of("msg", RawValue.text("about " + id))),
        id);
  }

  @Override
  public void close() {
    clients.forEach(CellClient::close);
    running.values().forEach(Cell::close);
    for (CutLink link : links) {
      try {
        link.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
