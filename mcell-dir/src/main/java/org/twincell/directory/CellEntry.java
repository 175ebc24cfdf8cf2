// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import java.util.List;
import java.util.Optional;

/**
 * A cell: one member, or a pair of a primary and a secondary, and the witness of the pair if there
 * is one.
 *
 * @param name the cell's name as written
 * @param key the key that all members and callers of the cell share
 * @param addresses the primary's address and, of a pair, the secondary's
 * @param witness the address of the {@code witness} line of this cell; absent when the pair has
 *     none
 * @param line the line of the {@code cell} entry, from 1; 0 when it does not come from a file
 */
public record CellEntry(
    String name, EntryKey key, List<Address> addresses, Optional<Address> witness, int line)
    implements DirectoryEntry {
  /** The port of a cell, and of its witness, whose address names none. */
  public static final int DEFAULT_PORT = EntryKind.CELL_PORT;

  /**
   * @throws IllegalArgumentException for a name that cannot stand in a file, for no or more than
   *     two addresses, and for a witness without a pair
   */
  public CellEntry {
    EntryKind.CELL.check(name, addresses);
    addresses = List.copyOf(addresses);
    if (witness.isPresent() && addresses.size() != 2) {
      throw new IllegalArgumentException("a witness needs a pair, and '" + name + "' is alone");
    }
  }

  /** A cell that is not in a file yet. */
  public static CellEntry of(String name, EntryKey key, Address... addresses) {
    return new CellEntry(name, key, List.of(addresses), Optional.empty(), 0);
  }

  /** Whether the cell has a primary and a secondary. */
  public boolean isPair() {
    return addresses.size() == 2;
  }

  /** The first address; of a cell that is alone, the only one. */
  public Address primary() {
    return addresses.get(0);
  }

  /** The second address; absent when the cell is alone. */
  public Optional<Address> secondary() {
    return isPair() ? Optional.of(addresses.get(1)) : Optional.empty();
  }

  /** The same cell under another name. */
  public CellEntry withName(String newName) {
    return new CellEntry(newName, key, addresses, witness, line);
  }

  /** The same cell with another key. */
  public CellEntry withKey(EntryKey newKey) {
    return new CellEntry(name, newKey, addresses, witness, line);
  }

  /** The same cell at other addresses; a cell that is then alone has no witness any more. */
  public CellEntry withAddresses(Address... newAddresses) {
    Optional<Address> kept = newAddresses.length == 2 ? witness : Optional.empty();
    return new CellEntry(name, key, List.of(newAddresses), kept, line);
  }

  /** The same pair with this witness. */
  public CellEntry withWitness(Address address) {
    return new CellEntry(name, key, addresses, Optional.of(address), line);
  }

  /** The same cell without a witness. */
  public CellEntry withoutWitness() {
    return new CellEntry(name, key, addresses, Optional.empty(), line);
  }
}
