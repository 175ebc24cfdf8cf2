// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * A connection by which somebody elsewhere sees that a member's process has ended, and not only
 * that it no longer answers. A member that is told {@code terminate} with {@link #ARGUMENT} opens a
 * port for it and names the port in a line; nothing is ever sent, and the kernel of the member's
 * machine closes the connection when the process is gone. One thread.
 */
public final class EndSign implements AutoCloseable {
  /** Asks for the port. */
  public static final String ARGUMENT = "tell-end";

  private static final String PREFIX = "end-sign=";

  private final Socket socket;

  private EndSign(Socket socket) {
    this.socket = socket;
  }

  /** The line in which a member names the port. */
  public static String line(int port) {
    return PREFIX + port;
  }

  /** The port that a line names, if it is such a line. */
  public static OptionalInt port(String line) {
    String digits = line.startsWith(PREFIX) ? line.substring(PREFIX.length()) : "";
    if (!digits.matches("[0-9]{1,5}")) return OptionalInt.empty();
    return OptionalInt.of(Integer.parseInt(digits));
  }

  /**
   * Connects, while the member still waits for that.
   *
   * @throws IOException when the port cannot be reached from here, for instance for a firewall
   */
  public static EndSign connect(String host, int port, Duration limit) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), (int) limit.toMillis());
      return new EndSign(socket);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Waits for the end of the process; whether it came in time. */
  public boolean awaitEnd(Duration limit) {
    try {
      socket.setSoTimeout((int) limit.toMillis());
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException stillThere) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
