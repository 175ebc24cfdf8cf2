// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import static org.twincell.directory.DirectoryLimits.MAX_HOST_CHARS;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An address field taken apart.
 *
 * @param host the host without brackets
 * @param port the port, or {@link #NO_PORT} when the field names none
 * @param wrong empty when the field can be used; otherwise the rule that it breaks
 */
record AddressText(String host, int port, String wrong) {
  static final int NO_PORT = 0;
  static final int MAX_PORT = 65535;

  static final String PORT_RULE = "a port is a number from 1 to 65535";
  private static final String BRACKET_RULE = "an IPv6 address stands in brackets, as in [::1]:1828";
  private static final String V6_RULE = "what stands in brackets is an IPv6 address";
  private static final String V4_RULE =
      "an IPv4 address has four numbers from 0 to 255, as in 192.0.2.7";
  private static final String HOST_RULE =
      "a host has letters, digits, '-', '_' and single dots inside";

  static AddressText of(String field) {
    if (field.startsWith("[")) return bracketed(field);
    int separator = Math.max(field.lastIndexOf(':'), field.lastIndexOf('/'));
    if (separator < 0) return of(field, NO_PORT);
    String host = field.substring(0, separator);
    if (isBareV6(field, host)) return new AddressText(host, NO_PORT, BRACKET_RULE);
    return of(host, field, separator);
  }

  private static AddressText bracketed(String field) {
    int close = field.indexOf(']');
    if (close < 0) return new AddressText(field, NO_PORT, BRACKET_RULE);
    String host = field.substring(1, close);
    if (!isV6(host)) return new AddressText(host, NO_PORT, V6_RULE);
    if (close == field.length() - 1) return new AddressText(host, NO_PORT, "");
    char after = field.charAt(close + 1);
    if (after != ':' && after != '/') return new AddressText(host, NO_PORT, BRACKET_RULE);
    return of(host, field, close + 1);
  }

  private static AddressText of(String host, String field, int separator) {
    int port = port(field, separator + 1);
    return port == NO_PORT ? new AddressText(host, NO_PORT, PORT_RULE) : of(host, port);
  }

  private static AddressText of(String host, int port) {
    return new AddressText(host, port, whatIsWrongWithHost(host));
  }

  Address address(int defaultPort) {
    return new Address(host, port == NO_PORT ? defaultPort : port);
  }

  /** The number from this place to the end, or {@link #NO_PORT} when it is no port. */
  private static int port(String field, int from) {
    if (from == field.length() || field.length() - from > 5) return NO_PORT;
    int port = 0;
    for (int i = from; i < field.length(); i++) {
      int digit = field.charAt(i) - '0';
      if (digit < 0 || digit > 9) return NO_PORT;
      port = 10 * port + digit;
    }
    return port <= MAX_PORT ? port : NO_PORT;
  }

  /** Empty when the host can be used; otherwise the rule that it breaks. */
  static String whatIsWrongWithHost(String host) {
    if (host.isEmpty()) return "a host comes first";
    if (host.length() > MAX_HOST_CHARS) {
      return "a host has at most " + MAX_HOST_CHARS + " characters";
    }
    if (host.indexOf(':') >= 0) return isV6(host) ? "" : HOST_RULE;
    boolean numeric = true;
    char before = '.';
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c == '.' ? before == '.' : !isHostChar(c)) return HOST_RULE;
      numeric &= c == '.' || (c >= '0' && c <= '9');
      before = c;
    }
    return numeric && !isV4(host) ? V4_RULE : "";
  }

  private static boolean isHostChar(char c) {
    return EntryKind.isLetterOrDigit(c) || c == '-' || c == '_';
  }

  private static boolean isV4(String host) {
    int parts = 0;
    for (int from = 0; from <= host.length(); parts++) {
      int dot = host.indexOf('.', from);
      int to = dot < 0 ? host.length() : dot;
      if (to == from || to - from > 3 || Integer.parseInt(host, from, to, 10) > 255) return false;
      from = to + 1;
    }
    return parts == 4;
  }

  /** The JDK looks nothing up for a name in brackets: it reads it as an IPv6 address or refuses. */
  private static boolean isV6(String host) {
    int zone = host.indexOf('%');
    String number = zone < 0 ? host : host.substring(0, zone);
    if (number.length() < 2 || (zone >= 0 && !isZone(host, zone + 1))) return false;
    try {
      return InetAddress.getByName("[" + number + "]") != null;
    } catch (UnknownHostException notV6) {
      return false;
    }
  }

  private static boolean isZone(String host, int from) {
    for (int i = from; i < host.length(); i++) {
      if (!isHostChar(host.charAt(i)) && host.charAt(i) != '.') return false;
    }
    return from < host.length();
  }

  private static boolean isBareV6(String field, String host) {
    return host.indexOf(':') >= 0 && (isV6(host) || isV6(field));
  }
}
