// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.twincell.cell.TestCell.PATIENCE;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.management.ObjectName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.event.SlotValue;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellClient.ControlTarget;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.RowPage;
import org.twincell.protocol.RowRequest;

/** Each change of duty is one log line, one event, one count and one notification. */
@Timeout(600)
class DutyEvidenceTest {
  private static final String KEY = "a-key-of-sixteen-characters";
  private static final List<String> SLOTS = List.of("severity", "silent_millis", "reason");

  @TempDir Path folder;

  private final Logger logger = Logger.getLogger("org.twincell.cell.service.StatusBoard");
  private final List<String> logLines = new CopyOnWriteArrayList<>();
  private final List<String> notifications = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          logLines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    logger.addHandler(handler);
  }

  @AfterEach
  void end() {
    logger.removeHandler(handler);
    logger.setLevel(null);
  }

  private static void until(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(PATIENCE).until(condition);
  }

  private void start(TestCell cell, Role role) throws Exception {
    cell.start(role);
    String name = role.name().toLowerCase(Locale.ROOT);
    ManagementFactory.getPlatformMBeanServer()
        .addNotificationListener(
            new ObjectName("org.twincell:type=Member,cell=Alphonse,role=" + name),
            (told, handback) ->
                notifications.add(name + " " + told.getType() + " " + told.getMessage()),
            null,
            null);
  }

  private static String text(RowPage.Row row, String slot) {
    return row.slots().get(slot) instanceof SlotValue.TextValue text
        ? text.value()
        : String.valueOf(row.slots().get(slot));
  }

  private static List<RowPage.Row> rows(CellClient client, String query) {
    OpenedQuery opened = client.openQuery(ObjectKind.EVENT, query, PATIENCE);
    return client
        .readRows(
            new RowRequest(
                ObjectKind.EVENT, query, SLOTS, opened.commitIndex(), RowRequest.START, 100),
            PATIENCE)
        .rows();
  }

  private static List<String> metrics(CellClient client, ControlTarget at) {
    List<String> lines = new CopyOnWriteArrayList<>();
    client.control(at, "metrics", List.of(), lines::add);
    return lines;
  }

  /** A change is counted a moment after it is told. */
  private static void counted(CellClient client, ControlTarget at, String cause, String to) {
    String line = "twincell_duty_changes_total{cause=\"" + cause + "\",to=\"" + to + "\"} 1.0";
    until(line, () -> metrics(client, at).contains(line));
  }

  /** The line, the count and the notification of a member that got the duty, each once. */
  private void got(CellClient client, Role role, String cause, String reason) {
    ControlTarget at = role == Role.PRIMARY ? ControlTarget.PRIMARY : ControlTarget.SECONDARY;
    String name = role.name().toLowerCase(Locale.ROOT);
    until(cause + " is told over JMX", () -> told(name, reason) > 0);
    assertThat(told(name, reason)).as(cause).isEqualTo(1);
    assertThat(logLines)
        .filteredOn(line -> line.startsWith("duty STANDBY -> ACTIVE") && line.contains(reason))
        .as(cause)
        .hasSize(1);
    counted(client, at, cause, "active");
  }

  private long told(String name, String reason) {
    return notifications.stream()
        .filter(it -> it.startsWith(name + " org.twincell.duty duty STANDBY -> ACTIVE"))
        .filter(it -> it.contains(reason))
        .count();
  }

  private static RowPage.Row event(CellClient client, String query, String reason) {
    until(
        query + " " + reason,
        () -> rows(client, query).stream().anyMatch(row -> text(row, "reason").contains(reason)));
    List<RowPage.Row> found =
        rows(client, query).stream().filter(row -> text(row, "reason").contains(reason)).toList();
    assertThat(found).as(query).hasSize(1);
    return found.get(0);
  }

  @Test
  void eachKindOfChangeIsOneLogLineOneEventOneCountAndOneNotification() throws Exception {
    try (TestCell cell = TestCell.threeWith(folder, KEY, "CellDuplicateAutoSwitchBack=Yes")) {
      start(cell, Role.PRIMARY);
      start(cell, Role.WITNESS);
      CellClient client = cell.client();
      until("the primary is active", () -> cell.active() == Role.PRIMARY);
      got(client, Role.PRIMARY, "START", "no other member was active at the start");
      event(client, "MC_CELL_DUTY_CHANGE", "no other member was active at the start");

      start(cell, Role.SECONDARY);
      // A member without any entry could not be chosen yet.
      until(
          "the secondary is in step",
          () ->
              cell.member(Role.PRIMARY).info().peers().stream()
                  .anyMatch(
                      peer ->
                          peer.role() == Role.SECONDARY
                              && peer.reachable()
                              && peer.lagEntries() == 0));
      // Only who was LIVE before can be DEAD.
      until(
          "the secondary has heard the primary",
          () ->
              notifications.stream()
                  .anyMatch(
                      it ->
                          it.startsWith("secondary org.twincell.signal.LIVE")
                              && it.contains("primary")));
      cell.kill(Role.PRIMARY);
      until("the secondary is active", () -> cell.active() == Role.SECONDARY);
      got(client, Role.SECONDARY, "TAKEOVER", "takeover: primary");
      RowPage.Row takeover = event(client, "MC_CELL_TAKEOVER", "takeover: primary");
      assertThat(text(takeover, "severity")).contains("WARNING");
      assertThat(text(takeover, "silent_millis")).containsPattern("[0-9]");
      until(
          "DEAD is told over JMX",
          () ->
              notifications.stream()
                  .anyMatch(it -> it.startsWith("secondary org.twincell.signal.DEAD")));
      event(client, "MC_CELL_MEMBER_LOST", "is lost");

      start(cell, Role.PRIMARY);
      until("the primary is active again", () -> cell.active() == Role.PRIMARY);
      got(client, Role.PRIMARY, "SWITCH_BACK", "switch-back: ");
      event(client, "MC_CELL_SWITCH_BACK", "switch-back: ");
      counted(client, ControlTarget.SECONDARY, "GIVEN_AWAY", "standby");

      until(
          "the duty goes by hand",
          () -> {
            try {
              client.control(ControlTarget.PRIMARY, "standby", List.of(), line -> {});
              return true;
            } catch (org.twincell.protocol.CellException notYet) {
              return false;
            }
          });
      got(client, Role.SECONDARY, "HAND_OVER", "handed over by primary");
      RowPage.Row handOver = event(client, "MC_CELL_TAKEOVER", "handed over by primary");
      assertThat(text(handOver, "severity")).contains("INFO");
    }
  }
}
