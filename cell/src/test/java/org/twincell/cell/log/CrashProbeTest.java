// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CrashProbeTest {
  private static final LogMember ACTIVE = new LogMember("a", MemberRole.PRIMARY, "127.0.0.1", 1828);
  private static final LogMember OTHER =
      new LogMember("b", MemberRole.SECONDARY, "127.0.0.1", 1838);

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final List<CrashProbe.Leader> stood = new CopyOnWriteArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger looked = new AtomicInteger();
  private volatile boolean refuses;
  private volatile long term = 7;
  private volatile boolean known = true;
  private volatile boolean challenged;
  private volatile int answersSoOften;
  private volatile LogMember leading = ACTIVE;

  @AfterEach
  void end() {
    thread.shutdownNow();
  }

  private CrashProbe.Leader leader() {
    return new CrashProbe.Leader(leading, term, challenged);
  }

  private CrashProbe probe(MemberRole self) {
    return new CrashProbe(
        self,
        () -> {
          looked.incrementAndGet();
          return known ? Optional.of(leader()) : Optional.empty();
        },
        member -> {
          boolean closed = asked.incrementAndGet() > answersSoOften;
          return refuses && closed && member.equals(ACTIVE);
        },
        stood::add,
        thread);
  }

  private static void until(java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(90)).until(condition);
  }

  @Test
  void aMemberStandsWhenTheActiveOneRefusesConnections() {
    refuses = true;
    probe(MemberRole.SECONDARY).connectionEnded();
    until(() -> stood.equals(List.of(leader())));
  }

  @Test
  void aPortThatClosesAfterTheConnectionsIsAskedAgain() {
    answersSoOften = 2;
    refuses = true;
    probe(MemberRole.SECONDARY).connectionEnded();
    until(() -> stood.size() == 1);
    assertThat(asked).hasValue(3);
  }

  @Test
  void aMemberThatStillAnswersIsNotReplaced() {
    CrashProbe probe = probe(MemberRole.SECONDARY);
    probe.connectionEnded();
    until(() -> asked.get() == CrashProbe.LOOKS);
    assertThat(stood).isEmpty();
  }

  @Test
  void aFilterThatRefusesCostsOneTakeoverInATerm() {
    refuses = true;
    CrashProbe probe = probe(MemberRole.SECONDARY);
    for (int n = 1; n <= 3; n++) {
      probe.connectionEnded();
      until(() -> !stood.isEmpty());
    }
    term = 8;
    until(
        () -> {
          probe.connectionEnded();
          return stood.size() == 2;
        });
    assertThat(stood).extracting(CrashProbe.Leader::term).containsExactly(7L, 8L);
  }

  @Test
  void aWitnessLeavesTheDutyToAMemberThatTookItMeanwhile() {
    refuses = true;
    CrashProbe probe = probe(MemberRole.WITNESS);
    probe.connectionEnded();
    until(() -> looked.get() >= 1);
    leading = OTHER; // Chosen before the witness stands, and answers.
    until(() -> asked.get() == CrashProbe.LOOKS);
    assertThat(stood).isEmpty();
  }

  @Test
  void aWitnessLetsTheMembersWithAStoreStandFirst() {
    refuses = true;
    probe(MemberRole.WITNESS).connectionEnded();
    until(() -> stood.equals(List.of(leader())));
    long waits = CrashProbe.WITNESS_WAITS.dividedBy(CrashProbe.LOOK_AGAIN);
    assertThat(looked).hasValue((int) waits + 1);
  }

  /** It lacked entries that the witness has, and by asking it made the witness forget who led. */
  @Test
  void aWitnessStandsAtOnceWhenAnotherHasStood() {
    refuses = true;
    challenged = true;
    probe(MemberRole.WITNESS).connectionEnded();
    until(() -> stood.equals(List.of(leader())));
    assertThat(looked).hasValue(1);
  }

  @Test
  void onlyARefusalByTheSystemCounts() throws Exception {
    LogMember there;
    try (ServerSocket open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      there = new LogMember("a", MemberRole.PRIMARY, "127.0.0.1", open.getLocalPort());
      assertThat(CrashProbe.refuses(there)).isFalse();
    }
    assertThat(CrashProbe.refuses(there)).isTrue();
    LogMember nowhere = new LogMember("a", MemberRole.PRIMARY, "no-such-host.invalid", 1828);
    assertThat(CrashProbe.refuses(nowhere)).isFalse();
  }
}
