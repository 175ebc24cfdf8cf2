// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.twincell.directory.Address;
import org.twincell.directory.CellEntry;
import org.twincell.directory.EntryKey;
import org.twincell.event.RawInstance;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.CommandOutcome;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.wire.Duty;
import org.twincell.testkit.VirtualTime;

class FollowingClientTest {
  private static final Address A = new Address("SystemA", 1828);
  private static final Address B = new Address("SystemB", 1828);
  private static final CellEntry PAIR = CellEntry.of("Alphonse", new EntryKey("mc"), A, B);
  private static final String OLD = "2026-01-01T00:00:00.000Z/f";
  private static final String NEW = "2026-11-21T00:00:00.000Z/1";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final VirtualTime time = new VirtualTime();
  private final ScriptedMember a = new ScriptedMember("Alphonse");
  private final ScriptedMember b = new ScriptedMember("Alphonse");
  private final Map<Address, ScriptedMember> members =
      Map.of(A, a, B, b, new Address("SystemC", 1828), b);
  private FollowingClient client = open(ClientSettings.DEFAULTS);

  private FollowingClient open(ClientSettings settings) {
    return new FollowingClient(PAIR, settings, time, new Random(1), ScriptedMember.among(members));
  }

  @AfterEach
  void closeIt() {
    client.close();
  }

  private void run(Duration duration) {
    for (long past = 0; past < duration.toMillis(); past += 10) {
      time.advance(Duration.ofMillis(10));
      client.step();
      a.settle();
      b.settle();
    }
  }

  private void runWithBothSpeaking(Duration duration, Duty ofA, Duty ofB, long term) {
    for (long past = 0; past < duration.toMillis(); past += 100) {
      run(Duration.ofMillis(100));
      a.says(ofA, term);
      b.says(ofB, term);
    }
  }

  private void connect() {
    run(Duration.ofMillis(50));
    a.says(Duty.ACTIVE, 1);
    b.says(Duty.STANDBY, 1);
  }

  private CompletableFuture<CommandOutcome> submit(String id) {
    return client.submit(command(id), PATIENCE);
  }

  private static CellCommand command(String id) {
    return new CellCommand.NewObject(
        new CellCommand.Origin(id, "test", ""),
        ObjectKind.EVENT,
        new RawInstance("EVENT", Map.of()),
        "");
  }

  private static CellError error(CompletableFuture<?> call) {
    assertThat(call).isCompletedExceptionally();
    try {
      call.join();
      throw new AssertionError("no failure");
    } catch (CompletionException e) {
      return ((CellException) e.getCause()).error();
    }
  }

  @Test
  void aCallThatComesBeforeTheConnectionWaitsForTheActiveMember() {
    var call = submit("c1");
    assertThat(client.isReachable()).isFalse();
    connect();
    assertThat(a.received).containsExactly("c1");
    assertThat(b.received).isEmpty();
    assertThat(client.isReachable()).isTrue();
    a.answer(1);
    assertThat(call).isCompleted();
  }

  @Test
  void aCallThatDoesNotWaitFailsAtOnceWithoutAnActiveMember() {
    assertThat(error(client.submitWithoutWaiting(command("c1"), PATIENCE)))
        .isEqualTo(CellError.UNAVAILABLE);
    connect();
    var call = client.submitWithoutWaiting(command("c2"), PATIENCE);
    a.answer(1);
    assertThat(call).isCompleted();
  }

  @Test
  void whenTheActiveMemberBreaksTheSameCommandGoesToTheNextOne() {
    connect();
    var call = submit("c1");
    a.breaks("killed");
    assertThat(call).isNotDone();
    b.says(Duty.ACTIVE, 2);
    assertThat(b.received).containsExactly("c1");
    b.answer(2);
    assertThat(call.join().term()).isEqualTo(2);
  }

