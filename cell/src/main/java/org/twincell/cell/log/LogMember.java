// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

/**
 * One member of a cell, as all members know it.
 *
 * @param name unique in the cell, 1 to 64 letters, digits, {@code . _ -}; part of the data format,
 *     so it does not change while the member keeps its data folder
 * @param role what it is by configuration
 * @param host name or address under which the other members reach it
 * @param port port on which members talk to each other, 1 to 65535
 */
public record LogMember(String name, MemberRole role, String host, int port) {
  /** Checks each part. */
  public LogMember {
    if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new IllegalArgumentException(
          "member name '" + name + "' is not usable; use 1 to 64 letters, digits, '.', '_' or '-'");
    }
    if (host.isBlank()) throw new IllegalArgumentException("member '" + name + "' has no host");
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "member '" + name + "' has port " + port + "; a port is from 1 to 65535");
    }
  }

  /** Host and port as one address; an IPv6 host stands in brackets. */
  String address() {
    boolean bare6 = host.indexOf(':') >= 0 && !host.startsWith("[");
    return (bare6 ? "[" + host + "]" : host) + ":" + port;
  }
}
