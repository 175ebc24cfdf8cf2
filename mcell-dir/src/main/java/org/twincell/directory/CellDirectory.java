// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one directory file says. Immutable; any thread may use it.
 *
 * <pre>{@code
 * CellEntry cell = CellDirectory.load(Path.of("mcell.dir")).find("Alphonse").orElseThrow();
 * }</pre>
 *
 * <p>A line is {@code <type> <name> <key> <address> [<address>]}, where the type is {@code cell},
 * {@code gateway.<type>}, {@code admin} or {@code witness}, and an address {@code host:port},
 * {@code host/port} or a host alone. A field that starts with {@code #} begins a comment.
 */
public final class CellDirectory {
  private final String source;
  private final List<DirectoryEntry> entries;
  private final List<CellEntry> cells;
  private final List<GatewayEntry> gateways;
  private final List<AdminEntry> admins;
  private final Map<String, CellEntry> cellsByName;

  private CellDirectory(String source, List<DirectoryEntry> entries) {
    this.source = source;
    this.entries = List.copyOf(entries);
    this.cells = only(CellEntry.class);
    this.gateways = only(GatewayEntry.class);
    this.admins = only(AdminEntry.class);
    this.cellsByName = new HashMap<>(2 * cells.size());
    for (CellEntry cell : cells) cellsByName.put(EntryLine.nameKey(cell.name()), cell);
  }

  private <E extends DirectoryEntry> List<E> only(Class<E> kind) {
    List<E> found = new ArrayList<>();
    for (DirectoryEntry entry : entries) {
      if (kind.isInstance(entry)) found.add(kind.cast(entry));
    }
    return List.copyOf(found);
  }

  /**
   * Reads a directory file whole.
   *
   * @throws DirectoryException with every problem of the file; with a problem of line 0 when the
   *     file cannot be read
   */
  public static CellDirectory load(Path file) {
    return parse(file.toString(), DirectoryText.read(file));
  }

  static CellDirectory parse(String source, byte[] content) {
    return parse(source, DirectoryText.of(content).lines());
  }

  /**
   * Reads the lines of a directory.
   *
   * @param source how messages name where the lines come from
   * @param lines the lines without their ends
   * @throws DirectoryException with every problem of the lines; nothing else is thrown for what a
   *     line contains
   */
  public static CellDirectory parse(String source, List<String> lines) {
    ProblemList problems = new ProblemList();
    DirectoryAssembly assembly = new DirectoryAssembly(problems);
    int number = 0;
    for (String line : lines) assembly.line(++number, line);
    List<DirectoryEntry> entries = assembly.finish();
    problems.throwIfAny(source);
    return new CellDirectory(source, entries);
  }

  /** How the caller named the file. */
  public String source() {
    return source;
  }

  /** The cell of this name, in any case; absent when the file has none. */
  public Optional<CellEntry> find(String cellName) {
    return Optional.ofNullable(cellsByName.get(EntryLine.nameKey(cellName)));
  }

  /** The cells in file order. */
  public List<CellEntry> cells() {
    return cells;
  }

  /** The gateways in file order. */
  public List<GatewayEntry> gateways() {
    return gateways;
  }

  /** The administration servers in file order. */
  public List<AdminEntry> admins() {
    return admins;
  }

  /** Everything in file order; a witness is part of its cell. */
  public List<DirectoryEntry> entries() {
    return entries;
  }
}
