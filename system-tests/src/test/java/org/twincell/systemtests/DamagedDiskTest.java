// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.harness.LocalSystem;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellClient.ControlTarget;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellException;
import org.twincell.protocol.CommandOutcome;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.protocol.ObjectKind;
import org.twincell.time.SystemTime;

/** Real processes, a real disk with a flipped bit: found, told, and mended without hands. */
class DamagedDiskTest {
  private static final Duration PATIENCE = LocalSystem.PATIENCE;
  private static final int EVENTS = 400;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private LocalSystem system;

  @BeforeEach
  void startEverything() throws Exception {
    system =
        new LocalSystem(folder, folder.hashCode(), SystemTime.SYSTEM)
            .withMemberParameter("DigestInterval=500ms")
            .withMemberParameter("ScrubInterval=2s")
            .withMemberParameter("ScrubBytesPerSecond=50000000")
            .withMemberParameter("SnapshotEvery=20")
            .startCell();
  }

  @AfterEach
  void endEverything() {
    system.close();
  }

  @Test
  void aBitThatFlippedOnTheDiskOfAStoppedStandbyIsFoundAndMended() throws Exception {
    try (CellClient client = system.client()) {
      for (int i = 0; i < EVENTS; i += 10) send(client, i);
      Role active = system.awaitActive(client);
      Role standby = active == Role.PRIMARY ? Role.SECONDARY : Role.PRIMARY;
      awaitEqual(client, standby);

      system.member(standby).kill();
      flipABit(system.home(standby).resolve("var").resolve(LocalSystem.CELL).resolve("store"));
      system.start(standby);

      system.await(
          "the standby has taken a copy of the whole store",
          () -> digest(client, standby).toString().contains("by a copy"));
      awaitEqual(client, standby);
      awaitEqual(client, active);
      system.await("the cell was told that all is well", () -> told(client, "OK") > 0);
      assertThat(told(client, "CRITICAL")).as("and of the damage before").isPositive();

      client.control(ControlTarget.ACTIVE, "standby", List.of(), line -> {});
      assertThat(client.openQuery(ObjectKind.EVENT, "EVENT", PATIENCE).count()).isEqualTo(EVENTS);
    }
  }

  private static void send(CellClient client, int from) {
    List<CompletableFuture<CommandOutcome>> sent = new ArrayList<>();
    for (int i = from; i < from + 10; i++) {
      CellCommand event =
          new CellCommand.NewObject(
              new CellCommand.Origin(UUID.randomUUID().toString(), "test@here", ""),
              ObjectKind.EVENT,
              new RawInstance("EVENT", Map.of("msg", RawValue.text(UUID.randomUUID().toString()))),
              "e" + i);
      sent.add(client.submit(event, PATIENCE));
    }
    sent.forEach(CompletableFuture::join);
  }

  private static long told(CellClient client, String severity) {
    String query = "MC_CELL_OUT_OF_SYNC where [severity: == " + severity + "]";
    return client.openQuery(ObjectKind.EVENT, query, PATIENCE).count();
  }

  private void awaitEqual(CellClient client, Role role) throws InterruptedException {
    system.await(
        role + " has the same digest as the other member and a whole store",
        () -> {
          List<String> lines = digest(client, role);
          return lines.contains("store WHOLE")
              && lines.stream().anyMatch(line -> line.startsWith("stores EQUAL"));
        });
  }

  private static List<String> digest(CellClient client, Role role) {
    ControlTarget target = role == Role.PRIMARY ? ControlTarget.PRIMARY : ControlTarget.SECONDARY;
    List<String> lines = new ArrayList<>();
    try {
      client.control(target, "digest", List.of(), lines::add);
    } catch (CellException e) {
      lines.add(String.valueOf(e.getMessage()));
    }
    return lines;
  }

  /** In the largest file of the content, which holds the rows. */
  private static void flipABit(Path store) throws IOException {
    try (Stream<Path> files = Files.walk(store)) {
      Path largest =
          files
              .filter(file -> file.toString().endsWith(".sst"))
              .filter(file -> file.toString().contains("content-"))
              .max(Comparator.comparingLong(file -> file.toFile().length()))
              .orElseThrow();
      byte[] bytes = Files.readAllBytes(largest);
      bytes[bytes.length / 3] ^= 16;
      Files.write(largest, bytes);
    }
  }
}
