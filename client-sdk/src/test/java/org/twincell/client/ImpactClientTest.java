// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.twincell.client.FakeGateway.Trouble;

class ImpactClientTest {
  private final FakeCell cell = new FakeCell();
  private final FakeGateway primary = new FakeGateway(cell);
  private final FakeGateway backup = new FakeGateway(cell);
  private ImpactClient client = ImpactClient.connect(settings().build());

  private ClientSettings.Builder settings() {
    return ClientSettings.builder(primary.url())
        .backup(backup.url())
        .clientName("billing")
        .patience(Duration.ofSeconds(10))
        .attemptTimeOut(Duration.ofSeconds(1))
        .returnToPrimaryAfter(Duration.ofMillis(200))
        .pageSize(10);
  }

  private void reconnect(ClientSettings.Builder settings) {
    client.close();
    client = ImpactClient.connect(settings.build());
  }

  @BeforeEach
  void warmUp() {
    client.cellInfo();
  }

  @AfterEach
  void close() {
    client.close();
    primary.close();
    backup.close();
  }

  private static Event event(int number) {
    return Event.of("EVENT").with("msg", "message " + number);
  }

  private void send(int events) {
    IntStream.range(0, events).forEach(i -> client.send(event(i)));
  }

  @Test
  void anEventIsStoredUnderTheIdOfItsReceipt() {
    SendReceipt receipt =
        client.send(
            event(1).with("severity", "MAJOR").with("repeat_count", 3).with("notes", List.of("a")));

    Event stored = client.find(receipt.eventId()).orElseThrow();
    assertThat(stored.className()).isEqualTo("EVENT");
    assertThat(stored.text("severity")).isEqualTo("MAJOR");
    assertThat(stored.slots().whole("repeat_count")).hasValue(3);
    assertThat(stored.slots().texts("notes")).containsExactly("a");
    assertThat(receipt.spooled()).isFalse();
  }

  @Test
  void anIdGivenByTheCallerIsKept() {
    assertThat(client.send(event(1).with(Event.ID, "mc.Alphonse.1.0")).eventId())
        .isEqualTo("mc.Alphonse.1.0");
  }

  @Test
  void theOnlyCellOfTheGatewayIsTakenWhenNoneIsNamed() {
    assertThat(client.cellInfo())
        .extracting(CellEntry::name)
        .containsExactly("Alphonse", "IIWSGatewayServer");
    client.send(event(1));
    assertThat(cell.events()).hasSize(1);
  }

  @Test
  void aGatewayThatRefusesConnectionsIsLeftAtOnceForTheBackup() {
    primary.kill();

    client.send(event(1));

    assertThat(cell.events()).hasSize(1);
    assertThat(client.status().gateway()).isEqualTo(address(backup));
  }

  @Test
  void anAnswerThatIsCutOffAfterTheWorkDoesNotStoreTwice() {
    client.send(event(0));
    primary.nextRequests(Trouble.CUT_AFTER);

    SendReceipt receipt = client.send(event(1));

    assertThat(cell.arrivals().stream().filter(receipt.eventId()::equals)).hasSize(2);
    assertThat(cell.events()).hasSize(2);
  }

  @Test
  void aCutConnectionAloneDoesNotDriveTheClientAway() {
    primary.nextRequests(Trouble.CUT_BEFORE);

    client.send(event(1));

    assertThat(client.status().onPrimary()).isTrue();
    assertThat(backup.requests()).isZero();
  }

  @Test
  void aStoppedGatewayIsLeftWithinTheTimeOfOneTry() {
    client.send(event(0));
    primary.always(Trouble.HANG_BEFORE);
    long before = System.nanoTime();

    client.send(event(1));

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    assertThat(client.status().onPrimary()).isFalse();
  }

  @Test
  void workThatAHungGatewayHadDoneIsNotDoneTwice() {
    client.send(event(0));
    primary.nextRequests(Trouble.HANG_AFTER);

    client.send(event(1));

    assertThat(cell.arrivals()).hasSize(3);
    assertThat(cell.events()).hasSize(2);
  }

