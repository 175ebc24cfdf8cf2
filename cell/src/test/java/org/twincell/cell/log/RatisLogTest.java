// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract on Apache Ratis, with real members on loopback. */
@Execution(ExecutionMode.CONCURRENT)
class RatisLogTest extends ReplicatedLogContract {
  @TempDir Path folder;

  @Override
  RatisGroup group(String... members) {
    return new RatisGroup(folder, RatisGroup.PATIENT.withSnapshots(20, 5), members);
  }

  @Test
  void membersFindEachOtherAgainAtOtherAddresses() throws Exception {
    List<String> members = List.of("a", "b", "w");
    try (RatisGroup group = new RatisGroup(folder, RatisGroup.PATIENT, "a", "b", "w")) {
      for (String member : members) group.start(member);
      appendAtTheActive(group, "before");
      for (String member : members) group.crash(member);

      group.moveAll();
      for (String member : members) group.start(member);

      appendAtTheActive(group, "after");
      for (String member : List.of("a", "b")) {
        group.until(
            member + " has both",
            () -> group.store(member).texts().equals(List.of("before", "after")));
      }
    }
  }

  private static void appendAtTheActive(RatisGroup group, String text) throws LogException {
    String[] active = new String[1];
    group.until(
        "one is active",
        () -> {
          group.runningStores().stream()
              .filter(each -> group.log(each).status().duty() == Duty.ACTIVE)
              .forEach(each -> active[0] = each);
          return active[0] != null;
        });
    group.await(group.log(active[0]).append(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aHandOverToAMemberThatIsAwayDoesNotHoldUpTheCell() throws Exception {
    try (RatisGroup group = new RatisGroup(folder, RatisGroup.PATIENT, "a", "b", "w")) {
      for (String member : List.of("a", "b", "w")) group.start(member);
      appendAtTheActive(group, "before");
      String active = group.log("a").status().duty() == Duty.ACTIVE ? "a" : "b";
      String away = active.equals("a") ? "b" : "a";
      group.cutOff(away);
      group.until(
          away + " is silent for longer than a hand-over bears",
          () ->
              group.log(active).status().peers().stream()
                  .filter(peer -> peer.name().equals(away))
                  .flatMap(peer -> peer.lastHeard().stream())
                  .anyMatch(heard -> heard.compareTo(RatisGroup.PATIENT.electionMax()) > 0));

      var handOver = group.log(active).handOver(away, Duration.ofSeconds(20));
      group.await(group.log(active).append(new byte[] {'x'}));

      assertThat(handOver).as("still under way").isNotDone();
      assertThatThrownBy(() -> group.await(handOver))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("away or behind");
      group.until(active + " is active", () -> group.log(active).status().duty() == Duty.ACTIVE);
    }
  }

  @Test
  void aWitnessThatWasAwayCatchesUpAndKeepsNoStore() throws Exception {
    try (RatisGroup group = group("a", "b", "w")) {
      for (String member : List.of("a", "b", "w")) group.start(member);
      appendAtTheActive(group, "first");
      String active = group.log("a").status().duty() == Duty.ACTIVE ? "a" : "b";
      group.crash("w");
      for (int i = 0; i < 60; i++) appendAtTheActive(group, "x".repeat(40_000) + i);
      long snapshot = group.await(group.log(active).takeSnapshot());

      group.start("w");
      group.until(
          "the witness is in step", () -> group.log("w").status().appliedIndex() >= snapshot);
      group.crash(active.equals("a") ? "b" : "a");
      appendAtTheActive(group, "with the witness's vote");

      try (Stream<Path> files = Files.walk(group.folder("w").resolve("snapshots"))) {
        assertThat(files).noneMatch(each -> each.endsWith("entries"));
      }
    }
  }

  @Test
  void aMemberThatLostItsDiskIsBroughtUpToDateWhileQuestionsAreAsked() throws Exception {
    try (RatisGroup group = new RatisGroup(folder, RatisGroup.PATIENT, "a", "b", "w")) {
      for (String member : List.of("a", "b", "w")) group.start(member);
      for (int i = 0; i < 50; i++) appendAtTheActive(group, "x" + i);
      String active = group.log("a").status().duty() == Duty.ACTIVE ? "a" : "b";
      String other = active.equals("a") ? "b" : "a";
      group.until("both have all", () -> group.store(other).texts().size() == 50);
      AtomicBoolean asking = new AtomicBoolean(true);
      askAgainAndAgain(group.log(active), asking);

      group.crash(other);
      SnapshotFolder.deleteTree(group.folder(other));
      group.start(other);

      group.until("all is there again", () -> group.store(other).texts().size() == 50);
      asking.set(false);
    }
  }

  /** Each question makes the active member send heartbeats. */
  private static void askAgainAndAgain(ReplicatedLog log, AtomicBoolean asking) {
    var unused =
        log.confirmActive()
            .whenCompleteAsync(
                (index, failure) -> {
                  if (asking.get()) askAgainAndAgain(log, asking);
                });
  }

  @Test
  void aMemberWhoseProcessEndedIsReplacedWithoutWaitingForItsSilence() throws Exception {
    LogTuning deaf = RatisGroup.PATIENT.withElection(Duration.ofSeconds(3), Duration.ofSeconds(4));
    try (RatisGroup group = new RatisGroup(folder, deaf, "a", "b", "w").direct()) {
      for (String member : List.of("a", "b", "w")) group.start(member);
      appendAtTheActive(group, "before");
      String first = group.log("a").status().duty() == Duty.ACTIVE ? "a" : "b";
      String second = first.equals("a") ? "b" : "a";
      group.until("both have it", () -> group.store(second).texts().contains("before"));

      group.crash(first);
      appendAtTheActive(group, "after");

      assertThat(group.store(second).texts()).containsExactly("before", "after");
      int stood = elections(group, second).stood() + elections(group, "w").stood();
      assertThat(stood).as("members that stood at once").isPositive();
    }
  }

  @Test
  void aWitnessThatHadToLeadGivesThatUpAtOnce() throws Exception {
    try (RatisGroup group = new RatisGroup(folder, RatisGroup.PATIENT, "a", "b", "w")) {
      for (String member : List.of("a", "b", "w")) group.start(member);
      appendAtTheActive(group, "before");
      String first = group.log("a").status().duty() == Duty.ACTIVE ? "a" : "b";
      String second = first.equals("a") ? "b" : "a";
      // A member without any entry would help nobody to the duty.
      group.until("both have it", () -> group.store(second).texts().contains("before"));
      group.crash(second);
      group.await(group.log(first).append("only there".getBytes(StandardCharsets.UTF_8)));

      group.crash(first);
      group.start(second);
      appendAtTheActive(group, "after");

      assertThat(group.store(second).texts()).containsExactly("before", "only there", "after");
      group.until("the witness knows", () -> elections(group, "w").yielded() == 1);
    }
  }

  /** By standing in vain it made the witness forget who led, and the silence was to decide. */
  @Test
  void aMemberThatLacksEntriesDoesNotKeepTheWitnessFromStandingAtOnce() throws Exception {
    LogTuning deaf =
        RatisGroup.PATIENT.withElection(Duration.ofSeconds(20), Duration.ofSeconds(25));
    try (RatisGroup group = new RatisGroup(folder, deaf, "a", "b", "w")) {
      group.start("a");
      group.start("w");
      appendAtTheActive(group, "before");
      group.start("b");
      group.until("b has it", () -> group.store("b").texts().contains("before"));
      group.cutOff("b");
      group.await(group.log("a").append("only there".getBytes(StandardCharsets.UTF_8)));
      CrashProbe.Leader gone = elections(group, "w").otherLeader().orElseThrow();
      assertThat(gone.challenged()).isFalse();

      group.cutOff("a");
      group.healBetween("b", "w");
      elections(group, "b").stand(gone);
      group.until(
          "the witness was asked",
          () -> elections(group, "w").otherLeader().equals(Optional.of(gone.afterAnotherStood())));
      elections(group, "w").stand(gone);

      group.until("b has the duty", () -> group.log("b").status().duty() == Duty.ACTIVE);
      assertThat(group.store("b").texts()).containsExactly("before", "only there");
      assertThat(elections(group, "b").stood()).isEqualTo(1);
      assertThat(elections(group, "w").stood()).isEqualTo(1);
    }
  }

  @Test
  void aWitnessThatFollowsAnotherByNowDoesNotStand() throws Exception {
    LogTuning deaf =
        RatisGroup.PATIENT.withElection(Duration.ofSeconds(20), Duration.ofSeconds(25));
    try (RatisGroup group = new RatisGroup(folder, deaf, "a", "b", "w")) {
      group.start("a");
      group.start("w");
      appendAtTheActive(group, "before");
      group.start("b");
      group.until("b has it", () -> group.store("b").texts().contains("before"));
      CrashProbe.Leader gone = elections(group, "w").otherLeader().orElseThrow();

      group.cutOff("a");
      elections(group, "b").stand(gone);
      group.until("b has the duty", () -> group.log("b").status().duty() == Duty.ACTIVE);
      elections(group, "w").stand(gone);

      assertThat(elections(group, "w").stood()).isZero();
      assertThat(group.log("b").status().duty()).isEqualTo(Duty.ACTIVE);
    }
  }

  /**
   * The witness is the only one that can be chosen. It waited for its own long time, and then, for
   * its low priority, in both rounds for the vote of the very member that is silent.
   */
  @Test
  void aSilentMemberDoesNotHoldUpTheWitnessThatAloneHasTheNewestEntry() throws Exception {
    try (RatisGroup group = new RatisGroup(folder, RatisGroup.PATIENT, "a", "b", "w")) {
      group.start("a");
      group.start("w");
      appendAtTheActive(group, "before");
      group.start("b");
      group.until("b has it", () -> group.store("b").texts().contains("before"));
      group.cutOff("b");
      group.await(group.log("a").append("only there".getBytes(StandardCharsets.UTF_8)));

      group.stall("a");
      group.healBetween("b", "w");
      group.until("b has the duty", () -> group.log("b").status().duty() == Duty.ACTIVE);

      assertThat(group.store("b").texts()).containsExactly("before", "only there");
      assertThat(elections(group, "w").votes().givenUp()).as("votes not waited for").isPositive();
    }
  }

  @Test
  void aMemberThatAskedInVainMakesTheOneWithTheEntriesLessPatient() throws Exception {
    LogTuning deaf =
        RatisGroup.PATIENT.withElection(Duration.ofSeconds(20), Duration.ofSeconds(25));
    try (RatisGroup group = new RatisGroup(folder, deaf, "a", "b", "w")) {
      group.start("a");
      group.start("w");
      appendAtTheActive(group, "before");
      group.start("b");
      group.until("b has it", () -> group.store("b").texts().contains("before"));
      group.cutOff("b");
      group.await(group.log("a").append("only there".getBytes(StandardCharsets.UTF_8)));
      Elections witness = elections(group, "w");
      int before = witness.askedInVain();

      group.cutOff("a");
      group.healBetween("b", "w");
      elections(group, "b").standInSilence(Duration.ofMillis(1));
      group.until("w was asked", () -> witness.askedInVain() > before);
      assertThat(witness.borne()).isEqualTo(deaf.electionMin());
      witness.standInSilence(Duration.ofMillis(1));

      assertThat(witness.stoodInSilence()).isEqualTo(1);
      group.until("b has the duty", () -> group.log("b").status().duty() == Duty.ACTIVE);
      assertThat(group.store("b").texts()).containsExactly("before", "only there");
    }
  }

  @Test
  void aMemberThatHearsTheActiveOneOrMayNotStandDoesNotStand() throws Exception {
    try (RatisGroup group = group("a", "b", "w")) {
      for (String member : List.of("a", "b", "w")) group.start(member);
      appendAtTheActive(group, "before");
      String active = group.log("a").status().duty() == Duty.ACTIVE ? "a" : "b";
      Elections other = elections(group, active.equals("a") ? "b" : "a");
      int stood = other.stoodInSilence();
      other.standInSilence(Duration.ofMinutes(1));
      elections(group, active).standInSilence(Duration.ofMillis(1));
      assertThat(elections(group, active).stoodInSilence()).as("it leads").isZero();

      other.mayStand(false);
      group.pass(Duration.ofMillis(5));
      other.standInSilence(Duration.ofMillis(1));
      assertThat(other.stoodInSilence()).isEqualTo(stood);
    }
  }

  private static Elections elections(RatisGroup group, String member) {
    return ((RatisLog) group.log(member)).elections();
  }

  /** It may have lost what it once had, and with it the proof that the other has not all. */
  @Test
  void aMemberWithoutAnyEntryHelpsNobodyToTheDuty() throws Exception {
    try (RatisGroup group = new RatisGroup(folder, RatisGroup.PATIENT, "a", "b", "w")) {
      group.start("b");
      group.start("w");
      appendAtTheActive(group, "before");
      group.cutOff("b");
      group.start("a");
      group.until("b gave up", () -> group.log("b").status().duty() == Duty.STANDBY);
      group.pass(RatisGroup.PATIENT.electionMax().multipliedBy(3));
      assertThat(group.log("a").status().duty()).isEqualTo(Duty.STANDBY);
      assertThat(group.log("w").status().activeMember()).isEmpty();

      group.heal("b");
      group.until("a has it", () -> group.store("a").texts().equals(List.of("before")));
    }
  }
}