  @Test
  void aMemberWithANewerTermGetsTheCallsThoughTheOldOneIsOnlySilent() {
    connect();
    var call = submit("c1");
    b.says(Duty.ACTIVE, 2);
    assertThat(b.received).containsExactly("c1");
    a.answer(1);
    assertThat(call).as("an answer of an older term").isNotDone();
    b.answer(2);
    assertThat(call).isCompleted();
  }

  @Test
  void anAnswerOfAnOlderTermIsNeverGivenAfterANewerTermWasSeen() {
    connect();
    var call = submit("c1");
    a.answer(5);
    assertThat(call.join().term()).isEqualTo(5);
    a.says(Duty.ACTIVE, 5);
    var late = submit("c2");
    a.answer(4);
    assertThat(late).isNotDone();
    run(Duration.ofMillis(100));
    assertThat(a.received).containsExactly("c1", "c2", "c2");
    a.answer(5);
    assertThat(late).isCompleted();
  }

  @Test
  void aTermThatOnlyAStandbyTellsDoesNotTakeTheDutyFromTheActiveMember() {
    connect();
    b.says(Duty.STANDBY, 9);
    submit("c1");
    assertThat(a.received).containsExactly("c1");
  }

  @Test
  void aCellThatWasBuiltAnewIsFollowedThoughItsTermsBeginAgain() {
    run(Duration.ofMillis(50));
    a.says(Duty.ACTIVE, 50, OLD, true);
    b.says(Duty.STANDBY, 50, OLD, true);
    submit("c1");
    a.answer(50);
    a.breaks("wiped");
    b.breaks("wiped");
    run(Duration.ofMillis(50));

    a.says(Duty.ACTIVE, 1, NEW, true);
    var call = submit("c2");
    a.answer(1);

    assertThat(call.join().term()).isEqualTo(1);
  }

  @Test
  void aMemberOfAnOlderLineageThatComesBackDoesNotWin() {
    run(Duration.ofMillis(50));
    a.says(Duty.ACTIVE, 1, NEW, true);
    b.says(Duty.ACTIVE, 50, OLD, true);
    var call = submit("c1");
    assertThat(b.received).isEmpty();
    a.answer(1);
    assertThat(call).isCompleted();

    a.breaks("killed");
    b.says(Duty.ACTIVE, 51, OLD, false);
    submit("c2");
    assertThat(b.received).as("the older lineage, alone").isEmpty();
  }

  @Test
  void anOlderLineageThatWasBroughtBackIsFollowedWhenItHearsAMajority() {
    run(Duration.ofMillis(50));
    a.says(Duty.ACTIVE, 9, NEW, true);
    a.breaks("stopped for good");
    b.says(Duty.ACTIVE, 3, OLD, true);
    var call = submit("c1");
    b.answer(3);
    assertThat(call.join().term()).isEqualTo(3);
  }

  @Test
  void aNewerLineageOfAMemberAloneDoesNotTakeTheCallsOfOneThatHearsAMajority() {
    run(Duration.ofMillis(50));
    a.says(Duty.ACTIVE, 3, OLD, true);
    b.says(Duty.ACTIVE, 1, NEW, false);
    submit("c1");
    assertThat(a.received).containsExactly("c1");
    assertThat(b.received).isEmpty();
  }

  @Test
  void anAnswerOfALineageThatIsNoLongerFollowedDoesNotCount() {
    run(Duration.ofMillis(50));
    a.says(Duty.ACTIVE, 50, OLD, true);
    var call = submit("c1");
    b.says(Duty.ACTIVE, 1, NEW, true);
    assertThat(b.received).containsExactly("c1");
    a.answer(50);
    assertThat(call).isNotDone();
    b.answer(1);
    assertThat(call.join().term()).isEqualTo(1);
  }

