// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The twin under random faults: what must always hold, by seed. */
@Timeout(600)
class SimulatedLogSeedsTest {
  private static final List<String> MEMBERS = List.of("a", "b", "w");
  private static final int FAULTS = 80;

  @TempDir Path folder;

  private final Map<String, RecordingStore> stores = new LinkedHashMap<>();
  private final Map<String, ReplicatedLog> logs = new HashMap<>();
  private final Map<Long, String> activeByTerm = new HashMap<>();
  private final Set<String> acknowledged = new TreeSet<>();
  private final List<String> violations = new ArrayList<>();
  private SimulatedLogGroup group;
  private long sent;

  private void start(String member) {
    LogApplier applier = member.equals("w") ? LogApplier.witness() : stores.get(member);
    ReplicatedLog log = group.open(member, applier);
    log.onChange(this::oneActivePerTerm);
    logs.put(member, log);
  }

  private void oneActivePerTerm(LogStatus status) {
    if (status.duty() != Duty.ACTIVE) return;
    String other = activeByTerm.putIfAbsent(status.term(), status.member());
    assertThat(other).isIn(null, status.member());
  }

  private void send() {
    for (ReplicatedLog log : logs.values()) {
      String text = "n" + sent++;
      var unused =
          log.append(text.getBytes(StandardCharsets.UTF_8))
              .thenAccept(appended -> acknowledged.add(text));
    }
  }

  private void confirm() {
    for (Map.Entry<String, ReplicatedLog> each : logs.entrySet()) {
      Set<String> before = Set.copyOf(acknowledged);
      var unused =
          each.getValue()
              .confirmActive()
              .thenAccept(
                  index -> {
                    if (stores.get(each.getKey()).texts().containsAll(before)) return;
                    violations.add(each.getKey() + " was confirmed at " + index + " too early");
                  });
    }
  }

  private void fault(Random random) {
    String member = MEMBERS.get(random.nextInt(MEMBERS.size()));
    switch (random.nextInt(9)) {
      case 0 -> crash(member);
      case 1 -> {
        if (!logs.containsKey(member)) start(member);
      }
      case 2 -> group.cutOff(member);
      case 3 -> group.cutOneWay(member, MEMBERS.get(random.nextInt(MEMBERS.size())));
      case 4 -> stores.get(member).makeDurable();
      case 5 -> {
        if (logs.containsKey(member)) {
          var unused = logs.get(member).takeSnapshot();
        }
      }
      default -> {
        group.healAll();
        startMissing();
      }
    }
  }

  /** Mostly long enough for an election; sometimes so short that the next fault hits a write. */
  private static Duration pause(Random random) {
    return random.nextInt(3) == 0
        ? Duration.ofNanos(random.nextInt(4_000_000))
        : Duration.ofMillis(20 + random.nextInt(400));
  }

  private void startMissing() {
    for (String member : MEMBERS) if (!logs.containsKey(member)) start(member);
  }

  private void crash(String member) {
    if (logs.remove(member) == null) return;
    group.crash(member);
    stores.get(member).crash();
  }

  @RepeatedTest(60)
  void whatIsAcknowledgedStaysOneIsActivePerTermAndStoresAreEqual(RepetitionInfo run) {
    long seed = run.getCurrentRepetition();
    group =
        new SimulatedLogGroup(
            seed, folder, LogTuning.FAST.withSnapshots(15, 4), MEMBERS.toArray(String[]::new));
    for (String member : MEMBERS) stores.put(member, new RecordingStore());
    MEMBERS.forEach(this::start);

    for (int i = 0; i < FAULTS; i++) {
      fault(group.random());
      send();
      confirm();
      group.run(pause(group.random()));
    }
    group.healAll();
    startMissing();
    group.run(Duration.ofSeconds(5));
    send();
    group.run(Duration.ofSeconds(1));

    assertThat(logs.values())
        .as("seed %d: one is active", seed)
        .filteredOn(log -> log.status().duty() == Duty.ACTIVE)
        .hasSize(1);
    assertThat(stores.get("a").entries()).as("seed %d", seed).isEqualTo(stores.get("b").entries());
    assertThat(stores.get("a").texts()).as("seed %d", seed).containsAll(acknowledged);
    assertThat(violations).as("seed %d", seed).isEmpty();
    assertThat(acknowledged).as("seed %d", seed).hasSizeGreaterThan(10);
  }
}
