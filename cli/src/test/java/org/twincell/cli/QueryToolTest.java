// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.event.SlotValue;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.ObjectKind;

class QueryToolTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void makeAShellWithOneEvent() {
    shell = new Shell(folder);
    Map<String, SlotValue> slots = new LinkedHashMap<>();
    slots.put("severity", new SlotValue.EnumValue("MAJOR", 60));
    slots.put("msg", new SlotValue.TextValue("it's\nfull"));
    slots.put("repeat_count", new SlotValue.IntegerValue(3));
    slots.put(
        "mc_notes",
        new SlotValue.ListValue(
            List.of(new SlotValue.TextValue("a"), new SlotValue.TextValue("b"))));
    shell.cell.row("DISK_FULL", slots);
  }

  @Test
  void barocIsOneSlotALineAndReadsBack() {
    assertThat(shell.run("mquery", "-q", "-n", "Alphonse")).isZero();

    assertThat(shell.out)
        .isEqualTo(
            "DISK_FULL;\n\tseverity=MAJOR;\n\tmsg='it''s\\nfull';\n\trepeat_count=3;\n"
                + "\tmc_notes=['a','b'];\nEND\n");
    assertThat(shell.err).isEmpty();
  }

  @Test
  void csvIsOneLineAnEventWithTheClassFirst() {
    assertThat(shell.run("mquery", "-q", "-n", "Alphonse", "-f", "CSV")).isZero();

    assertThat(shell.out).isEqualTo("DISK_FULL,MAJOR,'it''s\\nfull',3,['a','b']\n");
  }

  @Test
  void classAndConditionsBecomeOneQuery() {
    shell.run("mquery", "-n", "Alphonse");
    assertThat(shell.cell.query).isEmpty();
    shell.run("mquery", "-n", "Alphonse", "-a", "DISK_FULL");
    assertThat(shell.cell.query).isEqualTo("DISK_FULL");
    shell.run("mquery", "-n", "Alphonse", "-a", "X", "-w", "status: equals 'OPEN'");
    assertThat(shell.cell.query).isEqualTo("X where [ status: equals 'OPEN' ]");
    shell.run("mquery", "-n", "Alphonse", "-w", "a: == 1 OR b: == 2", "-w", "[ c: == 3 ]");
    assertThat(shell.cell.query)
        .isEqualTo("CORE_EVENT where [ ( a: == 1 OR b: == 2 ) AND ( c: == 3 ) ]");
    assertThat(shell.cell.kind).isEqualTo(ObjectKind.EVENT);
  }

  @Test
  void dataObjectsAreAskedForByTheirLetter() {
    shell.run("mquery", "-n", "Alphonse", "-d", "-w", "name: == x");

    assertThat(shell.cell.kind).isEqualTo(ObjectKind.DATA);
    assertThat(shell.cell.query).isEqualTo("CORE_DATA where [ name: == x ]");
  }

  @Test
  void slotsAreAskedForInTheirOrder() {
    shell.run("mquery", "-n", "Alphonse", "-s", "msg,severity", "-s", "mc_ueid");

    assertThat(shell.cell.slots).containsExactly("msg", "severity", "mc_ueid");
  }

  @Test
  void allPagesArePrinted() {
    for (int i = 0; i < 2 * QueryTool.PAGE_ROWS; i++) shell.cell.row("EVENT", Map.of());

    assertThat(shell.run("mquery", "-q", "-n", "Alphonse", "-f", "CSV")).isZero();
    assertThat(shell.out.lines()).hasSize(2 * QueryTool.PAGE_ROWS + 1);
  }

  @Test
  void aLimitAndACountCanBeAskedFor() {
    for (int i = 0; i < 5; i++) shell.cell.row("EVENT", Map.of());

    shell.run("mquery", "-q", "-n", "Alphonse", "-f", "CSV", "--limit", "2");
    assertThat(shell.out.lines()).hasSize(2);
    shell.run("mquery", "-q", "-n", "Alphonse", "--count");
    assertThat(shell.out).isEqualTo("6\n");
  }

  @Test
  void aConditionThatDoesNotParseIsPointedOutWithCode27() {
    shell.cell.queryFailure =
        Optional.of(
            new CellException(
                CellError.QUERY_SYNTAX, "'=>' is no operator", "", "Write >=.", 1, 17));

    assertThat(shell.run("mquery", "-q", "-n", "Alphonse", "-a", "X", "-w", "a: => 1"))
        .isEqualTo(27);
    assertThat(shell.err)
        .isEqualTo(
            "  X where [ a: => 1 ]\n                  ^\n"
                + "mquery: '=>' is no operator. Write >=.\n");
  }

  @Test
  void anAnswerThatMakesNoProgressEndsWithCode28() {
    shell.cell.repeatsPages = true;

    assertThat(shell.run("mquery", "-n", "Alphonse")).isEqualTo(28);
  }

  @Test
  void anUnknownClassEndsWithCode26() {
    shell.cell.queryFailure = Optional.of(FakeCell.refusal(CellError.CLASS_UNKNOWN));

    assertThat(shell.run("mquery", "-n", "Alphonse", "-a", "X")).isEqualTo(26);
  }

  @Test
  void wrongUsageEndsWithCode1() {
    assertThat(shell.run("mquery", "-n", "Alphonse", "-f", "XML")).isEqualTo(1);
    assertThat(shell.run("mquery", "-n", "Alphonse", "-s", "a,,b")).isEqualTo(1);
    assertThat(shell.run("mquery", "-n", "Alphonse", "--limit", "-3")).isEqualTo(1);
  }
}
