// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link ReplicatedLog} promises. One subclass per implementation. */
@Timeout(600)
abstract class ReplicatedLogContract {
  private final List<LogGroup> opened = new ArrayList<>();

  /** Members that are not started yet, with snapshots every 20 entries that keep 5 behind them. */
  abstract LogGroup group(String... members);

  @AfterEach
  final void closeAll() {
    opened.forEach(LogGroup::close);
  }

  private LogGroup started(String... members) {
    LogGroup group = group(members);
    opened.add(group);
    for (String member : members) group.start(member);
    return group;
  }

  private LogGroup safeCell() {
    return started("a", "b", "w");
  }

  private static String active(LogGroup group, String... among) {
    String[] found = new String[1];
    group.until(
        "one of " + String.join(", ", among) + " is active",
        () -> {
          for (String each : among) {
            if (group.log(each).status().duty() == Duty.ACTIVE) found[0] = each;
          }
          return found[0] != null;
        });
    return found[0];
  }

  private static String other(String member) {
    return member.equals("a") ? "b" : "a";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** On a busy machine a member may lose the duty for a moment; nothing is appended meanwhile. */
  private static Appended append(LogGroup group, String member, String text) throws LogException {
    for (int tries = 1; ; tries++) {
      try {
        return group.await(group.log(member).append(bytes(text)));
      } catch (NotActiveException e) {
        if (tries == 10) throw e;
        group.until(member + " is active", () -> group.log(member).status().duty() == Duty.ACTIVE);
      }
    }
  }

  private static void appendAll(LogGroup group, String member, List<String> texts)
      throws LogException {
    for (String text : texts) append(group, member, text);
  }

  private static List<String> numbered(String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> name + i).toList();
  }

  /**
   * Waits until every member has an entry: one that has none helps nobody to the duty, for it may
   * have lost what it once had.
   */
  private static void untilAllHaveBegun(LogGroup group, String active) {
    group.until(
        "all members have an entry",
        () ->
            group.log(active).status().peers().stream()
                .allMatch(peer -> peer.matchIndex().orElse(-1) >= 0));
  }

  private static void untilApplied(LogGroup group, String member, List<String> texts) {
    group.until(
        member + " has applied " + texts.size() + " entries",
        () -> group.store(member).texts().equals(texts));
  }

  @Test
  void anEntryIsAnsweredWithWhatTheStoreMadeOfIt() throws LogException {
    LogGroup group = safeCell();
    String active = active(group, "a", "b");

    Appended first = append(group, active, "x");
    Appended second = append(group, active, "y");

    assertThat(first.result()).asString(StandardCharsets.UTF_8).isEqualTo("done x");
    assertThat(second.index()).isGreaterThan(first.index());
    assertThat(second.term()).isEqualTo(first.term());
    assertThat(group.log(active).status().appliedIndex()).isGreaterThanOrEqualTo(second.index());
  }

  @Test
  void everyMemberAppliesTheSameEntriesInTheSameOrder() throws LogException {
    LogGroup group = safeCell();
    String active = active(group, "a", "b");

    List<CompletableFuture<Appended>> answers =
        numbered("n", 100).stream().map(text -> group.log(active).append(bytes(text))).toList();
    for (CompletableFuture<Appended> answer : answers) group.await(answer);

    untilApplied(group, other(active), numbered("n", 100));
    assertThat(group.store("a").entries()).isEqualTo(group.store("b").entries());
  }

  @Test
  void aStandbyRefusesAndNamesTheActiveMember() {
    LogGroup group = safeCell();
    String active = active(group, "a", "b");
    ReplicatedLog standby = group.log(other(active));
    group.until(
        "the standby knows the active member",
        () -> standby.status().activeMember().equals(java.util.Optional.of(active)));

    NotActiveException refusal =
        catchThrowableOfType(
            NotActiveException.class, () -> group.await(standby.append(bytes("x"))));

    assertThat(refusal.activeMember()).contains(active);
    assertThatThrownBy(() -> group.await(standby.confirmActive()))
        .isInstanceOf(NotActiveException.class);
    assertThat(group.store("a").entries()).isEmpty();
  }