  @Test
  void theClientReturnsToThePrimaryWhenThatHasBeenWellForAWhile() {
    primary.kill();
    client.send(event(1));
    primary.ready(false);
    primary.start();
    client.send(event(2));
    assertThat(client.status().onPrimary()).isFalse();

    primary.ready(true);
    await().atMost(Duration.ofSeconds(10)).until(() -> client.status().onPrimary());

    int before = primary.requests();
    client.send(event(3));
    assertThat(primary.requests()).isGreaterThan(before);
  }

  @Test
  void withNoGatewayUpNothingWasSent() {
    primary.kill();
    backup.kill();
    reconnect(settings().cell("Alphonse").patience(Duration.ofSeconds(1)));

    assertThatThrownBy(() -> client.send(event(1)))
        .isInstanceOf(NotSentException.class)
        .hasMessageContaining("SendEvent")
        .hasMessageContaining("try again later");
  }

  @Test
  void withNoAnswerTheOutcomeIsUnknownAndTheIdIsTold() {
    reconnect(settings().cell("Alphonse").patience(Duration.ofSeconds(1)));
    client.send(event(0));
    primary.always(Trouble.HANG_AFTER);
    backup.always(Trouble.HANG_AFTER);

    assertThatThrownBy(() -> client.send(event(1)))
        .isInstanceOfSatisfying(
            OutcomeUnknownException.class,
            unknown -> {
              primary.heal();
              backup.heal();
              client.send(event(1).with(Event.ID, unknown.eventId()));
            });
    assertThat(cell.events()).hasSize(2);
  }

