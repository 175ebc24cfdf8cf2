// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import java.util.ArrayList;
import java.util.List;

/** The values of a line that is to be written. */
record EntryFields(String type, String name, EntryKey key, List<Address> addresses) {
  private static final int FIRST_ADDRESS = 3;

  /** The fields of a new line, with this character before each port. */
  List<String> written(char separator) {
    List<String> fields = new ArrayList<>(List.of(type, name, key.text()));
    for (Address address : addresses) fields.add(address.written(separator));
    return fields;
  }

  /** The fields of a line that has others now; those that mean the same keep their spelling. */
  List<String> over(LineFields line) {
    List<String> fields = written(separator(line));
    if (line.field(0).equalsIgnoreCase(type)) fields.set(0, line.field(0));
    if (new EntryKey(line.field(2)).equals(key)) fields.set(2, line.field(2));
    int shared = Math.min(fields.size(), line.count());
    for (int i = FIRST_ADDRESS; i < shared; i++) {
      Address now = AddressText.of(line.field(i)).address(defaultPort());
      if (now.equals(addresses.get(i - FIRST_ADDRESS))) fields.set(i, line.field(i));
    }
    return fields;
  }

  private int defaultPort() {
    EntryKind kind = LineReader.kind(type).orElseThrow();
    boolean isGateway = kind == EntryKind.GATEWAY;
    return kind.defaultPort(isGateway ? type.substring("gateway.".length()) : "");
  }

  /** What the line writes before its first port; a colon when it writes no port. */
  static char separator(LineFields line) {
    for (int i = FIRST_ADDRESS; i < line.count(); i++) {
      if (AddressText.of(line.field(i)).port() == AddressText.NO_PORT) continue;
      return line.field(i).indexOf('/') >= 0 ? '/' : ':';
    }
    return ':';
  }
}
