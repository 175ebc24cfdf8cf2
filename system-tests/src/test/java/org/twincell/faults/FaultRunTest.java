// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.faults.site.Party;
import org.twincell.faults.site.Tool;
import org.twincell.time.SystemTime;

/**
 * The short runs of every build, on loopback: a few kinds of fault, each once, to a cell with
 * witness and to a pair without; and one blow that really loses events, which a run has to find.
 */
@Timeout(3600)
class FaultRunTest {
  /** Of this seed the pauses are short, and the cut of the active member is long. */
  private static final long SEED = 2533;

  /** Held here, because the JDK forgets the level of a logger that nobody holds. */
  private static final Logger SDK_LOG = Logger.getLogger("org.twincell.client");

  private static final List<String> WITH_PROCESSES_AND_LINKS =
      List.of("kill-active", "cut-active", "cut-standby-out");
  private static final List<String> WITH_GCC = List.of("power-loss", "clocks-back");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path root;

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void leaveWhatTheSdkMeetsToTheHistory() {
    SDK_LOG.setLevel(Level.SEVERE);
  }

  private FaultRun prepare(List<String> kinds) throws IOException {
    return prepare(kinds, false);
  }

  private FaultRun prepare(List<String> kinds, boolean pair) throws IOException {
    RunSettings settings =
        new RunSettings(
            root, Duration.ofMinutes(20), kinds.size(), SEED, kinds, true, true, false, pair);
    return FaultRun.prepare(settings, lines::add, SystemTime.SYSTEM);
  }

  private String told() {
    return String.join("\n", lines);
  }

  @Test
  void nothingAcknowledgedIsLostOrDoubledUnderAFewFaults() throws Exception {
    List<String> kinds = new ArrayList<>(WITH_PROCESSES_AND_LINKS);
    if (Tool.GCC.isThere()) kinds.addAll(WITH_GCC);
    try (FaultRun run = prepare(kinds)) {
      FaultRun.Result result = run.run();

      assertThat(result.clean()).as(this::told).isTrue();
      assertThat(result.line())
          .as(this::told)
          .startsWith("faults fired " + kinds.size() + " of " + kinds.size() + " kinds")
          .contains("lost 0", "doubled 0");
    }
  }

  @Test
  void whatBothSidesOfAPairAcknowledgedIsThereOnceWhenTheyHaveMet() throws Exception {
    List<String> kinds = List.of("cut-active-standby", "kill-active");
    try (FaultRun run = prepare(kinds, true)) {
      FaultRun.Result result = run.run();

      assertThat(result.clean()).as(this::told).isTrue();
      assertThat(result.line())
          .as(this::told)
          .startsWith("faults fired 2 of 2 kinds")
          .contains("lost 0", "doubled 0")
          .containsPattern("partings [1-9].*, merges [1-9]");
    }
  }

  @Test
  void aRunInWhichEventsAreLostAndAFaultBreaksMoreTellsBothAndIsNotClean() throws Exception {
    try (FaultRun run =
        prepare(List.of("kill-all"))
            .striking(
                FaultKind.KILL_ALL,
                scene -> loseEverything(scene).must(false, "a gateway drops the good directory"))) {
      FaultRun.Result result = run.run();

      assertThat(result.clean()).as(this::told).isFalse();
      assertThat(result.line()).as(this::told).containsPattern("lost [1-9]");
      assertThat(lines).anySatisfy(line -> assertThat(line).contains("acknowledged events are"));
      assertThat(lines)
          .anySatisfy(line -> assertThat(line).startsWith("kill-all: a gateway drops"));
    }
  }

  @Test
  void aRunThatFailsInTheMiddleEndsWithItsFiguresAndIsNotClean() throws Exception {
    try (FaultRun run =
        prepare(List.of("kill-all"))
            .striking(
                FaultKind.KILL_ALL,
                scene -> {
                  boolean unused = scene.loadMoves(20, Duration.ofMinutes(3));
                  throw new IOException("the machine refuses");
                })) {
      FaultRun.Result result = run.run();

      assertThat(result.clean()).as(this::told).isFalse();
      assertThat(result.line())
          .as(this::told)
          .startsWith("ended by a failure (the machine refuses); faults fired 0 of 0 kinds")
          .containsPattern("calls [1-9].*, acknowledged [1-9].*, lost 0");
    }
  }

  /** What no replication survives: all members come back without their files. */
  private static Effect loseEverything(Scene scene) throws IOException, InterruptedException {
    scene.killAll(Party.MEMBERS);
    for (Party member : Party.MEMBERS) {
      Folders.delete(scene.cell().data(member));
      DiskStrokes.forget(scene, member);
    }
    scene.startAll(Party.MEMBERS);
    return new Effect(true, "all members are empty");
  }
}
