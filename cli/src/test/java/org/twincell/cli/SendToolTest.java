// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.event.RawValue;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellCommand.NewObject;
import org.twincell.protocol.CellError;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.ObjectReference;

class SendToolTest {
  private static final String TWO = "EVENT; msg='a;b'; END\nALARM;\n mc_host=x; # END\n END\n";

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void makeAShell() {
    shell = new Shell(folder);
  }

  private NewObject sent(int index) {
    return (NewObject) shell.cell.commands.get(index);
  }

  @Test
  void oneEventIsBuiltFromItsOptions() {
    int code =
        shell.run(
            "msend",
            "-q",
            "-n",
            "Alphonse",
            "-a",
            "EVENT",
            "-m",
            "disk 'full'",
            "-r",
            "MAJOR",
            "-b",
            "mc_host=srv01;mc_object='/var; log';mc_notes=[a,'b c']");

    assertThat(shell.err).isEmpty();
    assertThat(code).isZero();
    assertThat(sent(0).instance().className()).isEqualTo("EVENT");
    assertThat(sent(0).instance().slots())
        .containsEntry("msg", RawValue.text("disk 'full'"))
        .containsEntry("severity", RawValue.text("MAJOR"))
        .containsEntry("mc_host", RawValue.text("srv01"))
        .containsEntry("mc_object", RawValue.text("/var; log"))
        .containsEntry("mc_notes", RawValue.list(List.of("a", "b c")));
    assertThat(sent(0).kind()).isEqualTo(ObjectKind.EVENT);
    assertThat(shell.cell.closed).isEqualTo(1);
  }

  @Test
  void everyEventHasAnIdOfItsOwnBeforeItIsSent() {
    shell.input(TWO).run("msend", "-n", "Alphonse", "-");

    assertThat(sent(0).objectId()).matches("mc\\.Alphonse\\.[0-9a-f]{24}\\.0");
    assertThat(sent(1).objectId()).isEqualTo(sent(0).objectId().replaceAll("0$", "1"));
    assertThat(sent(0).origin().commandId()).isEqualTo(sent(0).objectId());
    assertThat(sent(0).origin().sender()).isEqualTo("anna@box");
  }

  @Test
  void twoCallsNeverShareAnId() {
    shell.run("msend", "-n", "Alphonse", "-a", "EVENT");
    shell.run("msend", "-n", "Alphonse", "-a", "EVENT");

    assertThat(sent(0).objectId()).isNotEqualTo(sent(1).objectId());
  }

  @Test
  void anEventThatNamesItsIdKeepsIt() {
    shell.input("EVENT; mc_ueid='mc.x.1'; msg=hi; END").run("msend", "-n", "Alphonse");

    assertThat(sent(0).objectId()).isEqualTo("mc.x.1");
    assertThat(sent(0).instance().slots()).containsOnlyKeys("msg");
  }

  @Test
  void theVerboseFormNumbersMessagesAndShowsTheirHandles() {
    assertThat(shell.input(TWO).run("msend", "-q", "-v", "-n", "Alphonse", "-")).isZero();

    assertThat(shell.out).isEqualTo("Message #1 - Evtid = 1\nMessage #2 - Evtid = 2\n");
    assertThat(shell.err).isEmpty();
  }

  @Test
  void theBannerStaysOutOfTheOutput() {
    shell.run("msend", "-n", "Alphonse", "-a", "EVENT");

    assertThat(shell.out).isEmpty();
    assertThat(shell.err).startsWith("Twincell msend ");
  }

  @Test
  void aRefusedMessageHasIdZeroAndDoesNotKeepTheOthersFromTheCell() {
    shell.cell.refuseNext(CellError.CLASS_UNKNOWN);

    assertThat(shell.input(TWO).run("msend", "-q", "-v", "-n", "Alphonse", "-")).isEqualTo(26);

    assertThat(shell.out).isEqualTo("Message #1 - Evtid = 0\nMessage #2 - Evtid = 1\n");
    assertThat(shell.err)
        .contains("(standard input):1: the thing failed: because of CLASS_UNKNOWN. Mend it.")
        .contains("1 stored, 1 refused");
  }

  @Test
  void aCellThatIsGoneEndsTheSendingWithCode20() {
    shell.cell.refuseNext(CellError.UNAVAILABLE);

    assertThat(shell.input(TWO).run("msend", "-q", "-n", "Alphonse")).isEqualTo(20);
    assertThat(shell.cell.commands).hasSize(1);
    assertThat(shell.err).contains("the rest was not sent");
  }

  @Test
  void aCellWithoutAnActiveMemberIsWaitedForAndThenGivenUp() {
    shell.cell.reachable = false;

    assertThat(shell.run("msend", "-n", "Alphonse", "-a", "EVENT")).isEqualTo(20);
    assertThat(shell.time.monotonicNanos()).isGreaterThanOrEqualTo(10_000_000_000L);
    assertThat(shell.err).contains("127.0.0.1:1828, 127.0.0.1:1830, 127.0.0.1:1832");
  }

  @Test
  void moreMessagesThanTheWindowAreAllSent() {
    String many = "EVENT; msg=x; END\n".repeat(3 * SendWindow.WINDOW_LIMIT);

    assertThat(shell.input(many).run("msend", "-n", "Alphonse", "-")).isZero();
    assertThat(shell.cell.stored).hasSize(3 * SendWindow.WINDOW_LIMIT);
  }

