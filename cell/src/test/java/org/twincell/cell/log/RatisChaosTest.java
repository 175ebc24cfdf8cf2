// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real members under random faults and load: nothing acknowledged is lost, stores are equal. */
@Timeout(600)
class RatisChaosTest {
  private static final List<String> MEMBERS = List.of("a", "b", "w");
  private static final int CALLERS = 4;
  private static final int FAULTS = 8;

  /** A link that is cut for a second moves the duty. */
  private static final LogTuning NERVOUS =
      LogTuning.FAST.withElection(Duration.ofMillis(600), Duration.ofMillis(1000));

  @TempDir Path folder;

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Map<Long, String> activeByTerm = new ConcurrentHashMap<>();
  private final Set<String> violations = ConcurrentHashMap.newKeySet();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong newestAcknowledged = new AtomicLong(-1);
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Map<String, ReplicatedLog> logs = new ConcurrentHashMap<>();

  private void start(RatisGroup group, String member) {
    group.start(member);
    ReplicatedLog log = group.log(member);
    log.onChange(this::oneActivePerTerm);
    logs.put(member, log);
  }

  private void oneActivePerTerm(LogStatus status) {
    if (status.duty() != Duty.ACTIVE) return;
    String other = activeByTerm.putIfAbsent(status.term(), status.member());
    if (other != null && !other.equals(status.member())) violations.add("two in one term");
  }

  /** Sends to whoever takes it, each text once: a text that is there twice was doubled below. */
  private void call() {
    while (!ended.get()) {
      for (ReplicatedLog log : logs.values()) {
        String text = "n" + sent.incrementAndGet() + "x".repeat(200);
        try {
          log.append(text.getBytes(StandardCharsets.UTF_8))
              .thenAccept(appended -> acknowledged(text, appended))
              .join();
          long newest = newestAcknowledged.get();
          long confirmed = log.confirmActive().join();
          if (confirmed < newest) violations.add("confirmed " + confirmed + " below " + newest);
        } catch (RuntimeException e) {
          Thread.yield(); // refused or unknown: the next text goes to the next member
        }
      }
    }
  }

  private void acknowledged(String text, Appended appended) {
    acknowledged.add(text);
    newestAcknowledged.accumulateAndGet(appended.index(), Math::max);
  }

  private void fault(RatisGroup group, Random random) {
    String member = MEMBERS.get(random.nextInt(MEMBERS.size()));
    switch (random.nextInt(4)) {
      case 0 -> {
        logs.remove(member);
        group.crash(member);
        group.pass(Duration.ofMillis(random.nextInt(1000)));
        start(group, member);
      }
      case 1 -> {
        group.cutOff(member);
        group.pass(Duration.ofMillis(500 + random.nextInt(1000)));
        group.heal(member);
      }
      case 2 -> {
        if (!member.equals("w")) {
          for (ReplicatedLog log : logs.values()) {
            var unused = log.handOver(member, Duration.ofSeconds(1)).exceptionally(e -> null);
          }
        }
      }
      default -> {
        var unused = logs.get(member).takeSnapshot().exceptionally(e -> null);
      }
    }
  }

  private static boolean storesAreEqual(RatisGroup group) {
    return !group.store("a").entries().isEmpty()
        && group.store("a").entries().equals(group.store("b").entries());
  }

  /** What there is to know when the members do not come together again. */
  private static String standing(RatisGroup group) {
    StringBuilder text = new StringBuilder();
    for (String member : MEMBERS) {
      text.append('\n').append(group.log(member).status());
      if (!member.equals("w")) {
        text.append(" entries ").append(group.store(member).entries().size());
      }
    }
    return text.toString();
  }

  @Test
  void underFaultsAndLoadNothingAcknowledgedIsLostOrDoubledAndStoresAreEqual() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Thread> callers = new ArrayList<>();
    try (RatisGroup group =
        new RatisGroup(folder, NERVOUS.withSnapshots(300, 100), "a", "b", "w")) {
      for (String member : MEMBERS) start(group, member);
      for (int i = 0; i < CALLERS; i++) {
        Thread caller = new Thread(this::call, "caller-" + i);
        caller.start();
        callers.add(caller);
      }
      for (int i = 0; i < FAULTS; i++) {
        fault(group, random);
        group.pass(Duration.ofMillis(300 + random.nextInt(700)));
      }
      group.until("much is acknowledged", () -> acknowledged.size() > 50);
      ended.set(true);
      for (Thread caller : callers) caller.join();

      String what = "seed " + seed + ", " + acknowledged.size() + " acknowledged";
      assertThatCode(() -> group.until("stores are equal", () -> storesAreEqual(group)))
          .as(() -> what + ", " + standing(group))
          .doesNotThrowAnyException();
      List<String> stored = group.store("a").texts();
      Map<String, Integer> counts = new HashMap<>();
      stored.forEach(text -> counts.merge(text, 1, Integer::sum));
      assertThat(counts.keySet()).as(what).containsAll(acknowledged);
      assertThat(counts.values()).as(what).containsOnly(1);
      assertThat(violations).as(what).isEmpty();
      System.err.println("chaos: " + what + " of " + sent + " sent");
    }
  }
}
