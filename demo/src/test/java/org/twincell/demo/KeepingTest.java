// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class KeepingTest {
  private static final Path LAUNCHER = Path.of("/opt/twin cell/twincell");

  @Test
  void commandsToCopyFitTheFolderWhereTheDemonstrationWasStarted() {
    assertThat(Keeping.commands(LAUNCHER, Path.of("/tmp/demo"), Path.of("/opt/twin cell")))
        .first()
        .isEqualTo("./twincell mcontrol -l /tmp/demo -n Alphonse status");
    assertThat(Keeping.commands(LAUNCHER, Path.of("/tmp/demo"), Path.of("/tmp")))
        .first()
        .isEqualTo("'/opt/twin cell/twincell' mcontrol -l /tmp/demo -n Alphonse status");
  }

  @Test
  void pathsWithBlanksAndQuotesAreOneWordForTheShell() {
    assertThat(Keeping.commands(LAUNCHER, Path.of("/tmp/Ann's demo"), Path.of("/tmp")))
        .allSatisfy(command -> assertThat(command).contains(" -l '/tmp/Ann'\\''s demo' -n "));
  }
}
