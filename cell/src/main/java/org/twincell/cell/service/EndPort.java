// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.protocol.EndSign;

/**
 * The member's side of {@link EndSign}: connections that nobody here closes, so that they go with
 * the process. Whoever makes this has to hold it as long as the process lives.
 */
public final class EndPort {
  private static final Logger LOG = LoggerFactory.getLogger(EndPort.class);

  /** So long the one who asked may take to connect; the stop waits for it. */
  private static final int CONNECT_MILLIS = 2000;

  private final String host;
  private final List<Socket> held = new ArrayList<>();

  /**
   * @param host the address of this machine on which the port is opened
   */
  public EndPort(String host) {
    this.host = host;
  }

  /** Names a new port in a line, and waits for one connection to it, for a moment only. */
  synchronized void offer(Consumer<String> lines) {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      listener.setSoTimeout(CONNECT_MILLIS);
      lines.accept(EndSign.line(listener.getLocalPort()));
      held.add(listener.accept());
    } catch (IOException unseen) {
      LOG.info("nobody will see when this process has ended: {}", unseen.getMessage());
    }
  }
}
