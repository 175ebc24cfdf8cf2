// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.cell.settings.CellSettings;
import org.twincell.cell.settings.SettingsException;
import org.twincell.directory.Address;
import org.twincell.directory.CellEntry;
import org.twincell.directory.EntryKey;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellException;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.client.CellClients;
import org.twincell.protocol.client.ClientSettings;
import org.twincell.time.TimeSource;

/**
 * {@code mcell --self-test}: whether this machine can run a member. A primary and a witness of a
 * cell of their own start in a temporary folder on free ports of the loopback address, an event is
 * stored by both and found again, and all of it is taken away. It touches no cell of the directory.
 * It goes through most of what a member needs when it starts, therefore the launcher makes its
 * class archive from it.
 */
final class SelfTest {
  private static final Logger LOG = LoggerFactory.getLogger(SelfTest.class);
  private static final String CELL = "SelfTest";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int KEY_BYTES = 16;
  private static final int PORT_TRIES = 100;
  private static final int START_TRIES = 4;

  private final TimeSource time;
  private final SecureRandom random;
  private final Path parent;
  private final FreeAddresses addresses;

  /** Finds an address whose port and the next one nobody uses at that moment. */
  @FunctionalInterface
  interface FreeAddresses {
    Address next() throws IOException;
  }

  /**
   * @param parent where the folder is made that holds all of the cell's files for a moment
   */
  SelfTest(TimeSource time, SecureRandom random, Path parent) {
    this(time, random, parent, SelfTest::freeAddress);
  }

  SelfTest(TimeSource time, SecureRandom random, Path parent, FreeAddresses addresses) {
    this.time = time;
    this.random = random;
    this.parent = parent;
    this.addresses = addresses;
  }

  /** Answers one of {@link McellExit} and says why in the log. */
  int run() {
    long begun = time.monotonicNanos();
    try {
      for (int tries = 1; ; tries++) {
        try {
          once();
          break;
        } catch (CellStartException e) {
          // A port that was free a moment ago has become that of somebody's connection.
          if (e.kind() != CellStartException.Kind.PORT || tries == START_TRIES) throw e;
          LOG.debug("a port was taken meanwhile; tried again with others", e);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("self-test failed: {}", reason(e));
      return McellExit.FAILED;
    }
    LOG.info(
        "self-test passed: a primary and a witness stored an event and found it again, in {} ms",
        Duration.ofNanos(time.monotonicNanos() - begun).toMillis());
    return McellExit.OK;
  }

  private void once() throws IOException {
    Path folder = Files.createTempDirectory(parent, "mcell-self-test");
    try {
      storeAndFind(folder);
    } finally {
      delete(folder);
    }
  }

  private static String reason(Exception failure) {
    if (failure instanceof SettingsException settings)
      return String.join("; ", settings.problems());
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof CellException || cause instanceof CellStartException
        ? String.valueOf(cause.getMessage())
        : cause.toString();
  }

  private void storeAndFind(Path folder) throws IOException {
    CellEntry entry = entry();
    Files.writeString(folder.resolve("mcell.dir"), directory(entry));
    try (Cell primary = start(folder, 1);
        Cell witness = start(folder, 3);
        CellClient client = CellClients.open(entry, ClientSettings.DEFAULTS, time)) {
      client.submit(event(), PATIENCE).join();
      long found = client.openQuery(ObjectKind.EVENT, "EVENT", PATIENCE).count();
      if (found != 1) throw new IllegalStateException("1 event was stored, " + found + " found");
      LOG.debug("{} and {} were there", primary.info(), witness.info());
    }
  }

  private CellEntry entry() throws IOException {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return CellEntry.of(
            CELL, new EntryKey(HexFormat.of().formatHex(key)), addresses.next(), addresses.next())
        .withWitness(addresses.next());
  }

  private static String directory(CellEntry entry) {
    return "cell %s %s %s %s%nwitness %s %s %s%n"
        .formatted(
            CELL,
            entry.key().text(),
            entry.primary(),
            entry.secondary().orElseThrow(),
            CELL,
            entry.key().text(),
            entry.witness().orElseThrow());
  }

  private Cell start(Path folder, int mode) {
    Path home = folder.resolve("member-" + mode);
    CellSettings settings =
        CellSettings.load(
            new CellSettings.Options(
                CELL,
                home,
                Optional.empty(),
                List.of(
                    "CellDuplicateMode=" + mode,
                    "ServerDirectoryName=" + folder.resolve("mcell.dir"))));
    return Cell.start(settings, time, () -> Runtime.getRuntime().halt(McellExit.AS_IF_KILLED));
  }

  private CellCommand event() {
    String id = Long.toHexString(random.nextLong());
    return new CellCommand.NewObject(
        new CellCommand.Origin(id, "self-test", ""),
        ObjectKind.EVENT,
        new RawInstance("EVENT", Map.of("msg", RawValue.text("self-test"))),
        id);
  }

  /** With a free port next to it: that one is the replicated log's. */
  private static Address freeAddress() throws IOException {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    for (int i = 0; i < PORT_TRIES; i++) {
      try (ServerSocket one = new ServerSocket(0, 1, loopback);
          ServerSocket next = new ServerSocket()) {
        next.bind(new InetSocketAddress(loopback, one.getLocalPort() + 1));
        return new Address(loopback.getHostAddress(), one.getLocalPort());
      } catch (IOException | IllegalArgumentException taken) {
        LOG.debug("the port next to a free one is taken", taken);
      }
    }
    throw new IOException("no two free ports next to each other on " + loopback.getHostAddress());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(each);
    }
  }
}
