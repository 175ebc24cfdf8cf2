// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** A TCP link on loopback that a test can cut or make silent. Two daemon threads per connection. */
public final class CutLink implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;
  private volatile CountDownLatch passes = new CountDownLatch(0);

  /** Listens on any free port. */
  public CutLink(int target) throws IOException {
    this(0, target);
  }

  /** Listens on a port, where 0 is any, and leads to the target. */
  public CutLink(int port, int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    daemon("accept", this::accept);
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Ends all connections and refuses new ones. */
  public void cut() {
    cut = true;
    sockets.forEach(CutLink::closeQuietly);
    sockets.clear();
  }

  /** Holds all bytes back, and refuses and ends nothing, as with a machine that stands still. */
  public void stall() {
    passes = new CountDownLatch(1);
  }

  /** Lets connections through again, and what was held back. */
  public void heal() {
    cut = false;
    passes.countDown();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        sockets.add(near);
        if (cut) closeQuietly(near);
        else connect(near);
      } catch (IOException e) {
        if (listener.isClosed()) return;
      }
    }
  }

  private void connect(Socket near) {
    Socket far = new Socket();
    sockets.add(far);
    try {
      far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 1000);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      daemon("there", () -> pump(near, far));
      daemon("back", () -> pump(far, near));
    } catch (IOException e) {
      closeQuietly(near);
      closeQuietly(far);
    }
    if (cut) cut();
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        passes.await();
        out.write(buffer, 0, n);
      }
    } catch (IOException | InterruptedException e) {
      // The link was cut or one side went away: the other side sees its connection end.
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, "cut-link-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed is what was wanted.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
    passes.countDown();
  }
}