  @Test
  void whatWasAcknowledgedSurvivesTheCrashOfTheActiveMember() throws LogException {
    LogGroup group = safeCell();
    String first = active(group, "a", "b");
    untilAllHaveBegun(group, first);
    appendAll(group, first, numbered("n", 30));
    long term = group.log(first).status().term();

    group.crash(first);
    String second = active(group, other(first));
    append(group, second, "after");

    List<String> all = Stream.concat(numbered("n", 30).stream(), Stream.of("after")).toList();
    assertThat(group.store(second).texts()).isEqualTo(all);
    assertThat(group.log(second).status().term()).isGreaterThan(term);

    group.start(first);
    untilApplied(group, first, all);
  }

  @Test
  void aMemberThatIsCutOffConfirmsNothingAndAcknowledgesNothing() throws LogException {
    LogGroup group = safeCell();
    String first = active(group, "a", "b");
    untilAllHaveBegun(group, first);
    append(group, first, "before");

    group.cutOff(first);
    CompletableFuture<Appended> lost = group.log(first).append(bytes("lost"));
    CompletableFuture<Long> confirmed = group.log(first).confirmActive();
    String second = active(group, other(first));
    append(group, second, "after");
    group.until("the questions fail", () -> lost.isDone() && confirmed.isDone());

    assertThat(confirmed).isCompletedExceptionally();
    assertThatThrownBy(() -> group.await(lost)).isInstanceOf(OutcomeUnknownException.class);

    group.heal(first);
    untilApplied(group, first, List.of("before", "after"));
    assertThat(group.store(first).entries()).isEqualTo(group.store(second).entries());
  }

  /** Also when it was confirmed before and nothing has changed since, as far as it knows. */
  @Test
  void aMemberThatIsCutOffIsNotConfirmedByWhatItHeardBefore() throws LogException {
    LogGroup group = safeCell();
    String first = active(group, "a", "b");
    append(group, first, "before");
    for (int i = 0; i < 5; i++) group.await(group.log(first).confirmActive());

    group.cutOff(first);
    List<CompletableFuture<Long>> asked = new ArrayList<>();
    for (int i = 0; i < 5; i++) asked.add(group.log(first).confirmActive());
    group.until("the questions end", () -> asked.stream().allMatch(CompletableFuture::isDone));

    assertThat(asked).allSatisfy(each -> assertThat(each).isCompletedExceptionally());
  }

  @Test
  void aConfirmedMemberHasAppliedAllThatWasAcknowledged() throws LogException {
    LogGroup group = safeCell();
    String active = active(group, "a", "b");
    Appended last = append(group, active, "x");

    long confirmed = group.await(group.log(active).confirmActive());

    assertThat(confirmed).isGreaterThanOrEqualTo(last.index());
    assertThat(group.store(active).appliedIndex()).isGreaterThanOrEqualTo(last.index());
  }

  @Test
  void handOverLeavesTheOtherMemberActive() throws LogException {
    LogGroup group = safeCell();
    String from = active(group, "a", "b");
    append(group, from, "before");
    String to = other(from);

    group.await(group.log(from).handOver(to, Duration.ofMinutes(1)));

    assertThat(active(group, to)).isEqualTo(to);
    group.until(
        "the former active member stands by",
        () -> group.log(from).status().duty() == Duty.STANDBY);
    append(group, to, "after");
    assertThat(group.store(to).texts()).containsExactly("before", "after");
  }

  @Test
  void aMemberThatCutsItsLinksLosesTheDutyAndComesBackByItself() throws LogException {
    LogGroup group = safeCell();
    String cut = active(group, "a", "b");
    untilAllHaveBegun(group, cut);
    append(group, cut, "before");

    group.log(cut).cutLinks(Duration.ofSeconds(10));

    assertThat(active(group, other(cut))).isEqualTo(other(cut));
    group.until(
        "the one that is cut off knows that it is not active",
        () -> group.log(cut).status().duty() == Duty.STANDBY);
    append(group, other(cut), "meanwhile");
    group.until(
        "it has come back", () -> group.store(cut).texts().equals(List.of("before", "meanwhile")));
  }