  @Test
  void withinOneLineageAnOlderTermIsNotAskedAlsoAfterAnotherLineageWasFollowed() {
    run(Duration.ofMillis(50));
    a.says(Duty.ACTIVE, 7, NEW, true);
    a.breaks("killed");
    b.says(Duty.ACTIVE, 50, OLD, true);
    b.breaks("stopped");
    run(Duration.ofMillis(50));
    a.says(Duty.ACTIVE, 6, NEW, true);
    submit("c1");
    assertThat(a.received).isEmpty();
    a.says(Duty.ACTIVE, 8, NEW, true);
    assertThat(a.received).containsExactly("c1");
  }

  @Test
  void aSilentMemberIsGivenUpAfterTheSilenceLimitAndConnectedAfresh() {
    connect();
    submit("c1");
    int before = a.connections;
    run(Duration.ofMillis(1400));
    assertThat(a.connections).isEqualTo(before);
    run(Duration.ofMillis(300));
    assertThat(a.connections).isGreaterThan(before);
    a.says(Duty.ACTIVE, 1);
    assertThat(a.received).containsExactly("c1", "c1");
  }

  @Test
  void aMemberThatAnswersIsNotSilentThoughItsStatusIsLate() {
    connect();
    int before = a.connections;
    for (int i = 0; i < 5; i++) {
      submit("c" + i);
      run(Duration.ofSeconds(1));
      a.answer(1);
    }
    assertThat(a.connections).isEqualTo(before);
    assertThat(a.received).hasSize(5);
  }

  @Test
  void aRefusalForNotBeingActiveIsFollowedByAnotherTryWithoutHaste() {
    connect();
    var call = submit("c1");
    a.refuse(CellError.NOT_ACTIVE);
    assertThat(a.received).hasSize(1);
    a.says(Duty.STANDBY, 1);
    runWithBothSpeaking(Duration.ofSeconds(1), Duty.STANDBY, Duty.STANDBY, 1);
    assertThat(a.received).hasSize(1);
    b.says(Duty.ACTIVE, 2);
    b.answer(2);
    assertThat(call).isCompleted();
  }

  @Test
  void aBusyCellIsAskedAgainAndItsRefusalToldWhenThePatienceEnds() {
    connect();
    var call = client.submit(command("c1"), Duration.ofSeconds(2));
    for (int i = 0; i < 220; i++) {
      run(Duration.ofMillis(10));
      a.says(Duty.ACTIVE, 1);
      a.refuse(CellError.BUSY);
    }
    assertThat(error(call)).isEqualTo(CellError.BUSY);
    assertThat(a.received.size()).isBetween(4, 15);
  }

  @Test
  void whatWasNeverSentIsUnavailableAndWhatWasSentIsUnknownWhenThePatienceEnds() {
    var unsent = client.submit(command("c1"), Duration.ofSeconds(1));
    run(Duration.ofMillis(1100));
    assertThat(error(unsent)).isEqualTo(CellError.UNAVAILABLE);

    connect();
    var sent = client.submit(command("c2"), Duration.ofSeconds(1));
    var refused = client.submit(command("c3"), Duration.ofSeconds(1));
    a.refuse(CellError.NOT_ACTIVE);
    a.says(Duty.STANDBY, 1);
    runWithBothSpeaking(Duration.ofMillis(1200), Duty.STANDBY, Duty.STANDBY, 1);
    assertThat(error(refused)).isEqualTo(CellError.UNAVAILABLE);
    assertThat(error(sent)).isEqualTo(CellError.UNAVAILABLE);

    a.says(Duty.ACTIVE, 1);
    var broken = client.submit(command("c4"), Duration.ofSeconds(1));
    a.breaks("killed");
    run(Duration.ofMillis(1100));
    assertThat(error(broken)).isEqualTo(CellError.OUTCOME_UNKNOWN);
  }

  @Test
  void aRefusalForGoodIsToldAtOnce() {
    connect();
    var call = submit("c1");
    a.refuse(CellError.CLASS_UNKNOWN);
    assertThat(error(call)).isEqualTo(CellError.CLASS_UNKNOWN);
  }

