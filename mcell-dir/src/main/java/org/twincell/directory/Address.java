// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

/**
 * A host and a port. Addresses are compared as they are written: nothing is looked up.
 *
 * @param host a host name, an IPv4 address, or an IPv6 address without its brackets
 * @param port from 1 to 65535
 */
public record Address(String host, int port) {
  /**
   * @throws IllegalArgumentException when the host or the port cannot stand in a directory file
   */
  public Address {
    String wrong = AddressText.whatIsWrongWithHost(host);
    if (!wrong.isEmpty()) throw new IllegalArgumentException("host '" + host + "': " + wrong);
    if (port < 1 || port > AddressText.MAX_PORT) {
      throw new IllegalArgumentException("port " + port + ": a port is from 1 to 65535");
    }
  }

  /**
   * Reads an address as it stands in a directory file: {@code host:port}, {@code host/port}, {@code
   * [v6]:port}, {@code [v6]/port}, or a host alone.
   *
   * @param defaultPort the port when the text names none
   * @throws IllegalArgumentException when the text is no address; the message says why
   */
  public static Address parse(String text, int defaultPort) {
    AddressText read = AddressText.of(text);
    if (!read.wrong().isEmpty()) {
      throw new IllegalArgumentException("address '" + text + "': " + read.wrong());
    }
    return read.address(defaultPort);
  }

  /** Whether both addresses are the same place as far as their text tells. */
  boolean isSamePlaceAs(Address other) {
    return port == other.port && host.equalsIgnoreCase(other.host);
  }

  /** {@code host:port}, with an IPv6 host in brackets. */
  @Override
  public String toString() {
    return written(':');
  }

  String written(char separator) {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + separator + port;
  }
}