  @Test
  void aMemberThatIsCutOffIsNotChosenThoughNobodyElseIsLeft() throws LogException {
    LogGroup group = safeCell();
    String active = active(group, "a", "b");
    String cut = other(active);
    append(group, active, "before");
    group.until("the other has it too", () -> group.store(cut).texts().equals(List.of("before")));

    group.log(cut).cutLinks(Duration.ofMinutes(1));
    group.crash(active);
    group.pass(Duration.ofSeconds(5));

    assertThat(group.log(cut).status().duty()).isEqualTo(Duty.STANDBY);
    group.log(cut).cutLinks(Duration.ofMillis(1));
    assertThat(active(group, cut)).isEqualTo(cut);
  }

  @Test
  void handOverNeedsAMemberWithAStoreAndTheDuty() {
    LogGroup group = safeCell();
    String active = active(group, "a", "b");

    assertThatThrownBy(() -> group.log(active).handOver("w", Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> group.await(group.log(other(active)).handOver(active, Duration.ofSeconds(1))))
        .isInstanceOf(NotActiveException.class);
  }

  @Test
  void aMemberThatWasAwayCatchesUpThoughTheLogBehindItIsGone() throws LogException {
    LogGroup group = safeCell();
    String active = active(group, "a", "b");
    String away = other(active);
    append(group, active, "first");
    untilApplied(group, away, List.of("first"));
    group.crash(away);

    // Large entries, so that the log has several files to let go of.
    List<String> large = numbered("x".repeat(40_000), 100);
    appendAll(group, active, large);
    group.await(group.log(active).takeSnapshot());
    group.start(away);

    List<String> all = Stream.concat(Stream.of("first"), large.stream()).toList();
    untilApplied(group, away, all);
    assertThat(group.store(away).installs()).isPositive();
    append(group, active, "last");
    group.until("the last comes too", () -> group.store(away).texts().contains("last"));
    assertThat(group.store(away).entries()).isEqualTo(group.store(active).entries());
  }

  @Test
  void aRestartAppliesWhatTheStoreLostAndNothingTwice() throws LogException {
    LogGroup group = started("a");
    active(group, "a");
    appendAll(group, "a", numbered("n", 12));
    group.store("a").makeDurable();
    appendAll(group, "a", numbered("m", 5));

    group.crash("a");
    assertThat(group.store("a").texts()).hasSize(12);
    group.start("a");
    active(group, "a");

    List<String> all =
        Stream.concat(numbered("n", 12).stream(), numbered("m", 5).stream()).toList();
    untilApplied(group, "a", all);
    append(group, "a", "more");
    assertThat(group.store("a").texts()).hasSize(18).endsWith("more");
  }

  @Test
  void aStandAloneMemberRestartsFromItsSnapshot() throws LogException {
    LogGroup group = started("a");
    active(group, "a");
    appendAll(group, "a", numbered("n", 50));
    long snapshot = group.await(group.log("a").takeSnapshot());
    append(group, "a", "behind");

    group.crash("a");
    assertThat(group.store("a").texts()).isEmpty();
    group.start("a");
    active(group, "a");

    untilApplied(
        group, "a", Stream.concat(numbered("n", 50).stream(), Stream.of("behind")).toList());
    assertThat(group.store("a").installs()).isPositive();
    assertThat(group.log("a").status().appliedIndex()).isGreaterThan(snapshot);
  }

  @Test
  void theWitnessNeverTakesTheDuty() throws LogException {
    LogGroup group = safeCell();
    List<Duty> duties = Collections.synchronizedList(new ArrayList<>());
    group.log("w").onChange(status -> duties.add(status.duty()));

    for (int i = 0; i < 3; i++) {
      String active = active(group, "a", "b");
      untilAllHaveBegun(group, active);
      append(group, active, "n" + i);
      group.crash(active);
      group.start(active);
    }

    assertThat(duties).isNotEmpty().containsOnly(Duty.STANDBY);
    assertThatThrownBy(() -> group.await(group.log("w").append(bytes("x"))))
        .isInstanceOf(NotActiveException.class);
  }

  @Test
  void aWitnessThatAloneHasTheNewestEntriesBringsTheReturningMemberUpToDate() throws LogException {
    LogGroup group = safeCell();
    String first = active(group, "a", "b");
    String away = other(first);
    append(group, first, "one");
    untilApplied(group, away, List.of("one"));
    group.crash(away);
    appendAll(group, first, numbered("n", 10));
    group.crash(first);

    group.start(away);

    assertThat(active(group, away)).isEqualTo(away);
    assertThat(group.store(away).texts())
        .isEqualTo(Stream.concat(Stream.of("one"), numbered("n", 10).stream()).toList());
  }

  @Test
  void withoutAMajorityNothingIsAcknowledged() {
    LogGroup group = safeCell();
    String active = active(group, "a", "b");
    group.crash(other(active));
    group.crash("w");

    CompletableFuture<Appended> answer = group.log(active).append(bytes("x"));

    assertThatThrownBy(() -> group.await(answer)).isInstanceOf(LogException.class);
    group.until(
        "the lonely member stands by", () -> group.log(active).status().duty() == Duty.STANDBY);
  }

  @Test
  void changesOfDutyAreToldInOrderWithTermsThatNeverGoBack() throws LogException {
    LogGroup group = safeCell();
    List<LogStatus> told = Collections.synchronizedList(new ArrayList<>());
    String first = active(group, "a", "b");
    String second = other(first);
    group.log(second).onChange(told::add);

    group.await(group.log(first).handOver(second, Duration.ofMinutes(1)));
    active(group, second);
    group.await(group.log(second).handOver(first, Duration.ofMinutes(1)));
    active(group, first);
    group.until(
        "the second member has told of both changes",
        () ->
            told.stream().anyMatch(each -> each.duty() == Duty.ACTIVE)
                && told.get(told.size() - 1).activeMember().equals(java.util.Optional.of(first)));

    assertThat(told.stream().map(LogStatus::term)).isSorted();
  }

  @Test
  void theActiveMemberKnowsHowFarTheOthersAre() throws LogException {
    LogGroup group = safeCell();
    Appended last = append(group, active(group, "a", "b"), "x");

    // Whoever is active: on a busy machine the duty may move.
    group.until(
        "the active member knows that all others have it",
        () ->
            Stream.of("a", "b")
                .map(member -> group.log(member).status())
                .filter(status -> status.duty() == Duty.ACTIVE && status.peers().size() == 2)
                .anyMatch(status -> status.peers().stream().allMatch(peer -> has(peer, last))));
  }

  private static boolean has(LogStatus.Peer peer, Appended last) {
    return peer.matchIndex().orElse(-1) >= last.index()
        && peer.lag().orElse(-1) == 0
        && peer.lastHeard().isPresent();
  }

  @Test
  void closingFailsWhatIsUnderWayAndDoesNoHarmTwice() {
    LogGroup group = safeCell();
    String active = active(group, "a", "b");
    group.cutOff(active);
    CompletableFuture<Appended> answer = group.log(active).append(bytes("x"));

    group.log(active).close();
    group.log(active).close();

    assertThatThrownBy(() -> group.await(answer)).isInstanceOf(LogException.class);
    assertThatThrownBy(() -> group.await(group.log(active).append(bytes("y"))))
        .isInstanceOf(LogException.class);
  }

  @Test
  void anEntryThatIsTooLargeIsRefusedAtOnce() {
    LogGroup group = started("a");
    active(group, "a");
    byte[] large = new byte[LogTuning.FAST.entryLimitBytes() + 1];

    assertThatThrownBy(() -> group.log("a").append(large))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Integer.toString(LogTuning.FAST.entryLimitBytes()));
  }

  @Test
  void theLargestEntryIsAccepted() throws LogException {
    LogGroup group = safeCell();
    String active = active(group, "a", "b");
    String text = "y".repeat(LogTuning.FAST.entryLimitBytes());

    append(group, active, text);

    untilApplied(group, other(active), List.of(text));
  }
}