  @Test
  void callsBeyondTheLimitAreRefusedAsBusy() {
    client.close();
    client = open(ClientSettings.DEFAULTS.withPendingLimit(2));
    submit("c1");
    submit("c2");
    assertThat(error(submit("c3"))).isEqualTo(CellError.BUSY);
  }

  @Test
  void anotherKeyFailsTheCallsAtOnceAndNamesTheDirectory() {
    a.keyFailure = new LinkFailure(true, "it holds another key than the directory line here");
    b.refusesConnections = true;
    var call = submit("c1");
    run(Duration.ofMillis(300));
    assertThat(error(call)).isEqualTo(CellError.NOT_AUTHORISED);
    assertThat(call)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("mcell.dir");
  }

  @Test
  void aMemberOfAnotherCellIsNotBelieved() {
    ScriptedMember stranger = new ScriptedMember("Bertha");
    client.close();
    client =
        new FollowingClient(
            PAIR,
            ClientSettings.DEFAULTS,
            time,
            new Random(1),
            ScriptedMember.among(Map.of(A, stranger, B, stranger)));
    submit("c1");
    run(Duration.ofMillis(50));
    stranger.says(Duty.ACTIVE, 1);
    assertThat(stranger.received).isEmpty();
  }

  @Test
  void anUnreachableMemberIsTriedAgainMoreAndMoreSeldom() {
    a.refusesConnections = true;
    b.refusesConnections = true;
    run(Duration.ofSeconds(10));
    assertThat(a.connections).isBetween(15, 60);
  }

  @Test
  void theStatusNamesEveryMemberAndMarksTheOnesThatDoNotAnswer() throws Exception {
    b.refusesConnections = true;
    var asked = CompletableFuture.supplyAsync(() -> client.status(PATIENCE));
    while (!asked.isDone()) {
      run(Duration.ofMillis(50));
      a.says(Duty.ACTIVE, 1);
    }
    List<MemberInfo> status = asked.join();
    assertThat(status)
        .extracting(MemberInfo::address)
        .containsExactly("SystemA:1828", "SystemB:1828");
    assertThat(status).extracting(MemberInfo::reachable).containsExactly(true, false);
    assertThat(status.get(1).reason()).isEqualTo("connection refused");
    assertThat(status.get(1).role()).isEqualTo(MemberInfo.Role.SECONDARY);
  }

  @Test
  void aChangedDirectoryLineMovesTheConnectionsThatChangedAndNoOther() {
    connect();
    int ofA = a.connections;
    int ofB = b.connections;
    client.follow(PAIR.withAddresses(A, new Address("SystemC", 1828)));
    run(Duration.ofMillis(50));
    assertThat(a.connections).isEqualTo(ofA);
    assertThat(b.connections).isEqualTo(ofB + 1);
    submit("c1");
    assertThat(a.received).containsExactly("c1");
  }

  @Test
  void closingEndsTheCallsWithWhatIsKnownOfThem() {
    var unsent = submit("c1");
    client.close();
    assertThat(error(unsent)).isEqualTo(CellError.UNAVAILABLE);
    assertThat(error(submit("c2"))).isEqualTo(CellError.UNAVAILABLE);
    client.close();

    client = open(ClientSettings.DEFAULTS);
    connect();
    var sent = submit("c3");
    client.close();
    assertThat(error(sent)).isEqualTo(CellError.OUTCOME_UNKNOWN);
  }

  @Test
  void anOversizedCommandIsRefusedBeforeItIsSent() {
    var big =
        new CellCommand.DefineClasses(
            new CellCommand.Origin("c", "test", ""),
            List.of(new CellCommand.ClassFile("x", "x".repeat(CellCommand.SIZE_LIMIT_BYTES))));
    assertThat(error(client.submit(big, PATIENCE))).isEqualTo(CellError.TOO_LARGE);
    assertThat(error(submit("x".repeat(129)))).isEqualTo(CellError.BAD_REQUEST);
  }
}
