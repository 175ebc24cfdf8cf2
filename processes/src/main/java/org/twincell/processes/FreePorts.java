// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.processes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
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
  private static final int TRIES_LIMIT = 1000;

  private final RandomGenerator random;
  private final Set<Integer> taken = new HashSet<>();

  /** Chance chooses, so that programs side by side do not look at the same ports. */
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
      int port = FIRST + random.nextInt(LAST - FIRST);
      if (isFree(port) && isFree(port + 1)) {
        taken.add(port);
        taken.add(port + 1);
        return port;
      }
    }
    throw new IllegalStateException(
        "no two free ports side by side were found from " + FIRST + " to " + LAST);
  }

  /** This port if it is free, else {@link #pair}. */
  public int preferably(int usual) {
    if (!isFree(usual)) return pair();
    taken.add(usual);
    return usual;
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
