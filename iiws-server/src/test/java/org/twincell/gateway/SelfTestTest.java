// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.time.SystemTime;

class SelfTestTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void aMachineThatCanRunAGatewayPassesAndNothingIsLeft() throws Exception {
    in(folder).run();

    assertThat(printed.toString(UTF_8)).contains("self-test passed");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aMachineThatCannotSaysWhy() {
    assertThatThrownBy(() -> in(folder.resolve("nowhere")).run())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nowhere");
    assertThat(printed.toString(UTF_8)).isEmpty();
  }

  private SelfTest in(Path parent) {
    return new SelfTest(SystemTime.SYSTEM, parent, new PrintStream(printed, true, UTF_8));
  }
}
