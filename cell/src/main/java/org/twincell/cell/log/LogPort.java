// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Whether the port on which the members hear each other can be had. The library beneath the log
 * tells of one that cannot with pages of stack traces before anyone can say what to do about it.
 */
final class LogPort {
  private LogPort() {}

  /**
   * Takes the port for a moment.
   *
   * @throws IOException why it cannot be had
   */
  static void check(LogSettings settings) throws IOException {
    int port = settings.self().port();
    String host = RatisSettings.listenHost(settings);
    InetSocketAddress address =
        host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(address);
    } catch (BindException e) {
      BindException named =
          new BindException(
              "port %d%s, on which the members hear each other: %s"
                  .formatted(port, host.isEmpty() ? "" : " of " + host, e.getMessage()));
      named.addSuppressed(e);
      throw named;
    }
  }
}
