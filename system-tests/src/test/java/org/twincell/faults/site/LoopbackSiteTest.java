// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.twincell.time.SystemTime;

/** Links on loopback: an echo behind a relay, called by the load. */
class LoopbackSiteTest {
  private LoopbackSite site;
  private ServerSocket echo;

  @BeforeEach
  void open() throws IOException {
    site = LoopbackSite.open(new Random(), SystemTime.SYSTEM);
    echo = new ServerSocket();
    echo.bind(address(site.bindHost(Party.PRIMARY)));
    Thread thread = new Thread(this::serve, "echo");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void close() throws IOException {
    echo.close();
    site.close();
  }

  private static InetSocketAddress address(String host) throws IOException {
    return new InetSocketAddress(InetAddress.getByName(host), Site.MEMBER_PORT);
  }

  private void serve() {
    while (!echo.isClosed()) {
      try {
        Socket caller = echo.accept();
        Thread each = new Thread(() -> echo(caller), "echo-one");
        each.setDaemon(true);
        each.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void echo(Socket caller) {
    try (caller) {
      caller.getInputStream().transferTo(caller.getOutputStream());
    } catch (IOException cut) {
      assertThat(caller.isClosed()).isTrue();
    }
  }

  private Socket call() throws IOException {
    Socket socket = new Socket();
    socket.connect(address(site.host(Party.PRIMARY)));
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static int exchange(Socket socket) throws IOException {
    socket.getOutputStream().write('x');
    return socket.getInputStream().read();
  }

  @Test
  void twoSitesOfTheSameChanceDoNotMeet() throws IOException {
    try (LoopbackSite first = LoopbackSite.open(new Random(5), SystemTime.SYSTEM);
        LoopbackSite second = LoopbackSite.open(new Random(5), SystemTime.SYSTEM)) {
      assertThat(second.host(Party.PRIMARY)).isNotEqualTo(first.host(Party.PRIMARY));
    }
  }

  @Test
  void whatIsSentOverACutLinkArrivesOnceItHeals() throws IOException {
    try (Socket socket = call()) {
      assertThat(exchange(socket)).isEqualTo('x');
      try (Wound wound = site.cut(Party.LOAD, Party.PRIMARY)) {
        socket.setSoTimeout(200);
        assertThatThrownBy(() -> exchange(socket)).isInstanceOf(SocketTimeoutException.class);
        assertThat(wound.effects()).isPositive();
      }
      socket.setSoTimeout(30_000);
      assertThat(socket.getInputStream().read()).isEqualTo('x');
    }
  }

  @Test
  void aLinkThatIsCutBetweenOthersDoesNotHurt() throws IOException {
    try (Socket socket = call();
        Wound wound = site.cut(Party.GATEWAY1, Party.PRIMARY)) {
      assertThat(exchange(socket)).isEqualTo('x');
      assertThat(wound.effects()).isZero();
    }
  }

  @Test
  void aCallerIsKnownByItsProcess() throws IOException {
    site.started(Party.GATEWAY1, ProcessHandle.current().pid());
    try (Wound wound = site.cut(Party.GATEWAY1, Party.PRIMARY);
        Socket socket = call()) {
      socket.setSoTimeout(200);
      assertThatThrownBy(() -> exchange(socket)).isInstanceOf(SocketTimeoutException.class);
      assertThat(wound.effects()).isPositive();
    }
  }

  @Test
  void aConnectionIsCutInTheMiddleOfAMessage() throws IOException {
    try (Socket socket = call();
        Wound wound = site.worsen(Party.PRIMARY, Quality.cutAfter(10))) {
      assertThat(exchange(socket)).isEqualTo('x');
      socket.getOutputStream().write(new byte[100]);
      assertThatThrownBy(() -> readToTheEnd(socket)).isInstanceOf(IOException.class);
      assertThat(wound.effects()).isPositive();
    }
  }

  private static void readToTheEnd(Socket socket) throws IOException {
    int n = 0;
    while (socket.getInputStream().read() >= 0) n++;
    throw new IOException("ended after " + n);
  }

  @Test
  void connectionsAreResetUntilTheLinkHeals() throws IOException {
    try (Socket socket = call()) {
      assertThat(exchange(socket)).isEqualTo('x');
      try (Wound wound = site.reset(Party.PRIMARY, Party.LOAD)) {
        assertThatThrownBy(() -> readToTheEnd(socket)).isInstanceOf(IOException.class);
        assertThat(wound.effects()).isPositive();
      }
    }
    try (Socket again = call()) {
      assertThat(exchange(again)).isEqualTo('x');
    }
  }
}
