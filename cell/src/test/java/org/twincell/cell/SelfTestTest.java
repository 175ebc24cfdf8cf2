// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  private static SelfTest in(Path parent) {
    return new SelfTest(SystemTime.SYSTEM, new SecureRandom(), parent);
  }
}
