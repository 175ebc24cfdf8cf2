// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the twin in memory, on virtual time. */
class SimulatedLogTest extends ReplicatedLogContract {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Override
  LogGroup group(String... members) {
    return new Played(folder, members);
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
