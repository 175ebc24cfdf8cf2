// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever asks for a port gets one that nobody else is given. */
@Timeout(120)
class FreePortsTest {
  private static final int MANY = 120;

  /** Two that start one after the other would meet. */
  private static final int SO_MANY_THAT_TWO_MEET = 2_000;

  @Test
  void noPortIsHandedOutTwiceAndEachCanBeBound() throws IOException {
    List<Integer> ports = new ArrayList<>(FreePorts.of(MANY));
    for (int i = 0; i < MANY; i++) {
      int port = FreePorts.pair();
      ports.add(port);
      ports.add(port + 1);
    }

    assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port < 20_000);
    for (int port : ports) bind(port);
  }

  @Test
  void aPortThatSomebodyListensOnIsLeftOut() throws IOException {
    int first = FreePorts.of(1).get(0);
    try (ServerSocket taken = bindAndKeep(first + 1)) {
      assertThat(FreePorts.of(MANY)).doesNotContain(taken.getLocalPort());
    }
  }

  @Test
  void twoProcessesAtTheSameTimeShareNone() throws Exception {
    Process first = another();
    Process second = another();
    try {
      Set<String> ports = new HashSet<>(portsOf(first));
      List<String> others = portsOf(second);
      assertThat(ports).hasSize(SO_MANY_THAT_TWO_MEET);
      assertThat(others).hasSize(SO_MANY_THAT_TWO_MEET).doesNotContainAnyElementsOf(ports);
    } finally {
      first.destroyForcibly();
      second.destroyForcibly();
    }
  }

  private static Process another() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Asker.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Reads what a process printed; it lives on and keeps what it was given. */
  private static List<String> portsOf(Process process) throws IOException {
    String line = process.inputReader(StandardCharsets.UTF_8).readLine();
    return List.of(String.valueOf(line).split(" "));
  }

  private static void bind(int port) throws IOException {
    bindAndKeep(port).close();
  }

  private static ServerSocket bindAndKeep(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  /** The program of the other processes: asks, tells, and waits for its end. */
  static final class Asker {
    private Asker() {}

    public static void main(String[] arguments) throws IOException {
      StringBuilder line = new StringBuilder();
      for (int port : FreePorts.of(SO_MANY_THAT_TWO_MEET)) line.append(port).append(' ');
      System.out.println(line.toString().strip());
      System.out.flush();
      while (System.in.read() >= 0) {
        // Lives until the test closes its end.
      }
    }
  }
}
