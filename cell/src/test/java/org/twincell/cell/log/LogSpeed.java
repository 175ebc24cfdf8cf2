// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.twincell.testkit.FreePorts;
import org.twincell.time.SystemTime;

/**
 * A first look at the speed of the log alone: three members in one process, entries of 1 KiB, no
 * group commit above it. For orientation; the benchmarks module measures the cell.
 */
final class LogSpeed {
  private static final int WARM_UP_SECONDS = 15;
  private static final int SECONDS = 10;

  private LogSpeed() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("log-speed");
    List<Integer> ports = FreePorts.of(3);
    List<LogMember> members = new ArrayList<>();
    for (String name : List.of("a", "b", "w")) {
      members.add(
          new LogMember(name, RatisGroup.role(name), "127.0.0.1", ports.get(members.size())));
    }
    List<ReplicatedLog> logs = new ArrayList<>();
    for (LogMember member : members) {
      LogSettings settings =
          new LogSettings(
              "Alphonse",
              member.name(),
              members,
              folder.resolve(member.name()),
              LogTuning.DEFAULT,
              LogSecurity.PLAIN);
      logs.add(ReplicatedLog.open(settings, LogApplier.witness(), SystemTime.SYSTEM));
    }
    ReplicatedLog active = null;
    while (active == null) {
      for (ReplicatedLog log : logs) if (log.status().duty() == Duty.ACTIVE) active = log;
      SystemTime.SYSTEM.pause(DutyWatch.PACE);
    }
    measure(active, 64, WARM_UP_SECONDS);
    System.out.printf("64 callers: %,.0f/s%n", measure(active, 64, SECONDS));
    measure(active, 1, 5);
    System.out.printf(" 1 caller : %,.0f/s%n", measure(active, 1, SECONDS));
    System.out.printf("confirm   : %,.0f/s (1 caller)%n", confirmations(active, 5));
    logs.parallelStream().forEach(ReplicatedLog::close);
  }

  private static double measure(ReplicatedLog log, int callers, int seconds) throws Exception {
    AtomicLong done = new AtomicLong();
    AtomicBoolean ended = new AtomicBoolean();
    for (int i = 0; i < callers; i++) again(log, done, ended);
    long start = System.nanoTime();
    long before = done.get();
    SystemTime.SYSTEM.pause(java.time.Duration.ofSeconds(seconds));
    double rate = (done.get() - before) / ((System.nanoTime() - start) / 1e9);
    ended.set(true);
    SystemTime.SYSTEM.pause(java.time.Duration.ofMillis(500));
    return rate;
  }

  private static void again(ReplicatedLog log, AtomicLong done, AtomicBoolean ended) {
    if (ended.get()) return;
    CompletableFuture<Appended> answer = log.append(new byte[1024]);
    var unused =
        answer.whenCompleteAsync(
            (appended, failure) -> {
              if (failure == null) done.incrementAndGet();
              again(log, done, ended);
            });
  }

  private static double confirmations(ReplicatedLog log, int seconds) throws Exception {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    long count = 0;
    while (System.nanoTime() < end) {
      log.confirmActive().get();
      count++;
    }
    return (double) count / seconds;
  }
}
