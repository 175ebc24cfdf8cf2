// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.event.Transcript;

final class InstancesTest {
  private static List<RawInstance> read(String text) {
    return Instances.parse("in", text).orThrow();
  }

  private static String value(String written) {
    RawValue value = read("A; x=" + written + "; END").get(0).slots().get("x");
    return ((RawValue.Text) value).value();
  }

  @Test
  void instancesFollowEachOtherInOneText() {
    String text =
        """
        # what happened
        DISK_FULL;
           mc_host = srv01; mc_object='/var'; severity=MAJOR;
           msg='Filesystem /var is 97% full'; mc_notes=[0x5f000000,'op','seen'];
        END
        ALARM;msg=x;END;
        ALARM;END\
        """;

    Instances.Parsed parsed = Instances.parse("in", text);

    assertThat(parsed.problems()).isEmpty();
    assertThat(parsed.instances())
        .extracting(RawInstance::className)
        .containsExactly("DISK_FULL", "ALARM", "ALARM");
    assertThat(parsed.instances().get(0).slots())
        .containsEntry("mc_host", RawValue.text("srv01"))
        .containsEntry("mc_notes", RawValue.list(List.of("0x5f000000", "op", "seen")));
    assertThat(parsed.located()).extracting(Instances.Located::line).containsExactly(2, 6, 7);
  }

  @Test
  void textsAreQuotedEitherWay() {
    assertThat(value("'it''s'")).isEqualTo("it's");
    assertThat(value("\"say \"\"hi\"\" it's\"")).isEqualTo("say \"hi\" it's");
    assertThat(value("'ends with '''")).isEqualTo("ends with '");
    assertThat(value("''")).isEmpty();
    assertThat(value("")).isEmpty();
    assertThat(value("'a;b # c'")).isEqualTo("a;b # c");
    assertThat(value("'two\nlines\r\n'")).isEqualTo("two\nlines\r\n");
    assertThat(value("'\\n\\t\\r\\a\\b\\f\\v\\\\\\'\\\"'"))
        .isEqualTo("\n\t\r\u0007\b\f\u000B\\'\"");
    assertThat(value("'C:\\Windows\\System32'")).isEqualTo("C:\\Windows\\System32");
    assertThat(value("'\u00fc \u20ac \ud83d\ude00'")).isEqualTo("\u00fc \u20ac \ud83d\ude00");
  }

  @Test
  void bareValuesMayHoldAllButBlanksQuotesAndSemicolons() {
    for (String bare :
        List.of(
            "srv01",
            "/var/log",
            "10.0.0.1:1828",
            "http://h/x?a=b&c=d",
            "a,b",
            "-5",
            "a@b$c%d",
            "host#mc",
            "x[1]",
            "END")) {
      assertThat(value(bare)).isEqualTo(bare);
    }
    assertThat(value("*Notify.Selector_Name ($EV)")).isEqualTo("*Notify.Selector_Name ($EV)");
    assertThat(value("*Notify.Selector_Name($EV)")).isEqualTo("*Notify.Selector_Name($EV)");
  }

  @Test
  void listsHoldTextsAndLists() {
    Map<String, RawValue> slots =
        read("A; a=[]; b=[x, 'y z',\n\"w\"]; c=[[1,2],[]]; ecfs=['EVENT($EV) where [$EV.x == 1]'];END")
            .get(0)
            .slots();
    assertThat(slots.get("a")).isEqualTo(RawValue.list(List.of()));
    assertThat(slots.get("b")).isEqualTo(RawValue.list(List.of("x", "y z", "w")));
    assertThat(slots.get("c"))
        .isEqualTo(
            new RawValue.ListOf(
                List.of(RawValue.list(List.of("1", "2")), RawValue.list(List.of()))));
    assertThat(slots.get("ecfs"))
        .isEqualTo(RawValue.list(List.of("EVENT($EV) where [$EV.x == 1]")));
  }

