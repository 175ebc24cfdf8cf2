// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.harness.Senders;
import org.twincell.harness.StandAlone;
import org.twincell.harness.StoredEvents;
import org.twincell.processes.Shell;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CommandOutcome;
import org.twincell.protocol.ObjectKind;
import org.twincell.time.SystemTime;

/**
 * A real member whose disk refuses: it ends with its code and a line that helps, has all that it
 * acknowledged, and starts again once the cause is gone.
 */
class RefusedDiskTest {
  /** {@code mcell}: it ran and could not go on. */
  private static final int FAILED = 26;

  private static final int BEFORE = 300;
  private static final String RUN = "refused-disk";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
  private int sent;

  @AfterEach
  void endEverything() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) opened.get(i).close();
  }

  private StandAlone member(Path data) throws IOException {
    StandAlone member =
        new StandAlone(folder.resolve("cell"), data, folder.hashCode(), SystemTime.SYSTEM);
    opened.add(member);
    return member;
  }

  private CompletableFuture<CommandOutcome> send(CellClient client, Duration patience) {
    String tag = "event-" + ++sent;
    Map<String, RawValue> slots =
        Map.of(
            Senders.TAG_SLOT,
            RawValue.text(tag),
            "mc_parameter",
            RawValue.text(RUN),
            "msg",
            RawValue.text("a line of a log file"));
    CellCommand event =
        new CellCommand.NewObject(
            new CellCommand.Origin("command-" + tag, "test@here", ""),
            ObjectKind.EVENT,
            new RawInstance("EVENT", slots),
            "id-of-" + tag);
    return client
        .submit(event, patience)
        .whenComplete(
            (outcome, failure) -> {
              if (failure == null) acknowledged.put(tag, outcome.objectId());
            });
  }

  private void startAgainAndCheck(StandAlone member) throws Exception {
    member.start();
    member.awaitActive();
    try (CellClient client = member.client()) {
      StoredEvents stored = StoredEvents.of(client, RUN);
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(BEFORE);
      assertThat(stored.lost(acknowledged)).as("acknowledged and gone").isEmpty();
      assertThat(stored.doubled()).isEmpty();
      assertThat(send(client, Duration.ofSeconds(60)).join().durable()).isTrue();
    }
    assertThat(member.program().terminate(120)).as("an orderly stop").isZero();
  }

  @Test
  void aRefusedFsyncEndsTheMemberAndNothingAcknowledgedIsMissing() throws Exception {
    Path library = preloaded();
    Path when = folder.resolve("refuse");
    Path told = folder.resolve("refused");
    StandAlone member =
        member(folder.resolve("data"))
            .with("LD_PRELOAD", library.toString())
            .with("TWINCELL_REFUSE_WHEN", when.toString())
            .with("TWINCELL_REFUSE_TOLD", told.toString());
    member.start();
    member.awaitActive();

    try (CellClient client = member.client()) {
      for (int i = 0; i < BEFORE; i++) send(client, Duration.ofSeconds(60)).join();
      Files.createFile(when);
      CompletableFuture<CommandOutcome> first = send(client, Duration.ofSeconds(10));
      member.await("a fsync was refused", () -> Files.exists(told));
      CompletableFuture<CommandOutcome> second = send(client, Duration.ofSeconds(10));
      member.await("both have an outcome", () -> first.isDone() && second.isDone());

      assertThat(List.of(first, second))
          .as("sent when nothing could be forced to the disk")
          .allSatisfy(each -> assertThat(each).isCompletedExceptionally());
      member.await("the member ends", () -> !member.program().isAlive());
    }

    assertThat(member.program().exitCode()).isEqualTo(FAILED);
    assertThat(Files.readString(member.log()))
        .contains("the log cannot be written")
        .contains("Input/output error")
        .contains("Check the volume of");
    Files.delete(when);
    startAgainAndCheck(member);
  }

  /** Builds the library that refuses; without a C compiler the test is skipped. */
  private Path preloaded() throws Exception {
    assumeTrue(
        Shell.works("gcc", "--version"), "needs gcc, to build the library that refuses fsync");
    Path source = folder.resolve("refuse.c");
    try (InputStream in = RefusedDiskTest.class.getResourceAsStream("refuse.c")) {
      Files.copy(in, source);
    }
    Path library = folder.resolve("librefuse.so");
    Shell.run(
        "gcc",
        "-shared",
        "-fPIC",
        "-O1",
        "-Wall",
        "-Werror",
        "-o",
        library.toString(),
        source.toString(),
        "-ldl");
    return library;
  }
}
