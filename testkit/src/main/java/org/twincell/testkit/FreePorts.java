// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Loopback ports for members that a test starts, perhaps more than once: each is handed out once,
 * lies below the range from which the kernel takes ports for outgoing connections, and belongs to a
 * block of which no other process that asks here takes any, because this one holds the block's
 * first port as long as it lives. So a port stays free from when it is found until it is bound, and
 * while a member is down. Any thread may ask.
 */
public final class FreePorts {
  private static final int FIRST = 12_000;
  private static final int LAST = 20_000;
  private static final int BLOCK = 50;

  /** Held until the process ends. */
  private static final List<ServerSocket> GUARDS = new ArrayList<>();

  private static int next;
  private static int end;

  private FreePorts() {}

  /** So many ports, each by itself. */
  public static synchronized List<Integer> of(int count) {
    List<Integer> ports = new ArrayList<>();
    while (ports.size() < count) ports.add(run(1));
    return ports;
  }

  /** A port whose next one up is free too: a member of a cell listens on both. */
  public static synchronized int pair() {
    return run(2);
  }

  private static int run(int length) {
    while (true) {
      if (next + length > end) takeBlock();
      int port = next++;
      if (areFree(port, length)) {
        next += length - 1;
        return port;
      }
    }
  }

  /** Processes look from different places on, so that they seldom meet. */
  private static void takeBlock() {
    int blocks = (LAST - FIRST) / BLOCK;
    long self = ProcessHandle.current().pid();
    int from = GUARDS.isEmpty() ? (int) (self * 7 % blocks) : (next - FIRST) / BLOCK;
    for (int i = 0; i < blocks; i++) {
      int block = FIRST + (from + i) % blocks * BLOCK;
      if (guard(block)) {
        next = block + 1;
        end = block + BLOCK;
        return;
      }
    }
    throw new IllegalStateException(
        "every block of ports from %d to %d is taken".formatted(FIRST, LAST));
  }

  private static boolean guard(int port) {
    try {
      GUARDS.add(listenOn(port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static boolean areFree(int port, int length) {
    for (int i = port; i < port + length; i++) {
      try (ServerSocket socket = listenOn(i)) {
        if (!socket.isBound()) return false;
      } catch (IOException taken) {
        return false;
      }
    }
    return true;
  }

  private static ServerSocket listenOn(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
