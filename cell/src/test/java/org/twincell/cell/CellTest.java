// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.twincell.cell.TestCell.PATIENCE;
import static org.twincell.cell.TestCell.send;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.directory.CellEntry;
import org.twincell.directory.EntryKey;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellClient.ControlTarget;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.CommandOutcome;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.RowPage;
import org.twincell.protocol.RowRequest;
import org.twincell.protocol.client.CellClients;
import org.twincell.protocol.client.ClientSettings;
import org.twincell.time.SystemTime;

@Timeout(600)
class CellTest {
  private static final String KEY = "a-key-of-sixteen-characters";

  @TempDir Path folder;

  private static long stored(CellClient client) {
    return client.openQuery(ObjectKind.EVENT, "EVENT", PATIENCE).count();
  }

  @Test
  void aCellThatIsAloneStoresAnswersAndRemembersAfterARestart() throws Exception {
    try (TestCell cell = TestCell.alone(folder, KEY)) {
      cell.start(Role.STAND_ALONE);
      CellClient client = cell.client();
      CommandOutcome outcome = send(client, "e1").join();
      assertThat(outcome.durable()).isTrue();
      assertThat(send(client, "e1").join().existed()).isTrue();

      var query = client.openQuery(ObjectKind.EVENT, "EVENT", PATIENCE);
      assertThat(query.count()).isEqualTo(1);
      RowPage page =
          client.readRows(
              new RowRequest(
                  ObjectKind.EVENT,
                  "EVENT",
                  List.of("msg"),
                  query.commitIndex(),
                  RowRequest.START,
                  10),
              PATIENCE);
      assertThat(page.rows()).hasSize(1);
      assertThat(client.classes(PATIENCE).find("EVENT")).isPresent();

      cell.kill(Role.STAND_ALONE);
      cell.start(Role.STAND_ALONE);
      assertThat(stored(client)).isEqualTo(1);
      assertThat(send(client, "e1").join().existed()).isTrue();
    }
  }

  @Test
  void whenTheActiveMemberDiesAnotherTakesOverAndNothingAcknowledgedIsLost() throws Exception {
    try (TestCell cell = TestCell.ofThree(folder, KEY)) {
      CellClient client = cell.client();
      List<String> acknowledged = new ArrayList<>();
      for (int i = 0; i < 50; i++) acknowledged.add(send(client, "e" + i).join().objectId());
      Role before = cell.active();

      List<CompletableFuture<CommandOutcome>> underWay = new ArrayList<>();
      for (int i = 50; i < 250; i++) underWay.add(send(client, "e" + i));
      cell.kill(before);
      underWay.forEach(each -> acknowledged.add(each.join().objectId()));

      assertThat(cell.active()).isNotEqualTo(before).isNotEqualTo(Role.WITNESS);
      assertThat(acknowledged).doesNotHaveDuplicates().hasSize(250);
      assertThat(stored(client)).isEqualTo(250);
      cell.start(before);
      Awaitility.await().atMost(PATIENCE).until(() -> cell.member(before).info().events() >= 250);
    }
  }

  @Test
  void theDutyIsHandedOverOnRequestWithoutAFailedCall() throws Exception {
    try (TestCell cell = TestCell.ofThree(folder, KEY)) {
      CellClient client = cell.client();
      send(client, "first").join();
      Role before = cell.active();
      AtomicBoolean done = new AtomicBoolean();
      CompletableFuture<Integer> sender =
          CompletableFuture.supplyAsync(
              () -> {
                int sent = 0;
                while (!done.get()) send(client, "h" + sent++).join();
                return sent;
              });
      List<String> lines = new ArrayList<>();
      client.control(ControlTarget.ACTIVE, "standby", List.of(), lines::add);
      Role after = before == Role.PRIMARY ? Role.SECONDARY : Role.PRIMARY;
      assertThat(cell.active()).isEqualTo(after);
      assertThat(lines).hasSize(2).last().asString().endsWith("is active");

      client.control(
          before == Role.PRIMARY ? ControlTarget.PRIMARY : ControlTarget.SECONDARY,
          "active",
          List.of(),
          lines::add);
      assertThat(cell.active()).isEqualTo(before);
      done.set(true);
      int sent = sender.get(120, TimeUnit.SECONDS);
      assertThat(stored(client)).isEqualTo(sent + 1);
    }
  }

