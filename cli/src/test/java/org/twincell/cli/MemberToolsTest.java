// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.twincell.protocol.MemberInfo.Duty.ACTIVE;
import static org.twincell.protocol.MemberInfo.Duty.LIMITED;
import static org.twincell.protocol.MemberInfo.Duty.STANDBY;
import static org.twincell.protocol.MemberInfo.Role.PRIMARY;
import static org.twincell.protocol.MemberInfo.Role.SECONDARY;
import static org.twincell.protocol.MemberInfo.Role.WITNESS;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.protocol.CellError;

class MemberToolsTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void makeAShellWithAPair() {
    shell = new Shell(folder);
    shell.cell.members.add(FakeCell.member(PRIMARY, STANDBY, true));
    shell.cell.members.add(FakeCell.member(SECONDARY, ACTIVE, true));
    shell.cell.members.add(FakeCell.member(WITNESS, STANDBY, false));
  }

  @Test
  void theActivityOfACellIsTheHighestOfItsMembers() {
    assertThat(shell.run("mgetinfo", "-q", "-n", "Alphonse", "activity")).isZero();
    assertThat(shell.out).isEqualTo("2\n");
  }

  @Test
  void theActivityOfOneMemberIsItsOwn() {
    shell.run("mgetinfo", "-q", "-n", "Alphonse#1", "activity");
    assertThat(shell.out).isEqualTo("0\n");

    shell.cell.members.set(0, FakeCell.member(PRIMARY, LIMITED, true));
    shell.run("mgetinfo", "-q", "-n", "Alphonse#1", "activity");
    assertThat(shell.out).isEqualTo("1\n");
  }

  @Test
  void aCellOfWhichNobodyAnswersEndsWithCode20() {
    assertThat(shell.run("mgetinfo", "-n", "Alphonse#witness", "activity")).isEqualTo(20);
    shell.cell.members.clear();
    assertThat(shell.run("mcontrol", "-n", "Alphonse", "status")).isEqualTo(20);
  }

  @Test
  void configurationAndConnectionsAreAskedOfTheActiveMember() {
    assertThat(shell.run("mgetinfo", "-q", "-n", "Alphonse", "connect")).isZero();
    assertThat(shell.run("mgetinfo", "-q", "-n", "Alphonse#2", "config")).isZero();

    assertThat(shell.cell.controls).containsExactly("ACTIVE connections", "SECONDARY config");
    assertThat(shell.out).isEqualTo("config done\n");
  }

  @Test
  void withVerboseTheInformationIsForPeople() {
    shell.cell.answers.put(
        "ACTIVE config", List.of("cell=Alphonse", "home=/srv/a", "directory=/etc/mcell.dir"));
    shell.run("mgetinfo", "-q", "-v", "-n", "Alphonse", "config");
    assertThat(shell.out)
        .contains("Name                      Alphonse\n")
        .contains("Directory file            /etc/mcell.dir\n");
    shell.run("mgetinfo", "-q", "-n", "Alphonse", "config");
    assertThat(shell.out).startsWith("cell=Alphonse\nhome=/srv/a\n");

    shell.cell.answers.put("ACTIVE connections", List.of("1 connections", "in  10.0.0.1:4711"));
    shell.run("mgetinfo", "-q", "-v", "-n", "Alphonse", "connect");
    assertThat(shell.out).contains("from a client   10.0.0.1:4711\n");

    shell.cell.answers.put(
        "ACTIVE metrics",
        List.of(
            "# HELP twincell_term the term", "# TYPE twincell_term gauge", "twincell_term 7.0"));
    shell.run("mgetinfo", "-q", "-v", "-n", "Alphonse", "metrics");
    assertThat(shell.out).matches("twincell_term +7.0  the term\n");

    shell.run("mgetinfo", "-q", "-v", "-n", "Alphonse", "activity");
    assertThat(shell.out).isEqualTo("2\n");
    assertThat(shell.err).contains("secondary host2:1828 2 (full activity)");
  }

  @Test
  void theStatusTellsOfEachMember() {
    assertThat(shell.run("mcontrol", "-q", "-n", "Alphonse", "status")).isZero();

    assertThat(shell.out)
        .contains("primary  host1:1828  standby  term 7")
        .contains("secondary  host2:1828  active  term 7")
        .contains("mode safe, witness reachable, since 1970-01-01T00:00:00Z (elected), version 1.0")
        .contains(
            "peer witness host3:1828: reachable, signal LIVE, lags 2 entries (1.5 s),"
                + " heard 120 ms ago")
        .contains("mode safe, witness reachable")
        .contains("3 data objects; stores not yet compared")
        .contains("witness  host3:1828  does not answer");
  }

  @Test
  void theStatusOfAWitnessSaysNothingOfAStore() {
    shell.cell.members.clear();
    shell.cell.members.add(FakeCell.member(WITNESS, STANDBY, true));
    assertThat(shell.run("mcontrol", "-q", "-n", "Alphonse", "status")).isZero();
    assertThat(shell.out).contains("applied 40; keeps no store\n").doesNotContain("stores");
  }

  @Test
  void theStatusForProgramsIsOneJsonDocumentWithAllMembers() throws Exception {
    assertThat(shell.run("mcontrol", "-q", "-n", "Alphonse", "--format", "json", "status"))
        .isZero();

    assertThat(shell.out)
        .startsWith("{\"members\":[{\"cell\":\"Alphonse\",\"role\":\"primary\"")
        .contains("\"duty\":\"active\",\"term\":7,\"mode\":\"safe\",\"alone\":false")
        .contains("\"stores\":\"not_compared\",\"progress\":null")
        .contains("\"signal\":\"live\",\"lag_entries\":2,\"lag_seconds\":1.5,\"silent_millis\":120")
        .contains("\"role\":\"witness\",\"address\":\"host3:1828\",\"reachable\":false")
        .endsWith("]}\n");
    assertThat(shell.out.lines()).hasSize(1);
    assertThat(shell.run("mcontrol", "-n", "Alphonse", "--format", "xml", "status")).isEqualTo(1);
  }

  @Test
  void aMemberThatCarriesOnAloneSaysSo() {
    shell.cell.members.clear();
    shell.cell.members.add(FakeCell.alone(PRIMARY, ACTIVE));
    shell.cell.members.add(FakeCell.alone(SECONDARY, STANDBY));

    assertThat(shell.run("mcontrol", "-q", "-n", "Alphonse", "status")).isZero();
    assertThat(shell.out)
        .contains("    carries on alone, and the other member may do so too")
        .contains("    went on alone and is not together with the other member yet")
        .contains("peer secondary host2:1828: apart from this one")
        .contains("stores not compared, as the members are apart")
        .doesNotContain("not heard from here");
    assertThat(shell.run("mcontrol", "-q", "-n", "Alphonse", "--format", "json", "status"))
        .isZero();
    assertThat(shell.out).contains("\"mode\":\"available\",\"alone\":true,");
  }

  @Test
  void everyMemberOfAPairTellsOfItsWitnessOrThatThereIsNone() {
    shell.cell.members.clear();
    shell.cell.members.add(FakeCell.alone(PRIMARY, ACTIVE));
    assertThat(witnessOf("Alphonse#1")).isEqualTo("none / none");

    shell.cell.members.set(0, FakeCell.seeing(PRIMARY, STANDBY, WITNESS, false, -1));
    assertThat(witnessOf("Alphonse#1")).isEqualTo("not heard from here / not_heard");
    shell.cell.members.set(0, FakeCell.seeing(PRIMARY, STANDBY, WITNESS, false, 3000));
    assertThat(witnessOf("Alphonse#1")).isEqualTo("lost / lost");
    shell.cell.members.set(0, FakeCell.seeing(PRIMARY, STANDBY, WITNESS, true, 10));
    assertThat(witnessOf("Alphonse#1")).isEqualTo("reachable / reachable");

    shell.cell.members.set(0, FakeCell.seeing(PRIMARY, STANDBY, SECONDARY, true, 10));
    assertThat(witnessOf("Alphonse#1"))
        .as("a member of a former version does not name it")
        .isEqualTo("not heard from here / not_heard");
  }

  /** In text and in JSON. */
  private String witnessOf(String member) {
    assertThat(shell.run("mcontrol", "-q", "-n", member, "status")).isZero();
    String text = shell.out.replaceAll("(?s).*, witness ([^,]*), since.*", "$1");
    assertThat(shell.run("mcontrol", "-q", "-n", member, "--format", "json", "status")).isZero();
    return text + " / " + shell.out.replaceAll("(?s).*\"witness\":\"([^\"]*)\".*", "$1");
  }

  @Test
  void theDutyIsGivenToANamedMemberOnly() {
    assertThat(shell.run("mcontrol", "-n", "Alphonse", "active")).isEqualTo(1);
    assertThat(shell.err).contains("Alphonse#2");
    assertThat(shell.run("mcontrol", "-n", "Alphonse#2", "active", "--force")).isZero();
    assertThat(shell.run("mcontrol", "-n", "Alphonse", "standby")).isZero();

    assertThat(shell.cell.controls).containsExactly("SECONDARY active [--force]", "ACTIVE standby");
  }

  @Test
  void aDrillNeedsItsKindAndPassesTheRefusalOfTheCellOn() {
    assertThat(shell.run("mcontrol", "-n", "Alphonse", "drill")).isEqualTo(1);
    assertThat(shell.err).contains("drill planned, drill crash or drill partition");
    assertThat(shell.run("mcontrol", "-n", "Alphonse", "drill", "partition", "--seconds", "90"))
        .isEqualTo(1);
    shell.cell.refusedWords.put("ACTIVE drill", FakeCell.refusal(CellError.REFUSED));

    assertThat(shell.run("mcontrol", "-n", "Alphonse", "drill", "crash", "--yes")).isEqualTo(26);

    assertThat(shell.err).contains("the thing failed");
    assertThat(shell.cell.controls).containsExactly("ACTIVE drill [check, crash, --yes]");
    assertThat(shell.cell.commands).isEmpty();
  }

  @Test
  void anAddressMeansTheMemberThatAnswersThere() {
    shell.cell.members.remove(0);

    shell.cell.outlivesItsEnd = true;
    assertThat(shell.run("mcontrol", "-n", "@127.0.0.1/1830", "terminate")).isZero();
    assertThat(shell.run("mgetinfo", "-n", "@127.0.0.1/1830", "metrics")).isZero();

    assertThat(shell.cell.controls).containsExactly("SECONDARY terminate", "SECONDARY metrics");
  }

  @Test
  void aReloadGoesToEveryMember() {
    shell.cell.refusedWords.put("PRIMARY reload", FakeCell.refusal(CellError.REFUSED));

    assertThat(shell.run("mcontrol", "-q", "-n", "Alphonse", "reload", "kb")).isEqualTo(26);

    assertThat(shell.cell.controls)
        .containsExactly("PRIMARY reload [kb]", "SECONDARY reload [kb]", "WITNESS reload [kb]");
    assertThat(shell.out).isEqualTo("secondary: reload done\nwitness: reload done\n");
    assertThat(shell.err).contains("primary: the thing failed");
  }

  @Test
  void aKillEndsTheActiveMemberLast() {
    assertThat(shell.run("mkill", "-q", "-n", "Alphonse")).isZero();

    assertThat(shell.cell.controls)
        .containsExactly("PRIMARY terminate [tell-end]", "SECONDARY terminate [tell-end]");
    assertThat(shell.out).isEqualTo("server Alphonse terminated\n");
  }

  @Test
  void aKillSaysTerminatedOnlyWhenItIs() {
    shell.cell.outlivesItsEnd = true;

    assertThat(shell.run("mkill", "-q", "-n", "Alphonse")).isEqualTo(26);

    assertThat(shell.out).isEmpty();
    assertThat(shell.err).contains("was told to end and has not");
  }

  @Test
  void unknownWordsEndWithCode1() {
    assertThat(shell.run("mcontrol", "-n", "Alphonse", "dance")).isEqualTo(1);
    assertThat(shell.err)
        .contains("active, diff, digest, drill, pause, reload, resume, standby, status, terminate");
    assertThat(shell.run("mgetinfo", "-n", "Alphonse", "dance")).isEqualTo(1);
    assertThat(shell.run("mcontrol", "-n", "Alphonse")).isEqualTo(1);
  }
}
