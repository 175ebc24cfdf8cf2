// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirToolTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void makeAShell() {
    shell = new Shell(folder);
  }

  @Test
  void aGoodFileIsCounted() {
    assertThat(shell.run("mdir", "-q", "check")).isZero();
    assertThat(shell.out).contains("mcell.dir: no problem, 2 cells, 0 gateways, 0 administration");
  }

  @Test
  void allProblemsAreToldWithLineAndColumn() {
    shell.write("bad.dir", "cell A mc host:99999\ncell B\nwitness C mc host\n");

    assertThat(shell.run("mdir", "-q", "check", "bad.dir")).isEqualTo(27);
    assertThat(shell.err).contains("line 1, column 11").contains("line 2").contains("line 3");
  }

  @Test
  void aFileThatIsNotThereEndsWithCode12() {
    assertThat(shell.run("mdir", "check", "none.dir")).isEqualTo(12);
  }

  @Test
  void aListShowsEntriesAndNeverKeys() {
    shell.write(
        "a.dir",
        "cell A topsecretkey h1:1 h2:2\nwitness A topsecretkey h3:3\n"
            + "gateway.imcomm G mc h4:1859\nadmin S a/b h5:3084\n");

    assertThat(shell.run("mdir", "-q", "list", "a.dir")).isZero();
    assertThat(shell.out)
        .contains("cell A h1:1 h2:2 witness h3:3")
        .contains("gateway.imcomm G h4:1859")
        .contains("admin S h5:3084")
        .doesNotContain("topsecret");
  }

  @Test
  void otherActionsEndWithCode1() {
    assertThat(shell.run("mdir", "paint")).isEqualTo(1);
    assertThat(shell.run("mdir")).isEqualTo(1);
  }
}
