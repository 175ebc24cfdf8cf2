// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.site;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/**
 * Stands in front of one port of a party: takes connections, finds out who calls, and passes bytes
 * in both directions as the links of the two parties say. One thread takes connections, two serve
 * each; {@link #close} ends them.
 */
final class Relay implements AutoCloseable {
  private static final int CHUNK_BYTES = 64 << 10;
  private static final int CONNECT_MILLIS = 2000;
  private static final AtomicLong SERIAL = new AtomicLong();

  private final Party behind;
  private final InetSocketAddress front;
  private final InetSocketAddress target;
  private final Owners owners;
  private final BiFunction<Party, Party, Link> links;
  private final ServerSocket listener;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  Relay(
      Party behind,
      InetSocketAddress front,
      InetSocketAddress target,
      Owners owners,
      BiFunction<Party, Party, Link> links)
      throws IOException {
    this.behind = behind;
    this.front = front;
    this.target = target;
    this.owners = owners;
    this.links = links;
    this.listener = new ServerSocket();
    listener.setReuseAddress(true);
    listener.bind(front, 256);
    start("accept", this::accept);
  }

  private void start(String what, Runnable work) {
    Thread thread =
        new Thread(work, "relay-" + behind.word() + "-" + what + "-" + SERIAL.incrementAndGet());
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!closing) {
      try {
        Socket caller = listener.accept();
        start("open", () -> open(caller));
      } catch (IOException closed) {
        if (closing) return;
      }
    }
  }

  private void open(Socket caller) {
    Party from = owners.of((InetSocketAddress) caller.getRemoteSocketAddress(), front);
    Link there = links.apply(from, behind);
    Link back = links.apply(behind, from);
    Connection connection = new Connection(from, caller, new Socket());
    connections.add(connection);
    try {
      if (there.isResetting()) {
        there.count(1);
        connection.reset();
        return;
      }
      there.awaitOpen();
      back.awaitOpen();
      connection.target().connect(target, CONNECT_MILLIS);
      caller.setTcpNoDelay(true);
      connection.target().setTcpNoDelay(true);
      start("there", () -> pump(connection, caller, connection.target(), there));
      start("back", () -> pump(connection, connection.target(), caller, back));
    } catch (IOException nobodyThere) {
      end(connection);
    } catch (InterruptedException e) {
      end(connection);
    }
  }

  private void pump(Connection connection, Socket from, Socket to, Link link) {
    byte[] chunk = new byte[CHUNK_BYTES];
    try {
      for (int n = from.getInputStream().read(chunk);
          n >= 0;
          n = from.getInputStream().read(chunk)) {
        int passing = link.pass(n);
        to.getOutputStream().write(chunk, 0, passing);
        if (passing < n) {
          connection.reset();
          return;
        }
      }
      link.awaitOpen();
      to.shutdownOutput();
      connection.halfDone();
    } catch (IOException broken) {
      connection.reset();
    } catch (InterruptedException e) {
      connection.reset();
    } finally {
      if (connection.isDone()) end(connection);
    }
  }

  private void end(Connection connection) {
    connections.remove(connection);
    connection.close();
  }

  /** The party that it stands in front of. */
  Party behind() {
    return behind;
  }

  /** Resets every connection with this party. */
  long resetAll(Party other) {
    long n = 0;
    for (Connection connection : connections) {
      if (connection.from() == other) {
        connection.reset();
        connections.remove(connection);
        n++;
      }
    }
    return n;
  }

  @Override
  public void close() {
    closing = true;
    try {
      listener.close();
    } catch (IOException unheard) {
      closing = true; // nothing is left to undo
    }
    connections.forEach(Connection::reset);
  }

  /** Both sockets of one relayed connection. */
  private static final class Connection {
    private final Party from;
    private final Socket caller;
    private final Socket target;
    private boolean halfDone;
    private boolean done;

    Connection(Party from, Socket caller, Socket target) {
      this.from = from;
      this.caller = caller;
      this.target = target;
    }

    Party from() {
      return from;
    }

    Socket target() {
      return target;
    }

    /** One direction ended in order; the connection ends with the second. */
    synchronized void halfDone() {
      if (halfDone) done = true;
      halfDone = true;
    }

    synchronized boolean isDone() {
      return done;
    }

    /** Both ends get a reset. */
    synchronized void reset() {
      done = true;
      for (Socket socket : new Socket[] {caller, target}) {
        try {
          socket.setSoLinger(true, 0);
          socket.close();
        } catch (IOException closedBefore) {
          done = true;
        }
      }
    }

    synchronized void close() {
      done = true;
      for (Socket socket : new Socket[] {caller, target}) {
        try {
          socket.close();
        } catch (IOException closedBefore) {
          done = true;
        }
      }
    }
  }
}
