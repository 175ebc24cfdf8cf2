// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.twincell.directory.Address;
import org.twincell.directory.CellDirectory;
import org.twincell.directory.CellEntry;
import org.twincell.directory.DirectoryException;
import org.twincell.directory.EntryKey;
import org.twincell.protocol.CellClient.ControlTarget;

/**
 * The cell that a command is for, and perhaps one member of it.
 *
 * @param member from {@code -n Cell#1} (primary), {@code #2} (secondary) or {@code #witness}; empty
 *     means the cell as a whole
 */
record Target(CellEntry cell, Optional<ControlTarget> member) {
  /** The name that a cell has when it was given by its address. */
  static final String NAMELESS = "noname";

  /**
   * Finds a cell.
   *
   * @param wanted the argument of {@code -n}; empty means the configured or the local cell
   * @param directoryFile the directory file, which need not exist when the cell is given otherwise
   * @throws CommandFailure when it cannot be found
   */
  static Target find(String wanted, ClientConf conf, Path directoryFile, String hostName) {
    if (wanted.startsWith("@")) {
      return new Target(direct(wanted.substring(1), conf, directoryFile), Optional.empty());
    }
    int hash = wanted.indexOf('#');
    String name = hash < 0 ? wanted : wanted.substring(0, hash);
    Optional<ControlTarget> member =
        hash < 0 ? Optional.empty() : Optional.of(member(wanted.substring(hash + 1)));
    if (name.isEmpty()) name = conf.serverName().isEmpty() ? hostName : conf.serverName();
    return new Target(named(name, !wanted.isEmpty(), conf, directoryFile, hostName), member);
  }

  private static ControlTarget member(String word) {
    return switch (word.toLowerCase(java.util.Locale.ROOT)) {
      case "1", "primary" -> ControlTarget.PRIMARY;
      case "2", "secondary" -> ControlTarget.SECONDARY;
      case "3", "witness" -> ControlTarget.WITNESS;
      default ->
          throw new CommandFailure(
              ExitCode.BAD_USAGE,
              "'#" + word + "' is not a member of a cell",
              "",
              "Write #1 for the primary, #2 for the secondary, or #witness.");
    };
  }

  /** {@code host[/port[#key]]}, also with a colon before the port. */
  private static CellEntry direct(String text, ClientConf conf, Path directoryFile) {
    int hash = text.indexOf('#');
    String place = hash < 0 ? text : text.substring(0, hash);
    Address address;
    try {
      address = Address.parse(place, conf.serverPort());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.BAD_USAGE,
          "-n @" + text + " cannot be read",
          String.valueOf(e.getMessage()),
          "Write @host, @host/port or @host/port#key, for example @SystemA/1828#mc.");
    }
    if (hash >= 0) return CellEntry.of(NAMELESS, key(text.substring(hash + 1)), address);
    return knownAt(address, directoryFile)
        .orElseGet(() -> CellEntry.of(NAMELESS, key(conf.encryptionKey()), address));
  }

  /**
   * A cell of the directory that has this address lends its name and key, not its other address.
   */
  private static Optional<CellEntry> knownAt(Address address, Path directoryFile) {
    if (!Files.exists(directoryFile)) return Optional.empty();
    return load(directoryFile).cells().stream()
        .filter(cell -> cell.addresses().contains(address))
        .findFirst()
        .map(cell -> CellEntry.of(cell.name(), cell.key(), address));
  }

  private static CellEntry named(
      String name, boolean asked, ClientConf conf, Path directoryFile, String hostName) {
    if (Files.exists(directoryFile)) {
      Optional<CellEntry> found = load(directoryFile).find(name);
      if (found.isPresent()) return found.get();
    }
    boolean located = !conf.serverLocation().isEmpty();
    if (asked && !located) throw unknown(name, directoryFile);
    String host = located ? conf.serverLocation() : hostName;
    return CellEntry.of(
        nameOr(name), key(conf.encryptionKey()), new Address(host, conf.serverPort()));
  }

  private static String nameOr(String name) {
    return name.matches("\\w+") ? name : NAMELESS; // a host name may have a hyphen, a cell may not
  }

  private static CommandFailure unknown(String name, Path directoryFile) {
    if (!Files.exists(directoryFile)) {
      return new CommandFailure(
          ExitCode.CONFIGURATION,
          "cannot find cell '" + name + "'",
          "there is no directory file " + directoryFile,
          "Name its home with -l, its folder with -c, or the cell's address with -n @host/port#key.");
    }
    return new CommandFailure(
        ExitCode.OUTBOUND,
        "cannot find cell '" + name + "'",
        directoryFile + " does not name it",
        "Add a line 'cell " + name + " <key> <host>:<port>', or correct -n.");
  }

  static CellDirectory load(Path directoryFile) {
    try {
      return CellDirectory.load(directoryFile);
    } catch (DirectoryException e) {
      throw new CommandFailure(
          ExitCode.CONFIGURATION,
          "the directory file cannot be used",
          String.valueOf(e.getMessage()),
          "'mdir check' shows all problems.");
    }
  }

  private static EntryKey key(String text) {
    try {
      return new EntryKey(text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.OUTBOUND, "the key cannot be used", String.valueOf(e.getMessage()), "");
    }
  }
}
