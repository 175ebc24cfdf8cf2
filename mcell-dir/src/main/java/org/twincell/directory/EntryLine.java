// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One line that is sound in itself; whether it fits the others is not known yet.
 *
 * @param gatewayType empty when the line is not a gateway's
 * @param nameKey what the line is found by, made once since every line is looked up several times
 * @param place where it stands, for problems that only show beside other lines
 */
record EntryLine(
    EntryKind kind,
    String gatewayType,
    String name,
    String nameKey,
    EntryKey key,
    List<Address> addresses,
    Place place) {

  /** Line and columns, from 1. */
  record Place(int line, int nameColumn, int keyColumn, int addressColumn) {}

  /** What a name is found by, in any case. */
  static String nameKey(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  CellEntry toCell(Optional<Address> witness) {
    return new CellEntry(name, key, addresses, witness, place.line());
  }

  GatewayEntry toGateway() {
    return new GatewayEntry(gatewayType, name, key, addresses, place.line());
  }

  AdminEntry toAdmin() {
    return new AdminEntry(name, key, addresses, place.line());
  }
}
