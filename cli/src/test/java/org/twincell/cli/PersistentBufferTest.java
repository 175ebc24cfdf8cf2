// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellError;

class PersistentBufferTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void makeAShell() {
    shell = new Shell(folder);
  }

  private int send(String... more) {
    String[] args =
        Stream.concat(
                Stream.of("msend", "-q", "-v", "-n", "Alphonse", "-j", "spool"), Stream.of(more))
            .toArray(String[]::new);
    return shell.run(args);
  }

  private List<Path> batches() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("spool"))) {
      return files.filter(f -> f.toString().endsWith(".batch")).toList();
    }
  }

  @Test
  void whatCanBeDeliveredIsDeliveredAtOnceAndLeavesNothing() throws IOException {
    assertThat(send("-a", "EVENT", "-m", "x")).isZero();

    assertThat(shell.out).isEqualTo("Message #1 - Evtid = 1\n");
    assertThat(batches()).isEmpty();
    assertThat(shell.background).isEmpty();
  }

  @Test
  void whatCannotBeDeliveredStaysAndASenderIsStarted() throws IOException {
    shell.cell.reachable = false;

    assertThat(send("-a", "EVENT", "-m", "x")).isZero();

    assertThat(batches()).hasSize(1);
    assertThat(shell.cell.commands).isEmpty();
    assertThat(shell.background).hasSize(1);
    assertThat(shell.background.get(0))
        .containsSubsequence("msend", "--deliver", "-j")
        .containsSubsequence("-n", "Alphonse");
    assertThat(shell.err).contains("process 4711").contains("msend -k -j");
  }

  @Test
  void whereASenderRunsAlreadyNoSecondOneIsStarted() throws IOException {
    shell.cell.reachable = false;
    try (BufferFolder other = BufferFolder.open(folder.resolve("spool"))) {
      assertThat(other.lock()).isTrue();

      assertThat(send("-a", "EVENT")).isZero();
    }
    assertThat(batches()).hasSize(1);
    assertThat(shell.background).isEmpty();
    assertThat(shell.err).contains("already");
  }

  @Test
  void theBackgroundSenderDeliversWhatWaitsInItsOrderAndEnds() throws IOException {
    shell.cell.reachable = false;
    send("-a", "EVENT", "-m", "first");
    send("-a", "EVENT", "-m", "second");
    shell.cell.reachable = true;

    assertThat(send("--deliver")).isZero();

    assertThat(batches()).isEmpty();
    assertThat(shell.cell.commands).hasSize(2);
    assertThat(shell.cell.commands.get(0).toString()).contains("first");
  }

  @Test
  void aMessageWhoseAnswerWasLostIsSentAgainUnderTheSameId() throws IOException {
    shell.cell.refuseNext(CellError.OUTCOME_UNKNOWN);

    assertThat(send("-a", "EVENT")).isZero();

    assertThat(shell.cell.commands).hasSize(2);
    assertThat(shell.cell.commands.get(1)).isEqualTo(shell.cell.commands.get(0));
    assertThat(shell.cell.stored).hasSize(1);
    assertThat(batches()).isEmpty();
  }

  @Test
  void aBatchIsKeptUntilEveryMessageIsAnswered() throws IOException {
    shell.cell.acceptNext();
    shell.cell.refuseNext(CellError.UNAVAILABLE);
    shell.write("two.baroc", "EVENT; msg=a; END EVENT; msg=b; END");

    assertThat(send("two.baroc")).isZero();

    assertThat(shell.cell.stored).hasSize(2);
    assertThat(shell.out).isEqualTo("Message #1 - Evtid = 1\nMessage #2 - Evtid = 2\n");
  }

  @Test
  void refusalsOfEarlierMessagesAreNoted() throws IOException {
    shell.cell.reachable = false;
    send("-a", "NOCLASS");
    shell.cell.reachable = true;
    shell.cell.refuseNext(CellError.CLASS_UNKNOWN);

    assertThat(send("--deliver")).isZero();

    assertThat(batches()).isEmpty();
    assertThat(folder.resolve("spool/refused.log")).content().contains("NOCLASS");
  }

  @Test
  void refusalsOfThisCallEndWithCode26() {
    shell.cell.refuseNext(CellError.CLASS_UNKNOWN);

    assertThat(send("-a", "NOCLASS")).isEqualTo(26);
  }

  @Test
  void aFolderThatCannotBeMadeEndsWithCode16() {
    shell.write("spool", "a file is in the way");

    assertThat(send("-a", "EVENT")).isEqualTo(16);
  }

  @Test
  void aSenderThatCannotBeStartedEndsWithCode32AndTheMessageIsSafe() throws IOException {
    shell.cell.reachable = false;
    shell.backgroundFails = true;

    assertThat(send("-a", "EVENT")).isEqualTo(32);
    assertThat(batches()).hasSize(1);
    assertThat(shell.err).contains("no process left").contains("safe");
  }

  @Test
  void aSenderThatIsAskedToEndEndsAndKeepsWhatWaits() throws IOException {
    shell.cell.reachable = false;
    send("-a", "EVENT");
    assertThat(shell.run("msend", "-q", "-k", "-j", "spool")).isZero();
    assertThat(batches()).hasSize(1);
    assertThat(folder.resolve("spool/stop")).doesNotExist();
  }

  @Test
  void endingASenderNeedsItsFolder() {
    assertThat(shell.run("msend", "-k")).isEqualTo(1);
  }

  @Test
  void aDamagedBatchIsPutAsideAndTheOthersAreDelivered() throws IOException {
    shell.cell.reachable = false;
    send("-a", "EVENT", "-m", "damaged");
    Path batch = batches().get(0);
    byte[] bytes = Files.readAllBytes(batch);
    bytes[bytes.length / 2] ^= 1;
    Files.write(batch, bytes);
    shell.cell.reachable = true;

    assertThat(send("-a", "EVENT", "-m", "whole")).isZero();

    assertThat(shell.cell.commands).hasSize(1);
    assertThat(shell.err).contains("checksum");
    assertThat(Path.of(batch + ".unreadable")).exists();
  }

  @Test
  void allKindsOfMessagesSurviveTheDisk() throws IOException {
    shell.cell.reachable = false;
    shell.write("data.baroc", "HOST; name='ä'; list=[[a,b],c]; END");
    shell.run("mposter", "-n", "Alphonse", "-j", "spool", "-d", "data.baroc");
    send("-u", "17", "-m", "x");
    send("-u", "@mc.1", "-m", "y");
    shell.cell.reachable = true;

    assertThat(send("--deliver")).isZero();

    assertThat(shell.cell.commands)
        .hasExactlyElementsOfTypes(
            CellCommand.OverwriteData.class,
            CellCommand.ModifyObject.class,
            CellCommand.ModifyObject.class);
    assertThat(shell.cell.commands.get(0).toString()).contains("ä");
  }
}