  @Test
  void aSlotMayBeCalledEnd() {
    assertThat(read("A; END=1; END").get(0).slots()).containsKey("END");
  }

  @Test
  void theTextOfATecEventIsReadWithSemicolonsInQuotes() {
    List<RawInstance> read =
        read(
            "Logfile_Base;source='LOGFILE';msg='a;END;b';hostname=h1;END\n\u0001Other;a='1';END\n\u0001");
    assertThat(read).hasSize(2);
    assertThat(read.get(0).slots()).containsEntry("msg", RawValue.text("a;END;b"));
  }

  @Test
  void whereASlotStandsTwiceTheLastOneCounts() {
    assertThat(value("1; x=2")).isEqualTo("2");
  }

  @Test
  void aMistakeIsToldWithItsPlaceAndHowToMendIt() throws IOException {
    Transcript.check(
        "org/twincell/baroc/instance-problems.txt",
        text -> Instances.parse("in", text).problems().stream().map(Problem::toString).toList());
  }

  @Test
  void anInstanceWithAMistakeIsLeftOutAndTheOthersAreRead() {
    Instances.Parsed parsed =
        Instances.parse("in", "A; x=1; END B; y=a b; z; END C; END 5+5; END D; v=''; END");
    assertThat(parsed.instances())
        .extracting(RawInstance::className)
        .containsExactly("A", "C", "D");
    assertThat(parsed.problems()).hasSize(3);
  }

  @Test
  void deepNestingAndTooManySlotsAreRefused() {
    assertThat(Instances.parse("in", "A; x=" + "[".repeat(100_000) + "; END").problems())
        .first()
        .extracting(Problem::what)
        .isEqualTo("lists are nested more than 16 deep");
    StringBuilder wide = new StringBuilder("A;");
    for (int i = 0; i <= Instances.SLOT_LIMIT; i++) wide.append("s" + i + "=1;");
    assertThat(Instances.parse("in", wide + "END").problems().get(0).what())
        .isEqualTo("A has more than 10000 slots");
  }

  @Test
  void textsThatAreNeverClosedDoNotCostTimeWithoutEnd() {
    String text = "A x " + "\\'\n".repeat(2_000_000);
    assertTimeout(
        Duration.ofSeconds(20),
        () -> assertThat(Instances.parse("in", text).problems()).hasSize(1));
  }

  @Test
  void aPlaceIsRightHoweverFarTheReaderWentOn() {
    String text = "A; x=[a,\n\n'b',\n c d\n]; y z; END\n\n B; x='\n\n' y;\nEND";
    assertThat(Instances.parse("in", text).problems())
        .extracting(problem -> problem.line() + ":" + problem.column())
        .containsExactly("4:4", "5:6", "9:3");
  }

  @Test
  void slotsOfACommandLineNeedNoLastSemicolonAndHaveNoComments() {
    assertThat(SlotList.parse("-b", " a=1 ; b='x;y'; c=[p,q];; d=x#y "))
        .containsExactly(
            Map.entry("a", RawValue.text("1")),
            Map.entry("b", RawValue.text("x;y")),
            Map.entry("c", RawValue.list(List.of("p", "q"))),
            Map.entry("d", RawValue.text("x#y")));
    assertThat(SlotList.parse("-b", "")).isEmpty();
    assertThat(SlotList.parse("-b", "a=")).containsEntry("a", RawValue.text(""));
  }

  @Test
  void allMistakesOfACommandLineAreTold() {
    BarocException failure =
        catchThrowableOfType(
            BarocException.class, () -> SlotList.parse("-b", "a=x y;b;c=1;d='open"));
    assertThat(failure.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "-b:1:5: expected ';' after the value of a, found 'y';"
                + " separate slots with ';', and quote a value that holds blanks",
            "-b:1:8: expected '=' after the slot b, found ';'; write b=value;",
            "-b:1:15: the text that begins here is not closed; write ' at its end");
  }
}
