// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the twin in memory, on virtual time. */
class SimulatedLogTest extends ReplicatedLogContract {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Override
  LogGroup group(String... members) {
    return new Played(folder, members);
  }

  @Test
  void aMemberThatStoodInVainIsNotLeftBehindInItsNewerTerm() {
    SimulatedLogGroup group = new SimulatedLogGroup(1, folder, LogTuning.FAST, "a", "b", "w");
    Map<String, RecordingStore> stores =
        Map.of("a", new RecordingStore(), "b", new RecordingStore());
    ReplicatedLog a = group.open("a", stores.get("a"));
    ReplicatedLog b = group.open("b", stores.get("b"));
    var unused = group.open("w", LogApplier.witness());
    Map<String, ReplicatedLog> logs = Map.of("a", a, "b", b);
    assertThat(group.runUntil(LIMIT, () -> active(logs).isPresent())).isTrue();
    String first = active(logs).orElseThrow();
    String other = first.equals("a") ? "b" : "a";
    group.cutOneWay(other, first);
    group.cutOneWay(other, "w");
    long term = logs.get(first).status().term();

    var handOver = logs.get(first).handOver(other, Duration.ofMillis(200));
    assertThat(group.runUntil(LIMIT, () -> logs.get(other).status().term() > term)).isTrue();
    group.run(Duration.ofMillis(50));
    group.healAll();

    assertThat(append(group, logs, "after the heal")).isTrue();
    assertThat(group.runUntil(LIMIT, () -> stores.get(other).texts().contains("after the heal")))
        .as("the other has it too")
        .isTrue();
    assertThat(handOver).isDone();
  }

  private static Optional<String> active(Map<String, ReplicatedLog> logs) {
    return logs.entrySet().stream()
        .filter(each -> each.getValue().status().duty() == Duty.ACTIVE)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Sends until somebody acknowledges it. */
  private static boolean append(
      SimulatedLogGroup group, Map<String, ReplicatedLog> logs, String text) {
    for (int i = 0; i < 20; i++) {
      if (!group.runUntil(LIMIT, () -> active(logs).isPresent())) return false;
      var answer =
          logs.get(active(logs).orElseThrow()).append(text.getBytes(StandardCharsets.UTF_8));
      if (group.runUntil(LIMIT, answer::isDone) && !answer.isCompletedExceptionally()) return true;
      group.run(Duration.ofMillis(300));
    }
    return false;
  }

  private static final class Played implements LogGroup {
    private final SimulatedLogGroup group;
    private final Map<String, RecordingStore> stores = new LinkedHashMap<>();
    private final Map<String, ReplicatedLog> logs = new LinkedHashMap<>();

    Played(Path folder, String... members) {
      group = new SimulatedLogGroup(1, folder, LogTuning.FAST.withSnapshots(20, 5), members);
      for (String member : members) stores.put(member, new RecordingStore());
    }

    @Override
    public void start(String member) {
      logs.put(
          member,
          group.open(member, member.equals("w") ? LogApplier.witness() : stores.get(member)));
    }

    @Override
    public void crash(String member) {
      group.crash(member);
      stores.get(member).crash();
    }

    @Override
    public void cutOff(String member) {
      group.cutOff(member);
    }

    @Override
    public void heal(String member) {
      group.healAll();
    }

    @Override
    public ReplicatedLog log(String member) {
      return logs.get(member);
    }

    @Override
    public RecordingStore store(String member) {
      return stores.get(member);
    }

    @Override
    public void until(String what, BooleanSupplier condition) {
      assertThat(group.runUntil(LIMIT, condition)).as(what).isTrue();
    }

    @Override
    public void pass(Duration time) {
      group.run(time);
    }

    @Override
    public <T> T await(CompletableFuture<T> future) throws LogException {
      until("an answer", future::isDone);
      try {
        return future.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof LogException log) throw log;
        throw new AssertionError(e);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      logs.values().forEach(ReplicatedLog::close);
    }
  }
}
