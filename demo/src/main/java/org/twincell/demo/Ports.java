// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/** Finds free ports of the loopback address. */
final class Ports {
  private static final int FIRST = 20_000;
  private static final int COUNT = 12_000; // below the range from which the system takes its own
  private static final int ATTEMPT_LIMIT = 500;

  private final RandomGenerator random;

  Ports(RandomGenerator random) {
    this.random = random;
  }

  /**
   * A free port whose next one up is free as well: a member of a cell needs both.
   *
   * @param usual taken alone when it is free; 0 for none
   */
  int pair(int usual) {
    if (usual != 0 && isFree(usual)) return usual;
    for (int attempt = 0; attempt < ATTEMPT_LIMIT; attempt++) {
      int port = FIRST + 2 * random.nextInt(COUNT / 2);
      if (isFree(port) && isFree(port + 1)) return port;
    }
    throw new DemoException("no free port was found between " + FIRST + " and " + (FIRST + COUNT));
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort() == port;
    } catch (IOException e) {
      return false; // somebody has it
    }
  }
}
