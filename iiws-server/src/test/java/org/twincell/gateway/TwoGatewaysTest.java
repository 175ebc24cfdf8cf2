// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.twincell.gateway.Messages.connect;
import static org.twincell.gateway.Messages.event;
import static org.twincell.gateway.Messages.query;
import static org.twincell.gateway.Messages.retrieve;
import static org.twincell.gateway.Messages.text;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;

/** Whatever one gateway hands out works on the other, and cells may come and go. */
class TwoGatewaysTest {
  @TempDir Path folder;
  private GatewayFixture fixture;
  private Gateway first;
  private Gateway second;

  @BeforeEach
  void start() {
    fixture = new GatewayFixture(folder);
    first = fixture.start();
    second = fixture.start();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void aQueryOpenedOnOneGatewayIsReadToItsEndOnTheOtherAfterTheFirstHasDied() {
    for (int i = 1; i <= 25; i++) fixture.cell("Alphonse").add("EVENT", Map.of(), "row." + i);
    SoapCaller before = GatewayFixture.soap11(first);
    String handle = before.good("QueryEvents", query("EVENT", "Alphonse")).value("resultHandle");
    List<String> seen = new ArrayList<>(rows(before, handle, 1));

    first.close();
    fixture.cell("Alphonse").add("EVENT", Map.of(), "row.late");
    SoapCaller after = GatewayFixture.soap12(second);
    seen.addAll(rows(after, handle, 11));
    seen.addAll(rows(after, handle, 21));

    assertThat(seen).hasSize(25).doesNotHaveDuplicates().doesNotContain("row.late");
    assertThat(count(after, handle)).isEqualTo("25");
    after.good("EndQuery", "<e:resultHandle>" + handle + "</e:resultHandle>");
  }

  @Test
  void triesOfOneCommandThroughBothGatewaysReachTheCellUnderOneId() {
    fixture.cell("Alphonse").add("EVENT", Map.of(), "row.1");
    SoapCaller one = GatewayFixture.soap11(first);
    String connection = one.good("Connect", connect("Alphonse", "DEFAULT")).value("connectionId");
    String change =
        event(connection, "MOD_EVENT", "EVENT", 0, text("mc_ueid", "row.1"), text("msg", "m"));

    one.as("sdk.1.2.3").good("SendEvent", change);
    GatewayFixture.soap12(second).as("sdk.1.2.3").good("SendEvent", change);
    one.as("x".repeat(101)).good("SendEvent", change);
    one.as("").good("SendEvent", change);

    List<String> ids =
        fixture.cell("Alphonse").commands().stream()
            .skip(1)
            .map(c -> c.origin().commandId())
            .toList();
    assertThat(ids.subList(0, 2)).containsOnly("caller:sdk.1.2.3");
    assertThat(ids.subList(2, 4))
        .as("an id that is too long, or absent, is replaced by one of the gateway's")
        .allMatch(id -> id.startsWith("ImWebServices."))
        .doesNotHaveDuplicates();
  }

  private static List<String> rows(SoapCaller caller, String handle, int start) {
    return caller
        .good("RetrieveQueryResults", retrieve(handle, start, 10))
        .values("string_value")
        .stream()
        .filter(v -> v.startsWith("row."))
        .toList();
  }

  private static String count(SoapCaller caller, String handle) {
    String children = "<e:resultHandle>" + handle + "</e:resultHandle><e:timeout>0</e:timeout>";
    return caller.good("GetQueryResultCount", children).value("resultCount");
  }

  @Test
  void aConnectionIdOfOneGatewaySendsThroughTheOtherAfterTheFirstHasDied() {
    String connection =
        GatewayFixture.soap11(first)
            .good("Connect", connect("Alphonse", "DEFAULT"))
            .value("connectionId");
    first.close();

    GatewayFixture.soap11(second)
        .good(
            "SendEvent",
            event(connection, "NEW_EVENT", "EVENT", 3000, text("mc_ueid", "via.second")));
    assertThat(fixture.cell("Alphonse").size()).isEqualTo(1);
  }

  @Test
  void eventsOfTwoGatewaysNeverGetTheSameId() {
    Set<String> ids = new HashSet<>();
    for (Gateway gateway : List.of(first, second)) {
      SoapCaller caller = GatewayFixture.soap11(gateway);
      String connection =
          caller.good("Connect", connect("Alphonse", "DEFAULT")).value("connectionId");
      for (int i = 0; i < 20; i++) {
        ids.add(
            caller.good("SendEvent", event(connection, "NEW_EVENT", "EVENT", 0)).value("response"));
      }
    }
    assertThat(ids).hasSize(40);
  }

  @Test
  void aHandleThatWasChangedOrSealedWithAnotherKeyIsRefused() {
    SoapCaller caller = GatewayFixture.soap11(second);
    String handle = caller.good("QueryEvents", query("EVENT", "Alphonse")).value("resultHandle");
    char middle = handle.charAt(30);
    String changed = handle.substring(0, 30) + (middle == 'A' ? 'B' : 'A') + handle.substring(31);

    assertThat(caller.call("RetrieveQueryResults", retrieve(changed, 1, 1)).failure())
        .startsWith("HANDLE_UNKNOWN: ");
    fixture.write(GatewayFixture.DIRECTORY.replace("0123456789abcdef", "fedcba9876543210"));
    await()
        .untilAsserted(
            () ->
                assertThat(caller.call("RetrieveQueryResults", retrieve(handle, 1, 1)).isFault())
                    .isTrue());
  }

  @Test
  void withoutBufferACallFailsAtOnceWhileNoMemberIsActive() {
    SoapCaller caller = GatewayFixture.soap11(first);
    String connection = caller.good("Connect", connect("Alphonse", "NONE")).value("connectionId");
    fixture.cell("Alphonse").stop();

    String failure =
        caller.call("SendEvent", event(connection, "NEW_EVENT", "EVENT", 9000)).failure();
    assertThat(failure).startsWith("CELL_UNAVAILABLE: ");
    assertThat(caller.call("Connect", connect("Alphonse", "NONE")).failure())
        .startsWith("CELL_UNAVAILABLE: no member of cell 'Alphonse'");
    caller.good("Connect", connect("Alphonse", "LOW"));
  }

  @Test
  void withABufferModeACallWaitsForTheTakeover() {
    SoapCaller caller = GatewayFixture.soap11(first);
    String connection =
        caller.good("Connect", connect("Alphonse", "DEFAULT")).value("connectionId");
    fixture.cell("Alphonse").stop();
    CompletableFuture<SoapCaller.Answer> call =
        CompletableFuture.supplyAsync(
            () -> caller.good("SendEvent", event(connection, "NEW_EVENT", "EVENT", 20_000)));

    await().pollDelay(Duration.ofMillis(300)).until(() -> !call.isDone());
    fixture.cell("Alphonse").resume();
    assertThat(call.join().value("response")).startsWith("ImWebServices.");
  }

  @Test
  void aCallThatOutlivesItsTimeOutIsToldSo() {
    SoapCaller caller = GatewayFixture.soap11(first);
    String connection =
        caller.good("Connect", connect("Alphonse", "DEFAULT")).value("connectionId");
    fixture.cell("Alphonse").stop();

    assertThat(caller.call("SendEvent", event(connection, "NEW_EVENT", "EVENT", 1000)).failure())
        .startsWith("CELL_UNAVAILABLE: ");
  }

  @Test
  void failuresOfTheCellKeepTheirMeaning() {
    SoapCaller caller = GatewayFixture.soap11(first);
    String connection =
        caller.good("Connect", connect("Alphonse", "DEFAULT")).value("connectionId");
    Map<CellError, String> codes =
        Map.of(
            CellError.OUTCOME_UNKNOWN, "OUTCOME_UNKNOWN",
            CellError.BUSY, "BUSY",
            CellError.QUERY_EXPIRED, "HANDLE_EXPIRED",
            CellError.NOT_AUTHORISED, "NOT_AUTHORISED",
            CellError.INTERNAL, "CELL_FAULT");
    codes.forEach(
        (error, code) -> {
          fixture.cell("Alphonse").failNext(new CellException(error, "what", "why", "mend"));
          assertThat(caller.call("SendEvent", event(connection, "NEW_EVENT", "EVENT", 0)).failure())
              .isEqualTo(code + ": what (why). Mend.");
        });
  }

  @Test
  void aChangedDirectoryIsTakenWholeAndABadOneNotAtAll() {
    SoapCaller caller = GatewayFixture.soap11(first);
    fixture.write(GatewayFixture.DIRECTORY + "cell Gustav some-key-of-16-ch localhost:1840\n");
    await().until(() -> caller.good("GetCellInfo", "").values("cell_name").contains("Gustav"));
    String gustav = caller.good("Connect", connect("Gustav", "DEFAULT")).value("connectionId");

    fixture.write(GatewayFixture.DIRECTORY + "cell Gustav\n");
    fixture.write(GatewayFixture.DIRECTORY + "cell Hedwig a-key-of-16-chars localhost:1850\n");
    await().until(() -> caller.good("GetCellInfo", "").values("cell_name").contains("Hedwig"));
    assertThat(caller.call("SendEvent", event(gustav, "NEW_EVENT", "EVENT", 0)).failure())
        .startsWith(
            "CONNECTION_UNKNOWN: connection " + gustav + " stands for a cell that is not in");
    assertThat(fixture.cell("Gustav").closed).isPositive();
    assertThat(fixture.cell("Alphonse").closed).isZero();
  }

  @Test
  void aLineThatChangesIsFollowedByTheSameClient() {
    fixture.write(GatewayFixture.DIRECTORY.replace("localhost:1831", "localhost:1899"));

    await().until(() -> fixture.cell("Bertha").followed.size() == 2);
    assertThat(fixture.cell("Bertha").closed).isZero();
    assertThat(fixture.cell("Alphonse").followed).isEmpty();
  }
}
