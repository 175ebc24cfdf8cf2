// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import java.util.List;

/**
 * A gateway to which cells propagate.
 *
 * @param type what follows {@code gateway.} in the line, as written, for example {@code imcomm}
 * @param name the gateway's name as written
 * @param key the key between cells and this gateway
 * @param addresses one address, or two of a gateway that has a stand-in
 * @param line the line of the entry, from 1; 0 when it does not come from a file
 */
public record GatewayEntry(
    String type, String name, EntryKey key, List<Address> addresses, int line)
    implements DirectoryEntry {
  /** The type of the web services gateway. */
  public static final String IMCOMM = "imcomm";

  /** The port of a gateway of type {@code imcomm} whose address names none. */
  public static final int IMCOMM_DEFAULT_PORT = EntryKind.IMCOMM_PORT;

  /**
   * @throws IllegalArgumentException for a type or a name that cannot stand in a file, and for no
   *     or more than two addresses
   */
  public GatewayEntry {
    if (!EntryKind.isName(type)) {
      throw new IllegalArgumentException("'" + type + "' is not a type of gateway");
    }
    EntryKind.GATEWAY.check(name, addresses);
    addresses = List.copyOf(addresses);
  }

  /** Whether this is a gateway of the given type, in any case. */
  public boolean isOfType(String wanted) {
    return type.equalsIgnoreCase(wanted);
  }

  /** The first address. */
  public Address primary() {
    return addresses.get(0);
  }
}
