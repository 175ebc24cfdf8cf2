// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.directory.Address;
import org.twincell.directory.CellEntry;
import org.twincell.protocol.keys.PemFiles;

class TargetAndConfigurationTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void makeAShell() {
    shell = new Shell(folder);
  }

  private CellEntry opened(String... options) {
    String[] args = new String[options.length + 2];
    args[0] = "mquery";
    args[1] = "-q";
    System.arraycopy(options, 0, args, 2, options.length);
    int code = shell.run(args);
    assertThat(code).as(shell.err).isZero();
    return shell.cell.opened.orElseThrow();
  }

  @Test
  void aNameOfTheDirectoryIsFoundInAnyCase() {
    assertThat(opened("-n", "alphonse").addresses()).hasSize(2);
    assertThat(opened("-n", "Alphonse").witness()).isPresent();
  }

  @Test
  void anAddressIsTakenAsItIsWritten() {
    CellEntry cell = opened("-n", "@SystemA/1999#secret");
    assertThat(cell.primary()).isEqualTo(new Address("SystemA", 1999));
    assertThat(cell.key().text()).isEqualTo("secret");
    assertThat(opened("-n", "@SystemA:1999#mc").key().text()).isEqualTo("mc");
    assertThat(opened("-n", "@SystemA#mc").primary().port()).isEqualTo(1828);
    assertThat(opened("-n", "@SystemA").key().text()).isEqualTo("0");
  }

  @Test
  void anAddressOfTheDirectoryLendsItsKey() {
    shell.write("etc/mcell.dir", "cell Carl areallylongandstrongkey 10.0.0.1:1828 10.0.0.2:1828");

    CellEntry cell = opened("-n", "@10.0.0.2");
    assertThat(cell.name()).isEqualTo("Carl");
    assertThat(cell.addresses()).containsExactly(new Address("10.0.0.2", 1828));
    assertThat(cell.key().text()).isEqualTo("areallylongandstrongkey");
  }

  @Test
  void withoutANameTheConfiguredCellIsMeant() {
    shell.write("etc/mclient.conf", "# defaults\nServerName = Bertha\n");
    assertThat(opened().name()).isEqualTo("Bertha");
    assertThat(opened("-p", "ServerName=Alphonse").name()).isEqualTo("Alphonse");
  }

  @Test
  void withoutAnyNameTheCellOfThisHostIsMeant() {
    CellEntry cell = opened();
    assertThat(cell.primary()).isEqualTo(new Address("box", 1828));
    cell = opened("-p", "ServerLocation=far", "-p", "ServerPort=77", "-p", "EncryptionKey=xy");
    assertThat(cell.primary()).isEqualTo(new Address("far", 77));
    assertThat(cell.key().text()).isEqualTo("xy");
  }

  @Test
  void filesAreFoundBesideTheNamedConfiguration() {
    shell.write("other/my.conf", "ServerDirectoryName=cells.dir\n");
    shell.write("other/cells.dir", "cell Dora 0 127.0.0.1:2000");

    assertThat(opened("-c", "other/my.conf", "-n", "Dora").primary().port()).isEqualTo(2000);
  }

  @Test
  void theHomeOfTheCommandLineWinsOverTheEnvironment() {
    shell.write("home2/etc/mcell.dir", "cell Emil 0 127.0.0.1:2001");

    assertThat(opened("-l", "home2", "-n", "Emil").primary().port()).isEqualTo(2001);
  }

  @Test
  void aCellThatTheDirectoryDoesNotNameEndsWithCode13() {
    assertThat(shell.run("mquery", "-n", "Nobody")).isEqualTo(13);
    assertThat(shell.err).contains("mcell.dir does not name it").contains("cell Nobody <key>");
  }

  @Test
  void aDirectoryThatIsMissingOrWrongEndsWithCode12() {
    assertThat(shell.run("mquery", "-p", "ServerDirectoryName=none.dir", "-n", "X")).isEqualTo(12);
    shell.write("etc/mcell.dir", "cell A");
    assertThat(shell.run("mquery", "-n", "A")).isEqualTo(12);
    assertThat(shell.err).contains("mdir check");
  }

  @Test
  void aParameterThatDoesNotExistEndsWithCode12AndASuggestion() {
    shell.write("etc/mclient.conf", "servrname=A\nServerPort=99999\nEncryption=Yes\nrubbish\n");

    assertThat(shell.run("mquery", "-n", "Alphonse")).isEqualTo(12);
    assertThat(shell.err)
        .contains("line 1: 'servrname' is not a parameter; did you mean 'ServerName'?")
        .contains("ServerPort=99999: write a number from 1 to 65535")
        .contains("line 4: write <name>=<value>, not 'rubbish'");
  }

  @Test
  void theGuardOfConnectionsIsConfiguredAsForTheCell() {
    opened(
        "-n",
        "Alphonse",
        "-p",
        "RequireStrongKey=Yes",
        "-p",
        "TlsCertificateFileName=c.pem",
        "-p",
        "TlsKeyFileName=k.pem",
        "-p",
        "TlsTrustFileName=/t.pem");

    assertThat(shell.cell.keys.requireStrongKey()).isTrue();
    assertThat(shell.cell.keys.allowPlainText()).isFalse();
    assertThat(shell.cell.keys.pem())
        .contains(
            new PemFiles(
                folder.resolve("etc/c.pem"), folder.resolve("etc/k.pem"), Path.of("/t.pem")));
    assertThat(shell.run("mquery", "-n", "Alphonse", "-p", "TlsKeyFileName=k.pem")).isEqualTo(12);
    assertThat(shell.run("mquery", "-n", "Alphonse", "-p", "AllowPlainText=2")).isEqualTo(12);
  }

  @Test
  void aConfigurationThatIsNamedMustBeThere() {
    assertThat(shell.run("mquery", "-c", "nowhere.conf", "-n", "Alphonse")).isEqualTo(12);
    assertThat(shell.err).contains("there is no such file");
  }

  @Test
  void aHomeThatIsNotThereEndsWithCode10() {
    assertThat(shell.run("mquery", "-l", "nowhere", "-n", "Alphonse")).isEqualTo(10);
  }

  @Test
  void aRangeOfSourcePortsEndsWithCode17() {
    assertThat(shell.run("mquery", "-p", "ConnectionPortRange=1-9", "-n", "Alphonse"))
        .isEqualTo(17);
  }

  @Test
  void addressesAndMembersThatCannotBeReadEndWithCode1() {
    assertThat(shell.run("mquery", "-n", "@host/99999")).isEqualTo(1);
    assertThat(shell.run("mquery", "-n", "Alphonse#9")).isEqualTo(1);
  }

  @Test
  void everyCommandHelpsAndTellsItsVersion() {
    for (String tool :
        new String[] {"msend", "mposter", "mquery", "mcontrol", "mkill", "mgetinfo", "mdir"}) {
      for (String letter : new String[] {"-h", "-?", "--help"}) {
        assertThat(shell.run(tool, letter)).isZero();
        assertThat(shell.out).contains("Usage: " + tool).contains("Examples:");
      }
      assertThat(shell.run(tool, "-z")).isZero();
      assertThat(shell.out).startsWith("Twincell " + tool);
    }
  }

  @Test
  void aCommandThatDoesNotExistIsTold() {
    assertThat(shell.run("mfoo")).isEqualTo(1);
    assertThat(shell.err).contains("'mfoo' is not a command").contains("mquery");
    assertThat(shell.run()).isEqualTo(1);
  }
}
