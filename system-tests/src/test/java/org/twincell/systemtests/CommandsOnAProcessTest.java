// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.faults.disk.HurtLibrary;
import org.twincell.faults.site.Party;
import org.twincell.harness.LocalSystem;
import org.twincell.harness.StandAlone;
import org.twincell.processes.Program;
import org.twincell.time.SystemTime;

/** The operators' commands against one real member, which each test finds active. */
@Timeout(900)
class CommandsOnAProcessTest {
  private static final int REFUSED = 26;
  private static final int NO_ANSWER = 20;
  private static final Duration SLOW_FSYNC = Duration.ofMillis(700);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static StandAlone member;
  private static Optional<HurtLibrary> hurt = Optional.empty();

  private int code;
  private String out = "";
  private String err = "";

  @BeforeAll
  static void prepare() throws IOException {
    Path data = folder.resolve("data");
    Files.writeString(folder.resolve("mclient.conf"), "# the directory file lies beside\n");
    member = new StandAlone(folder, data, folder.hashCode() + 3L, SystemTime.SYSTEM);
    hurt = HurtLibrary.compile(folder.resolve("hurt"));
    hurt.ifPresent(it -> it.environment(Party.PRIMARY, data).forEach(member::with));
  }

  @AfterAll
  static void end() {
    member.close();
  }

  @BeforeEach
  void startWhatATestHasEnded() throws Exception {
    hurt.ifPresent(library -> library.of(Party.PRIMARY).healDisk());
    if (!member.isStarted() || !runs()) member.start();
    member.awaitActive();
  }

  /** As the kernel tells it: one that has ended and was not waited for yet does not run. */
  private static boolean runs() throws IOException {
    Path stat = Path.of("/proc/" + member.program().pid() + "/stat");
    if (!member.program().isAlive() || Files.notExists(stat)) return false;
    String text = Files.readString(stat);
    return !text.startsWith("Z", text.lastIndexOf(')') + 2);
  }

  private void run(String name, String... words) throws Exception {
    List<String> line = new ArrayList<>(List.of(LocalSystem.launcher().toString(), name, "-q"));
    line.addAll(List.of("-c", folder.resolve("mclient.conf").toString()));
    line.addAll(List.of("-n", LocalSystem.CELL));
    line.addAll(List.of(words));
    Path printed = folder.resolve("out");
    Path complained = folder.resolve("err");
    Files.deleteIfExists(printed);
    // The log of a program has both streams in it; a shell keeps them apart.
    String apart = "exec \"$@\" 2>'" + complained + "'";
    List<String> command = new ArrayList<>(List.of("sh", "-c", apart, "sh"));
    command.addAll(line);
    try (Program program = Program.start("command", command, folder, printed)) {
      code = program.await(Duration.ofMinutes(5)).orElseThrow();
    }
    out = Files.readString(printed, StandardCharsets.UTF_8);
    err = Files.readString(complained, StandardCharsets.UTF_8);
  }

  @Test
  void theActivityOfAnActiveMemberIs2() throws Exception {
    run("mgetinfo", "activity");

    assertThat(code).as(err).isZero();
    assertThat(out).isEqualTo("2\n");
  }

  @Test
  void theConfigurationNamesCellFilesAndSettingsAndNoKey() throws Exception {
    run("mgetinfo", "config");

    assertThat(code).as(err).isZero();
    assertThat(out.lines()).allMatch(line -> line.contains("="));
    assertThat(out)
        .contains(LocalSystem.CELL, folder.resolve("mcell.dir").toString())
        .doesNotContain("a-key-for-tests");
  }

  @Test
  void connectionsAndMetricsComeInTheirForms() throws Exception {
    run("mgetinfo", "connect");
    assertThat(code).as(err).isZero();
    assertThat(out).containsPattern("(?m)^[0-9]+ connections$").containsPattern("(?m)^in ");

    run("mgetinfo", "metrics");
    assertThat(code).as(err).isZero();
    assertThat(out).contains("# TYPE twincell_");
  }

  @Test
  void whatIsNotKnownIsBadUsage() throws Exception {
    run("mgetinfo", "dance");
    assertThat(code).isEqualTo(1);
    assertThat(err).contains("activity, config, connect or metrics");

    run("mcontrol", "dance");
    assertThat(code).isEqualTo(1);
    assertThat(runs()).isTrue();
  }

  @Test
  void aStandAloneCellRefusesADrillWithTheReason() throws Exception {
    run("mcontrol", "drill", "partition");

    assertThat(code).isEqualTo(REFUSED);
    assertThat(err).contains("nobody could take the duty");
    assertThat(runs()).isTrue();
  }

  @Test
  void terminateEndsTheProcessInGoodOrder() throws Exception {
    run("mcontrol", "terminate");

    assertThat(code).as(err).isZero();
    member.await("the process ends", () -> !member.program().isAlive());
    assertThat(member.program().exitCode()).isZero();
    run("mcontrol", "-p", "ConnectionSetupTimeOut=2", "status");
    assertThat(code).isEqualTo(NO_ANSWER);
  }

  @Test
  void aKillSaysTerminatedOnceTheProcessHasEnded() throws Exception {
    // Its files then take seconds to close, long after its port has.
    hurt.ifPresent(library -> library.of(Party.PRIMARY).fsyncDelay(SLOW_FSYNC));

    run("mkill");

    boolean running = runs();
    assertThat(code).as(err).isZero();
    assertThat(out).isEqualTo("server " + LocalSystem.CELL + " terminated\n");
    assertThat(running).as("it still runs").isFalse();
    member.await("its code is known", () -> !member.program().isAlive());
    assertThat(member.program().exitCode()).isZero();
    run("mkill", "-p", "ConnectionSetupTimeOut=2");
    assertThat(code).as("nobody is there").isEqualTo(NO_ANSWER);
    assertThat(out).isEmpty();
  }
}