  @Test
  void anOrderlyStopHandsTheDutyOverFirst() throws Exception {
    try (TestCell cell = TestCell.ofThree(folder, KEY)) {
      CellClient client = cell.client();
      send(client, "first").join();
      Role before = cell.active();
      Cell stopped = cell.member(before);
      stopped.requestStop("test");
      assertThat(stopped.ended().get(120, TimeUnit.SECONDS).failed()).isFalse();
      cell.kill(before);
      assertThat(send(client, "second").join().objectId()).isEqualTo("second");
      assertThat(stored(client)).isEqualTo(2);
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> client.openQuery(ObjectKind.EVENT, "MC_CELL_TAKEOVER", PATIENCE).count() > 0);
      assertThat(client.openQuery(ObjectKind.EVENT, "MC_CELL_STOP", PATIENCE).count()).isEqualTo(1);
    }
  }

  @Test
  void theWitnessNeverAnswersCallers() throws Exception {
    try (TestCell cell = TestCell.ofThree(folder, KEY)) {
      CellClient client = cell.client();
      send(client, "first").join();
      assertThat(client.status(PATIENCE))
          .extracting(info -> info.role())
          .containsExactly(Role.PRIMARY, Role.SECONDARY, Role.WITNESS);
      assertThatThrownBy(
              () -> client.control(ControlTarget.WITNESS, "active", List.of(), line -> {}))
          .isInstanceOfSatisfying(
              CellException.class, e -> assertThat(e.error()).isEqualTo(CellError.REFUSED));
    }
  }

  @Test
  void aCallerWithAnotherKeyIsRefusedAndTheDirectoryNamed() throws Exception {
    try (TestCell cell = TestCell.alone(folder, KEY)) {
      cell.start(Role.STAND_ALONE);
      CellEntry wrong = cell.entry.withKey(new EntryKey("another-key-of-some-length"));
      try (CellClient client =
          CellClients.open(wrong, ClientSettings.DEFAULTS, SystemTime.SYSTEM)) {
        assertThatThrownBy(() -> stored(client))
            .hasMessageContaining("mcell.dir")
            .isInstanceOfSatisfying(
                CellException.class,
                e -> assertThat(e.error()).isEqualTo(CellError.NOT_AUTHORISED));
      }
    }
  }

  @Test
  void aConnectionBeyondTheLimitIsToldWhyAndTheOthersGoOn() throws Exception {
    try (TestCell cell = TestCell.alone(folder, KEY)) {
      cell.start(Role.STAND_ALONE, "ConnectionLimit=1");
      CellClient first = cell.client();
      send(first, "e1").join();

      CellClient second = cell.client();
      assertThatThrownBy(
              () -> second.openQuery(ObjectKind.EVENT, "EVENT", Duration.ofSeconds(3)).count())
          .hasMessageContaining("ConnectionLimit");
      assertThat(stored(first)).isEqualTo(1);

      first.close();
      assertThat(stored(second)).isEqualTo(1);
    }
  }

  @Test
  void aCellThatWasBuiltAnewIsReachedByThoseWhoKnewTheOldOne() throws Exception {
    try (TestCell cell = TestCell.alone(folder, KEY)) {
      cell.start(Role.STAND_ALONE);
      CellClient client = cell.client();
      send(client, "e1").join();
      cell.kill(Role.STAND_ALONE);
      cell.start(Role.STAND_ALONE);
      CommandOutcome old = send(client, "e2").join();
      cell.kill(Role.STAND_ALONE);
      try (Stream<Path> files = Files.walk(cell.home(Role.STAND_ALONE))) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
      }

      cell.start(Role.STAND_ALONE);
      CommandOutcome fresh = send(client, "e3").join();

      assertThat(fresh.term()).as("its terms begin again").isLessThan(old.term());
      assertThat(stored(client)).isEqualTo(1);
    }
  }

  @Test
  void plainTextWorksOnLoopbackAndWeakKeysCanBeForbidden() throws Exception {
    try (TestCell cell = TestCell.alone(folder, "0")) {
      cell.start(Role.STAND_ALONE);
      assertThat(send(cell.client(), "e1").join().durable()).isTrue();
    }
    TestCell weak = TestCell.alone(folder, "mc");
    assertThatThrownBy(() -> Cell.start(weak.settings(Role.STAND_ALONE, "RequireStrongKey=Yes")))
        .isInstanceOf(CellStartException.class)
        .hasMessageContaining("RequireStrongKey=Yes");
  }

  @Test
  void aPausedCellAdmitsNoEventsUntilResumed() throws Exception {
    try (TestCell cell = TestCell.alone(folder, KEY)) {
      cell.start(Role.STAND_ALONE);
      CellClient client = cell.client();
      send(client, "e1").join();
      client.control(ControlTarget.ACTIVE, "pause", List.of(), line -> {});
      var held = send(client, "e2");
      assertThat(client.submit(TestCell.event("e3"), Duration.ofMillis(300)))
          .failsWithin(Duration.ofSeconds(60))
          .withThrowableThat()
          .withMessageContaining("admits no events");
      client.control(ControlTarget.ACTIVE, "resume", List.of(), line -> {});
      assertThat(held.join().objectId()).isEqualTo("e2");
    }
  }

  @Test
  void aChangedDirectoryIsReloadedAndABrokenOneRefusedWithItsLine() throws Exception {
    try (TestCell cell = TestCell.alone(folder, KEY)) {
      cell.start(Role.STAND_ALONE);
      CellClient client = cell.client();
      List<String> lines = new ArrayList<>();
      cell.writeDirectory("cell Bertha mc SystemC:1828\n");
      client.control(ControlTarget.ACTIVE, "reload", List.of("dir"), lines::add);
      assertThat(lines).containsExactly("dir: 2 entries");
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> client.openQuery(ObjectKind.EVENT, "MC_CELL_RELOADED", PATIENCE).count() == 1);

      cell.writeDirectory("cell Bertha mc\n");
      assertThatThrownBy(
              () -> client.control(ControlTarget.ACTIVE, "reload", List.of("dir"), lines::add))
          .hasMessageContaining("line 2");
      assertThat(send(client, "e1").join().durable()).isTrue();
    }
  }

  @Test
  void theOperatorsClassFilesBecomeTheCellsAtTheFirstStartAndOnRequest() throws Exception {
    try (TestCell cell = TestCell.alone(folder, KEY)) {
      Path classes = cell.home(Role.STAND_ALONE).resolve("kb/classes");
      Files.createDirectories(classes);
      Files.writeString(classes.resolve("own.baroc"), "MC_EV_CLASS : LOGLINE ISA EVENT;\nEND\n");
      cell.start(Role.STAND_ALONE);
      CellClient client = cell.client();
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> client.classes(PATIENCE).find("LOGLINE").isPresent());

      Files.writeString(
          classes.resolve("own.baroc"),
          "MC_EV_CLASS : LOGLINE ISA EVENT;\nEND\nMC_EV_CLASS : OTHER ISA EVENT;\nEND\n");
      List<String> lines = new ArrayList<>();
      client.control(ControlTarget.ACTIVE, "reload", List.of("kb"), lines::add);
      assertThat(lines).singleElement().asString().contains("1 class files are the cell's now");
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> client.classes(PATIENCE).find("OTHER").isPresent());

      List<String> configuration = new ArrayList<>();
      client.control(ControlTarget.ACTIVE, "config", List.of(), configuration::add);
      assertThat(configuration).contains("class file=" + classes.resolve("own.baroc"));
    }
  }

  @Test
  void aRoleThatTheDirectoryDoesNotHaveIsRefusedWithWhatToChange() throws Exception {
    try (TestCell alone = TestCell.alone(folder, KEY)) {
      assertThatThrownBy(() -> alone.start(Role.SECONDARY))
          .isInstanceOf(CellStartException.class)
          .hasMessageContaining("CellDuplicateMode=0");
    }
  }

  @Test
  void aPortThatIsTakenIsNamedAndTheDataStaysUsable() throws Exception {
    try (TestCell cell = TestCell.alone(folder, KEY)) {
      try (var taken =
          new java.net.ServerSocket(
              cell.entry.primary().port(), 1, java.net.InetAddress.getLoopbackAddress())) {
        assertThatThrownBy(() -> cell.start(Role.STAND_ALONE))
            .isInstanceOfSatisfying(
                CellStartException.class,
                e -> assertThat(e.kind()).isEqualTo(CellStartException.Kind.PORT))
            .hasMessageContaining(String.valueOf(taken.getLocalPort()));
      }
      cell.start(Role.STAND_ALONE);
      assertThat(send(cell.client(), "e1").join().durable()).isTrue();
    }
  }

  @Test
  void aTakenPortOfTheLogIsAFaultOfThePortAndNotOfTheData() throws Exception {
    try (TestCell cell = TestCell.alone(folder, KEY)) {
      refusesATakenPortOfItsLog(cell, cell.entry.primary().port() + 1, Role.STAND_ALONE);
      cell.start(Role.STAND_ALONE);
      assertThat(send(cell.client(), "e1").join().durable()).isTrue();
    }
  }

  @Test
  void aTakenPortOfTheLogIsToldInOneLineAtTheStartOfAMemberOfAPairToo() throws Exception {
    try (TestCell cell = TestCell.twoWith(folder, KEY)) {
      refusesATakenPortOfItsLog(cell, cell.entry.primary().port() + 1, Role.PRIMARY);
    }
  }

  private static void refusesATakenPortOfItsLog(TestCell cell, int logPort, Role role)
      throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    Logger engine = Logger.getLogger("org.apache.ratis");
    Handler handler = new Recorder(told);
    engine.addHandler(handler);
    try (var taken =
        new java.net.ServerSocket(logPort, 1, java.net.InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      assertThatThrownBy(() -> cell.start(role))
          .isInstanceOfSatisfying(
              CellStartException.class, e -> assertThat(McellExit.of(e.kind())).isEqualTo(14))
          .hasMessageContaining("port " + logPort + " of 127.0.0.1, on which the members hear")
          .hasMessageContaining("Another process uses the port");
    } finally {
      engine.removeHandler(handler);
    }
    assertThat(told).as("what the engine says first").noneMatch(it -> it.contains("" + logPort));
  }

  /** Keeps what is logged, with the causes. */
  private static final class Recorder extends Handler {
    private final List<String> told;

    Recorder(List<String> told) {
      this.told = told;
    }

    @Override
    public void publish(LogRecord told) {
      this.told.add(told.getMessage() + " " + told.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void eventsAboveTheSizeOfTheDatabaseGoOldestFirst() throws Exception {
    try (TestCell cell = TestCell.alone(folder, KEY)) {
      cell.start(
          Role.STAND_ALONE,
          "EventDBSize=20",
          "EventDBCleanupPercentage=50",
          "EventDBCleanupInterval=1");
      CellClient client = cell.client();
      for (int i = 0; i < 40; i++) send(client, "e" + i).join();
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> client.openQuery(ObjectKind.EVENT, "", PATIENCE).count() <= 20);
      assertThat(
              client
                  .openQuery(ObjectKind.EVENT, "EVENT where [ mc_ueid: equals 'e39' ]", PATIENCE)
                  .count())
          .isEqualTo(1);
    }
  }
}
