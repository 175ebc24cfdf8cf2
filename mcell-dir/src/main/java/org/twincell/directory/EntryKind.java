// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import static org.twincell.directory.DirectoryLimits.MAX_NAME_CHARS;

import java.util.List;

/** The kinds of lines, by their first field, and what is particular to each. */
enum EntryKind {
  CELL("cell", 2),
  GATEWAY("gateway", 2),
  ADMIN("admin", 2),
  WITNESS("witness", 1);

  static final List<EntryKind> ALL = List.of(values());

  static final int CELL_PORT = 1828;
  static final int IMCOMM_PORT = 1859;
  static final int ADMIN_PORT = 3084;

  /** Not documented for other types of gateway: the general default of the format is taken. */
  private static final int OTHER_GATEWAY_PORT = CELL_PORT;

  private final String word;
  private final int maxAddresses;

  EntryKind(String word, int maxAddresses) {
    this.word = word;
    this.maxAddresses = maxAddresses;
  }

  String word() {
    return word;
  }

  int maxAddresses() {
    return maxAddresses;
  }

  int defaultPort(String gatewayType) {
    return switch (this) {
      case CELL, WITNESS -> CELL_PORT;
      case ADMIN -> ADMIN_PORT;
      case GATEWAY ->
          gatewayType.equalsIgnoreCase(GatewayEntry.IMCOMM) ? IMCOMM_PORT : OTHER_GATEWAY_PORT;
    };
  }

  /** Whether the first field of a line is of this kind. */
  boolean isTypeOf(String field) {
    return this == GATEWAY
        ? field.regionMatches(true, 0, "gateway.", 0, "gateway.".length())
        : field.equalsIgnoreCase(word);
  }

  void check(String name, List<Address> addresses) {
    if (!isName(name)) {
      throw new IllegalArgumentException("'" + name + "' is not a name of a " + word);
    }
    if (addresses.isEmpty() || addresses.size() > maxAddresses) {
      throw new IllegalArgumentException(
          "a " + word + " has 1 or " + maxAddresses + " addresses, not " + addresses.size());
    }
  }

  /**
   * The original documents letters, digits and {@code _}; its own samples, and cells named after
   * hosts, also have {@code -} and dots. A name also names folders, so it never starts with a dot.
   */
  static boolean isName(String text) {
    if (text.isEmpty() || text.length() > MAX_NAME_CHARS) return false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean first = isLetterOrDigit(c) || c == '_';
      boolean later = i > 0 && (c == '-' || c == '.');
      if (!first && !later) return false;
    }
    return true;
  }

  /** Of ASCII alone: what looks like another character is another name to no one's eye. */
  static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
