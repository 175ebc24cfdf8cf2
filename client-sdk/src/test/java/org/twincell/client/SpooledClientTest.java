// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.client.FakeGateway.Trouble;

class SpooledClientTest {
  private final FakeCell cell = new FakeCell();
  private final FakeGateway primary = new FakeGateway(cell);
  private final FakeGateway backup = new FakeGateway(cell);

  @TempDir private Path folder;

  private ImpactClient client() {
    return ImpactClient.connect(
        ClientSettings.builder(primary.url())
            .backup(backup.url())
            .cell("Alphonse")
            .patience(Duration.ofSeconds(2))
            .attemptTimeOut(Duration.ofSeconds(1))
            .spoolFolder(folder)
            .build());
  }

  @AfterEach
  void close() {
    primary.close();
    backup.close();
  }

  private static List<String> send(ImpactClient client, int events) {
    return IntStream.range(0, events)
        .mapToObj(i -> client.send(Event.of("EVENT").with("msg", "message " + i)).eventId())
        .toList();
  }

  @Test
  void eventsSentWhileNoGatewayIsUpAreDeliveredLaterInOrder() {
    primary.kill();
    backup.kill();
    try (ImpactClient client = client()) {
      List<String> ids = send(client, 20);
      assertThat(client.status().spooled()).isEqualTo(20);
      backup.start();

      assertThat(client.awaitDelivered(Duration.ofSeconds(20))).isTrue();
      assertThat(cell.arrivals()).isEqualTo(ids);
    }
  }

  @Test
  void whatWasNotDeliveredIsDeliveredAfterARestartWithTheSameIds() {
    primary.kill();
    backup.kill();
    List<String> ids;
    try (ImpactClient client = client()) {
      ids = send(client, 20);
    }
    primary.start();
    try (ImpactClient client = client()) {
      assertThat(client.awaitDelivered(Duration.ofSeconds(20))).isTrue();
    }
    assertThat(cell.events()).extracting(Event::id).isEqualTo(ids);
  }

  @Test
  void troubleOnTheWayNeitherLosesNorDoubles() {
    try (ImpactClient client = client()) {
      primary.nextRequests(
          Trouble.CUT_AFTER, Trouble.CUT_BEFORE, Trouble.NOT_READY, Trouble.HANG_AFTER);
      backup.nextRequests(Trouble.CUT_AFTER, Trouble.WRONG_PAGE, Trouble.HANG_AFTER);
      List<String> ids = send(client, 50);

      assertThat(client.awaitDelivered(Duration.ofSeconds(30))).isTrue();
      assertThat(cell.events()).extracting(Event::id).isEqualTo(ids);
    }
  }

  @Test
  void anEventThatTheCellWillNeverTakeIsSetAside() throws IOException {
    primary.service().failNext("CLASS_UNKNOWN: there is no class NIX. Define it.");
    try (ImpactClient client = client()) {
      client.send(Event.of("NIX").with("msg", "it's me").with("list", List.of("a", "b")));
      client.send(Event.of("EVENT").with("msg", "next"));

      assertThat(client.awaitDelivered(Duration.ofSeconds(20))).isTrue();
      assertThat(client.status().refusedFromSpool()).isEqualTo(1);
    }
    assertThat(cell.events()).hasSize(1);
    assertThat(Files.readString(folder.resolve("refused.baroc")))
        .contains("# refused: CLASS_UNKNOWN: there is no class NIX.")
        .contains("NIX;\n\tmsg='it''s me';\n\tlist=['a','b'];\n")
        .endsWith("END\n");
  }

  @Test
  void aRefusalThatAnOperatorCanMendIsWaitedFor() {
    primary.service().failAlways("CELL_UNKNOWN: the directory has no cell Alphonse. Add it.");
    try (ImpactClient client = client()) {
      send(client, 3);
      await().until(() -> primary.requests() > 1);
      assertThat(client.status().spooled()).isEqualTo(3);
      primary.service().failAlways("");

      assertThat(client.awaitDelivered(Duration.ofSeconds(20))).isTrue();
    }
    assertThat(cell.events()).hasSize(3);
  }

  @Test
  void aFullSpoolRefusesInsteadOfGrowing() {
    primary.kill();
    backup.kill();
    ClientSettings small =
        ClientSettings.builder(primary.url())
            .cell("Alphonse")
            .spoolFolder(folder)
            .spoolLimit(1 << 20)
            .build();
    Event big = Event.of("EVENT").with("msg", "x".repeat(60_000));
    try (ImpactClient client = ImpactClient.connect(small)) {
      assertThatThrownBy(() -> IntStream.range(0, 100).forEach(i -> client.send(big)))
          .isInstanceOf(NotSentException.class)
          .hasMessageContaining("spoolLimit=1048576");
      assertThat(client.status().spooled()).isBetween(10L, 18L);
    }
  }

  @Test
  void aFolderThatIsInUseIsSaidSo() {
    try (ImpactClient client = client()) {
      assertThat(client.status().spooled()).isZero();
      assertThatThrownBy(this::client)
          .hasRootCauseMessage(
              "the spool folder "
                  + folder
                  + " is used by another client; give each client a folder of its own");
    }
  }
}
