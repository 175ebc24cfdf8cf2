// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.directory.Address;
import org.twincell.testkit.FreePorts;
import org.twincell.time.SystemTime;

class SelfTestTest {
  @TempDir Path folder;

  @Test
  void aMachineThatCanRunAMemberPassesAndNothingIsLeft() {
    assertThat(in(folder).run()).isEqualTo(McellExit.OK);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aMachineThatCannotSaysSoWithItsExitCode() throws Exception {
    Path file = Files.writeString(folder.resolve("no-folder"), "");

    assertThat(in(file).run()).isEqualTo(McellExit.FAILED);
  }

  /** Between finding a free port and taking it, it may become that of anybody's connection. */
  @Test
  void aPortThatIsTakenMeanwhileCostsAnotherTryAndNotTheTest() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      SelfTest test =
          new SelfTest(
              SystemTime.SYSTEM,
              new SecureRandom(),
              folder,
              () ->
                  new Address(
                      "127.0.0.1",
                      asked.getAndIncrement() == 0 ? taken.getLocalPort() : FreePorts.pair()));
      assertThat(test.run()).isEqualTo(McellExit.OK);
    }
    assertThat(asked).hasValue(6);
  }

  private static SelfTest in(Path parent) {
    return new SelfTest(SystemTime.SYSTEM, new SecureRandom(), parent);
  }
}