  @Test
  void aRefusalCarriesTheCodeAndIsNotTriedAgain() {
    client.send(event(0));
    int before = primary.requests() + backup.requests();
    primary.service().failNext("CLASS_UNKNOWN: there is no class NIX. Define it.");

    assertThatThrownBy(() -> client.send(event(1)))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.code()).isEqualTo("CLASS_UNKNOWN"))
        .hasMessageContaining("there is no class NIX");
    assertThat(primary.requests() + backup.requests()).isEqualTo(before + 1);
  }

  @Test
  void aRefusalOfTheOtherGatewayAfterATryThatMayHaveBeenDoneLeavesTheOutcomeUnknown() {
    reconnect(settings().cell("Alphonse").patience(Duration.ofSeconds(2)));
    client.send(event(0));
    primary.always(Trouble.CUT_AFTER);
    backup.service().failAlways("CELL_UNKNOWN: there is no cell Alphonse. Add it to mcell.dir.");

    assertThatThrownBy(() -> client.send(event(1)))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("may have been carried out");
    assertThat(cell.events()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CELL_UNKNOWN", "NOT_AUTHORISED", "TOO_LARGE"})
  void whatMayHaveBeenDoneIsTriedOnPastAGatewayThatRefusesForReasonsOfItsOwn(String code) {
    client.send(event(0));
    primary.nextRequests(Trouble.CUT_AFTER, Trouble.CUT_AFTER);
    backup.service().failNext(code + ": an older directory. Mend it.");

    client.send(event(1));

    assertThat(cell.arrivals()).hasSize(4);
    assertThat(cell.events()).hasSize(2);
  }

  @Test
  void aRefusalOfTheCellItselfIsToldAlsoAfterATryWithoutAnAnswer() {
    client.send(event(0));
    primary.nextRequests(Trouble.CUT_BEFORE, Trouble.CUT_BEFORE);
    backup.service().failNext("CLASS_UNKNOWN: there is no class NIX. Define it.");

    assertThatThrownBy(() -> client.send(event(1))).isInstanceOf(RefusedException.class);
  }

  @Test
  void aConnectionThatTheOtherGatewayDoesNotKnowIsMadeAnewWithinTheCall() {
    reconnect(settings().cell("Alphonse").patience(Duration.ofSeconds(2)));
    client.send(event(0));
    primary.always(Trouble.CUT_AFTER);
    backup.service().forgetConnections();
    client.send(event(1));
    assertThat(cell.events()).hasSize(2);
  }

  @Test
  void aBare503LeavesTheOutcomeUnknownAsAProxyMayHaveHandedTheRequestOn() {
    reconnect(settings().cell("Alphonse").patience(Duration.ofSeconds(2)));
    client.send(event(0));
    primary.always(Trouble.NOT_READY_AFTER);
    backup.always(Trouble.NOT_READY);

    assertThatThrownBy(() -> client.send(event(1))).isInstanceOf(OutcomeUnknownException.class);
    assertThat(cell.events()).hasSize(2);
  }

  @Test
  void a503ThatTheGatewayMarksAsItsOwnWasNotCarriedOut() {
    reconnect(settings().cell("Alphonse").patience(Duration.ofSeconds(1)));
    client.send(event(0));
    primary.always(Trouble.BUSY);
    backup.always(Trouble.BUSY);

    assertThatThrownBy(() -> client.send(event(1)))
        .isInstanceOf(NotSentException.class)
        .hasMessageContaining("BUSY: too much at hand");
  }

  @Test
  void aCellThatIsUnavailableForAMomentIsWaitedFor() {
    primary.service().failNext("CELL_UNAVAILABLE: no member is active. Try again.");
    backup.service().failNext("CELL_UNAVAILABLE: no member is active. Try again.");

    client.send(event(1));

    assertThat(cell.events()).hasSize(1);
  }

  @Test
  void aConnectionIdThatIsNotKnownAnyMoreIsReplaced() {
    client.send(event(1));
    primary.service().forgetConnections();

    client.send(event(2));

    assertThat(cell.events()).hasSize(2);
  }

  @Test
  void pagesThatAreNotTheServicesCountAsAFailedGateway() {
    primary.always(Trouble.WRONG_PAGE);
    client.send(event(1));
    primary.always(Trouble.NOT_READY);
    client.send(event(2));

    assertThat(cell.events()).hasSize(2);
    assertThat(client.status().onPrimary()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = Trouble.class,
      names = {"HALF_ENVELOPE", "DRIP", "WRONG_PAGE", "NOT_READY"})
  void anAnswerThatIsNoneIsTriedElsewhere(Trouble trouble) {
    primary.always(trouble);

    client.send(event(1));

    assertThat(cell.events()).hasSize(1);
    assertThat(client.status().onPrimary()).isFalse();
  }

  @Test
  void anAnswerAboveItsLimitIsRefusedWithAdvice() {
    reconnect(settings().answerLimit(1 << 16));
    primary.always(Trouble.FLOOD);

    assertThatThrownBy(() -> client.query("EVENT"))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.code()).isEqualTo("ANSWER_TOO_LARGE"))
        .hasMessageContaining("smaller pageSize");
  }

  @Test
  void aRequestThatTheGatewayFindsTooLargeIsRefused() {
    primary.always(Trouble.TOO_LARGE);

    assertThatThrownBy(() -> client.send(event(1)))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.code()).isEqualTo("TOO_LARGE"));
  }

  @Test
  void closingAQueryDoesNotWaitForGatewaysThatAreDown() {
    send(15);
    Query<Event> query = client.query("EVENT");
    query.next();
    primary.always(Trouble.HANG_BEFORE);
    backup.always(Trouble.HANG_BEFORE);
    long before = System.nanoTime();

    query.close();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void anInterruptedCallerStopsWaitingAndStaysInterrupted() throws InterruptedException {
    client.send(event(0));
    primary.always(Trouble.HANG_BEFORE);
    backup.always(Trouble.HANG_BEFORE);
    AtomicReference<String> ended = new AtomicReference<>("");
    Thread caller =
        new Thread(
            () -> {
              try {
                client.send(event(1));
              } catch (ImpactException e) {
                ended.set(e.getClass().getSimpleName() + Thread.currentThread().isInterrupted());
              }
            });
    caller.start();
    await().until(() -> primary.requests() > 2);
    caller.interrupt();
    caller.join(4000);

    assertThat(ended.get()).isEqualTo("OutcomeUnknownExceptiontrue");
  }

  @Test
  void aQueryGoesOnThroughTheOtherGatewayInTheMiddleOfItsPages() {
    send(35);
    try (Query<Event> query = client.query("EVENT")) {
      List<Event> first = query.stream().limit(12).toList();
      assertThat(first).hasSize(12);
      primary.kill();

      assertThat(query.stream().map(e -> e.text("msg")))
          .hasSize(23)
          .startsWith("message 12")
          .endsWith("message 34");
      assertThat(query.count()).isEqualTo(35);
    }
    assertThat(cell.openQueries()).isZero();
  }

  @Test
  void aQueryThatIsNotKnownAnyMoreIsRefusedWithItsCode() {
    send(15);
    try (Query<Event> query = client.query("EVENT")) {
      query.next();
      cell.end("handle-0");
      assertThatThrownBy(() -> query.forEachRemaining(e -> {}))
          .isInstanceOfSatisfying(
              RefusedException.class, e -> assertThat(e.code()).isEqualTo("HANDLE_UNKNOWN"));
    }
  }

  @Test
  void acknowledgedEventsAreNotFetchedAgain() {
    send(25);

    EventBatch first = client.fetchNew(10);
    assertThat(first).hasSize(10);
    client.acknowledge(first);
    EventBatch rest = client.fetchNew(100);

    assertThat(rest.events()).extracting(e -> e.text("msg")).hasSize(15).startsWith("message 10");
    client.acknowledge(rest);
    assertThat(client.fetchNew(100).isEmpty()).isTrue();
  }

  @Test
  void twoClientsThatAcknowledgeTheSameEventsDoNotUndoEachOther() {
    send(20);
    try (ImpactClient other = ImpactClient.connect(settings().clientName("audit").build())) {
      EventBatch mine = client.fetchNew(20);
      EventBatch theirs = other.fetchNew(20);
      assertThat(theirs).hasSize(20);
      client.acknowledge(mine);
      other.acknowledge(theirs);

      assertThat(client.fetchNew(20)).isEmpty();
      assertThat(other.fetchNew(20)).isEmpty();
    }
    assertThat(cell.events().get(0).slots().texts(Event.CLIENT_ACK))
        .containsExactlyInAnyOrder("billing", "audit");
  }

  @Test
  void aModificationThatIsTriedAgainIsCarriedOutOnce() {
    String id = client.send(event(1)).eventId();
    primary.nextRequests(Trouble.CUT_AFTER);

    client.modify(id, Slots.of("status", "ACK"));

    assertThat(cell.modifications()).isEqualTo(1);
    assertThat(client.find(id).orElseThrow().text("status")).isEqualTo("ACK");
  }

  @Test
  void aModificationOfAnUnknownEventIsRefused() {
    assertThatThrownBy(() -> client.modify("nobody", Slots.of("status", "ACK")))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.code()).isEqualTo("OBJECT_UNKNOWN"));
  }

  @Test
  void dataObjectsGetAnIdAndAreStored() {
    String id = client.sendData(DataObject.of("SELECTOR").with("name", "all"));

    assertThat(cell.data()).extracting(DataObject::id).containsExactly(id);
  }

  @Test
  void classDefinitionsNameTheirParents() {
    assertThat(client.classes())
        .extracting(ClassDefinition::name, ClassDefinition::parent)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("CORE_EVENT", ""),
            org.assertj.core.api.Assertions.tuple("EVENT", "CORE_EVENT"));
  }

  @Test
  void manyThreadsMayUseOneClient() {
    IntStream.range(0, 200).parallel().forEach(i -> client.send(event(i)));

    assertThat(cell.events()).hasSize(200);
    assertThat(client.status().calls()).isGreaterThanOrEqualTo(200);
  }

  private static URI address(FakeGateway gateway) {
    return URI.create(gateway.url() + "/imws/services/ImpactManager");
  }
}
