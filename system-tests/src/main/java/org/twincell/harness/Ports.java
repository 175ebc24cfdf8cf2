// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Hands out loopback ports that nobody listens on, below the range from which the kernel takes
 * ports for outgoing connections, so that they stay free until the program binds them.
 */
final class Ports {
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;

  private final Random random;
  private final Set<Integer> taken = new HashSet<>();

  Ports(long seed) {
    this.random = new Random(seed);
  }

  /** A port whose next one is free too: a member listens on both. */
  int pair() {
    for (int tries = 0; tries < 1000; tries++) {
      int port = FIRST + random.nextInt(LAST - FIRST);
      if (isFree(port) && isFree(port + 1)) {
        taken.add(port);
        taken.add(port + 1);
        return port;
      }
    }
    throw new IllegalStateException("no free pair of ports from " + FIRST + " to " + LAST);
  }

  private boolean isFree(int port) {
    if (taken.contains(port)) return false;
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException inUse) {
      return false;
    }
  }
}
