// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.harness.LocalSystem;
import org.twincell.harness.Senders;
import org.twincell.harness.StoredEvents;
import org.twincell.processes.Program;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.protocol.ObjectKind;
import org.twincell.time.SystemTime;
import org.twincell.time.TimeSource;

/** The operators' commands on real processes: the drill, and the duty that goes back by itself. */
class DutyOfProcessesTest {
  private static final TimeSource TIME = SystemTime.SYSTEM;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private LocalSystem system() throws Exception {
    return new LocalSystem(folder, folder.hashCode() + 1L, TIME);
  }

  /** Runs {@code mcontrol} on the cell; the lines that it printed, its exit code first. */
  private List<String> mcontrol(String... words) throws Exception {
    Path conf = folder.resolve("mclient.conf");
    Files.writeString(conf, "# the directory file lies beside\n", StandardCharsets.UTF_8);
    List<String> command =
        new ArrayList<>(
            List.of(
                LocalSystem.launcher().toString(),
                "mcontrol",
                "-q",
                "-c",
                conf.toString(),
                "-n",
                LocalSystem.CELL));
    command.addAll(List.of(words));
    Path output = folder.resolve("mcontrol.out");
    Files.deleteIfExists(output);
    try (Program program = Program.start("mcontrol", command, folder, output)) {
      Optional<Integer> code = program.await(Duration.ofMinutes(5));
      List<String> lines = new ArrayList<>(program.printed());
      lines.add(0, code.map(c -> "exit " + c).orElse("still running"));
      return lines;
    }
  }

  @Test
  void aPlannedDrillFromTheCommandLineIsCleanAndRecorded() throws Exception {
    try (LocalSystem system = system().startCell();
        CellClient client = system.client()) {
      Role before = system.awaitActive(client);

      List<String> lines = mcontrol("drill", "planned");

      assertThat(lines).first().isEqualTo("exit 0");
      assertThat(lines)
          .last()
          .asString()
          .startsWith("drill planned: longest gap ")
          .contains("failed 0, lost 0, doubled 0");
      system.await(
          "another member is active",
          () -> LocalSystem.active(client).filter(now -> now != before).isPresent());
      assertThat(
              client
                  .openQuery(
                      ObjectKind.EVENT,
                      "MC_CELL_DRILL where [ drill_kind: equals 'PLANNED' ]",
                      LocalSystem.PATIENCE)
                  .count())
          .isEqualTo(1);
      assertThat(mcontrol("--format", "json", "status").get(1)).startsWith("{\"members\":[");
      assertThat(mcontrol("drill", "crash")).first().isEqualTo("exit 26");
    }
  }

  @Test
  void theDutyGoesBackToThePrimaryUnderLoadThroughTheGateways() throws Exception {
    try (LocalSystem system =
        system().withMemberParameter("CellDuplicateAutoSwitchBack=Yes").startCell()) {
      system.startGateway(1);
      system.startGateway(2);
      try (CellClient client = system.client();
          Senders senders =
              new Senders(
                  "switch-back", 8, List.of(system.gatewayUrl(1), system.gatewayUrl(2)), TIME)) {
        awaitActive(system, client, Role.PRIMARY);
        senders.watchGaps();
        system.await("events flow", () -> senders.acknowledgedSinceWatch() > 50);
        system.member(Role.PRIMARY).kill();
        awaitActive(system, client, Role.SECONDARY);
        system.start(Role.PRIMARY);
        awaitActive(system, client, Role.PRIMARY);
        senders.watchGaps();
        system.await("events flow", () -> senders.acknowledgedSinceWatch() > 50);
        senders.stop();

        assertThat(senders.failures()).as("no call failed").isEmpty();
        StoredEvents stored = StoredEvents.of(client, "switch-back");
        assertThat(stored.lost(senders.acknowledged())).isEmpty();
        assertThat(stored.doubled()).isEmpty();
      }
    }
  }

  private static void awaitActive(LocalSystem system, CellClient client, Role role)
      throws InterruptedException {
    system.await(role + " is active", () -> LocalSystem.active(client).equals(Optional.of(role)));
  }
}
