// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.processes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Hands out loopback ports that nobody listens on, none of them twice. They lie below the range
 * from which the kernel takes ports for outgoing connections, so that they stay free until the
 * program binds them. One thread at a time.
 */
public final class FreePorts {
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;
  private static final int BLOCK = 40;
  private static final int TRIES_LIMIT = 1000;

  /** First ports of the blocks of this process; held until it ends, so that no other takes them. */
  private static final List<ServerSocket> GUARDS = new ArrayList<>();

  private final RandomGenerator random;
  private final Set<Integer> taken = new HashSet<>();
  private int next;
  private int end;

  /**
   * Chance chooses the blocks from which ports come; of two programs side by side each has its own.
   */
  public FreePorts(RandomGenerator random) {
    this.random = random;
  }

  /**
   * A port whose next one up is free too: a member of a cell listens on both.
   *
   * @throws IllegalStateException when none is found
   */
  public int pair() {
    for (int tries = 0; tries < TRIES_LIMIT; tries++) {
      if (next + 1 >= end && !takeBlock()) continue;
      int port = next;
      next += 2;
      if (isFree(port) && isFree(port + 1)) {
        taken.add(port);
        taken.add(port + 1);
        return port;
      }
    }
    throw new IllegalStateException(
        "no two free ports side by side were found from " + FIRST + " to " + LAST);
  }

  /** A block that nobody else who asks here has; false when that is somebody's already. */
  private boolean takeBlock() {
    int first = FIRST + random.nextInt((LAST - FIRST) / BLOCK) * BLOCK;
    try {
      ServerSocket guard = listenOn(first);
      synchronized (GUARDS) {
        GUARDS.add(guard);
      }
      next = first + 2;
      end = first + BLOCK;
      return true;
    } catch (IOException inUse) {
      return false;
    }
  }

  /** This port if it is free, else {@link #pair}. */
  public int preferably(int usual) {
    if (!isFree(usual)) return pair();
    taken.add(usual);
    return usual;
  }

  private boolean isFree(int port) {
    if (taken.contains(port)) return false;
    try (ServerSocket socket = listenOn(port)) {
      return socket.isBound();
    } catch (IOException inUse) {
      return false;
    }
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