  @Test
  void aFileWithAMistakeIsNotSentAtAll() {
    shell.write("bad.baroc", "EVENT; msg=a; END\nEVENT;\n msg a;\nEND\nEVENT; msg=b; END\n");

    assertThat(shell.run("msend", "-q", "-n", "Alphonse", "bad.baroc")).isEqualTo(27);
    assertThat(shell.cell.commands).isEmpty();
    assertThat(shell.err).contains("bad.baroc:3:").contains("nothing was sent");
  }

  @Test
  void aMistakeOnStandardInputIsToldAndTheOthersAreSent() {
    shell.input("EVENT; msg a; END\nEVENT; msg=b; END\n");

    assertThat(shell.run("msend", "-q", "-n", "Alphonse", "-")).isEqualTo(27);
    assertThat(shell.cell.commands).hasSize(1);
    assertThat(shell.err).contains("(standard input):1:");
  }

  @Test
  void aFileThatIsCutOffIsAMistake() {
    shell.write("cut.baroc", "EVENT; msg=a; END\nEVENT; msg='open");

    assertThat(shell.run("msend", "-n", "Alphonse", "cut.baroc")).isEqualTo(27);
    assertThat(shell.cell.commands).isEmpty();
  }

  @Test
  void anObjectIsChangedByItsHandleOrItsId() {
    shell.run("msend", "-n", "Alphonse", "-u", "219", "-b", "status=CLOSED");
    shell.run("mposter", "-n", "Alphonse", "-d", "-u", "@mc.x.7", "-m", "hi");

    CellCommand.ModifyObject first = (CellCommand.ModifyObject) shell.cell.commands.get(0);
    assertThat(first.reference()).isEqualTo(new ObjectReference.ByHandle(219));
    assertThat(first.slots()).isEqualTo(Map.of("status", RawValue.text("CLOSED")));
    CellCommand.ModifyObject second = (CellCommand.ModifyObject) shell.cell.commands.get(1);
    assertThat(second.reference()).isEqualTo(new ObjectReference.ById("mc.x.7"));
    assertThat(second.kind()).isEqualTo(ObjectKind.DATA);
  }

  @Test
  void dataObjectsReplaceTheOnesWithTheirKey() {
    shell.input("HOST; name=a; END").run("mposter", "-n", "Alphonse", "-d", "-");

    assertThat(shell.cell.commands.get(0)).isInstanceOf(CellCommand.OverwriteData.class);
  }

  @Test
  void eifTextIsReadAsItStands() {
    shell.input(
        "<START>>" + "x".repeat(28) + "TEC_Down;msg=it's down, really;host='a;b';END\n\u0001\n");

    assertThat(shell.run("msend", "-q", "-n", "Alphonse", "-e", "-")).isZero();
    assertThat(sent(0).instance().className()).isEqualTo("TEC_Down");
    assertThat(sent(0).instance().slots())
        .containsEntry("msg", RawValue.text("it's down, really"))
        .containsEntry("host", RawValue.text("a;b"));
  }

  @Test
  void slotsThatWerePutAsideAreNamed() {
    shell.cell.badSlots = List.of("nonsense");

    assertThat(shell.run("msend", "-q", "-n", "Alphonse", "-a", "EVENT")).isZero();
    assertThat(shell.err).contains("mc_bad_slot_names: nonsense");
  }

  @Test
  void theNameOfTheIdentityIsTheSender() {
    shell.run("msend", "-n", "Alphonse", "-i", "bob/secret@ias", "-a", "EVENT");

    assertThat(sent(0).origin().sender()).isEqualTo("bob@box");
  }

  @Test
  void wrongUsageEndsWithCode1AndSaysHow() {
    assertThat(shell.run("msend", "-n", "Alphonse", "-a", "EVENT", "-u", "1")).isEqualTo(1);
    assertThat(shell.run("msend", "-n", "Alphonse", "-m", "text")).isEqualTo(1);
    assertThat(shell.run("msend", "-n", "Alphonse", "-u", "abc", "-m", "x")).isEqualTo(1);
    assertThat(shell.run("msend", "-n", "Alphonse", "-a", "EVENT", "file")).isEqualTo(1);
    assertThat(shell.run("msend", "-n", "Alphonse", "nowhere.baroc")).isEqualTo(1);
    assertThat(shell.run("msend", "-n", "Alphonse", "-w", "soon", "-a", "EVENT")).isEqualTo(1);
    assertThat(shell.run("msend", "--nonsense")).isEqualTo(1);
    assertThat(shell.err).contains("--nonsense").contains("Try 'msend --help'");
    assertThat(shell.cell.commands).isEmpty();
  }

  @Test
  void slotsThatDoNotParseEndWithCode27() {
    assertThat(shell.run("msend", "-n", "Alphonse", "-a", "EVENT", "-b", "a b c")).isEqualTo(27);
    assertThat(shell.err).contains("-b:1:");
  }

  @Test
  void aKeyThatCannotBeUsedEndsWithCode13() {
    shell.cell.openFailure = Optional.of(FakeCell.refusal(CellError.NOT_AUTHORISED));

    assertThat(shell.run("msend", "-n", "Alphonse", "-a", "EVENT")).isEqualTo(13);
  }
}
