// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.twincell.cell.duty.StartWait;
import org.twincell.cell.log.Duty;
import org.twincell.cell.log.LogStatus;
import org.twincell.cell.log.MemberRole;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.protocol.codec.CommandCodec;
import org.twincell.testkit.VirtualSchedule;

/** What a primary tells of duties and members, whatever its log says; on virtual time. */
class DutyOfficeTest {
  private static final Duration SIGNAL_TIME_OUT = Duration.ofSeconds(2);

  private final VirtualSchedule schedule = new VirtualSchedule();
  private final FakeLog log = new FakeLog();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private StatusBoard board = board(Designation.none());
  private Batcher batcher = batcher();
  private DutyOffice office = office();

  private StatusBoard board(Designation designation) {
    return new StatusBoard(
        Members.of(StatusBoardTest.PAIR, Role.PRIMARY),
        log,
        designation,
        StatusBoardTest.NO_COUNTS,
        schedule.time(),
        failure -> {});
  }

  private Batcher batcher() {
    return new Batcher(
        log,
        new BatcherTest.PlainEntries(),
        board,
        new Batcher.Limits(100, 100_000, 2, Duration.ofSeconds(2)),
        metrics);
  }

  private DutyOffice office() {
    DutyOffice.Parts parts =
        new DutyOffice.Parts(
            batcher,
            board,
            Optional.empty(),
            new Admittance(board, batcher, Optional.empty()),
            new PeerDesk(log, board, batcher, SIGNAL_TIME_OUT, metrics, schedule.time()),
            Optional.empty(),
            StartWait.none(),
            Optional.empty(),
            () -> {});
    return new DutyOffice(
        log, parts, metrics, schedule.time(), schedule.machine("primary").executor());
  }

  private void manual(String designated) {
    board =
        board(new Designation(Mode.MANUAL, "primary", () -> Optional.of(designated), () -> false));
    batcher = batcher();
    office = office();
  }

  @AfterEach
  void end() {
    office.close();
    batcher.close();
  }

  private void logSays(Duty duty, long term, String active) {
    logSays(duty, term, active, Duration.ZERO);
  }

  private void logSays(Duty duty, long term, String active, Duration silent) {
    LogStatus.Peer other =
        new LogStatus.Peer(
            "secondary",
            MemberRole.SECONDARY,
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.of(silent));
    log.show(
        new LogStatus(
            "primary",
            MemberRole.PRIMARY,
            duty,
            term,
            Optional.of(active).filter(name -> !name.isEmpty()),
            0,
            0,
            Instant.EPOCH,
            List.of(other)));
    schedule.run(DutyOffice.PULSE);
  }

  /** The other member is heard, or silent, for so long. */
  private void pass(Duty duty, long term, String active, Duration length, boolean heard) {
    for (Duration at = Duration.ZERO; at.compareTo(length) < 0; at = at.plus(DutyOffice.PULSE)) {
      logSays(duty, term, active, heard ? Duration.ZERO : at);
    }
  }

  /** The events that were told since the last look. */
  private List<RawInstance> told() throws InterruptedException {
    List<RawInstance> events = new ArrayList<>();
    while (batcher.stepNow()) {
      BatcherTest.commands(log.held().get(0).entry()).stream()
          .map(CommandCodec::fromWire)
          .map(CellCommand.NewObject.class::cast)
          .forEach(command -> events.add(command.instance()));
      log.letThrough();
    }
    return events;
  }

  private static String slot(RawInstance event, String name) {
    return event.slots().get(name) instanceof RawValue.Text text ? text.value() : "";
  }

  private double changes(String to, String cause) {
    return metrics.counter("twincell.duty.changes", "to", to, "cause", cause).count();
  }

  @Test
  void aMemberThatLosesItsMajorityAndGetsTheDutyBackItselfSaysSo() throws Exception {
    office.start();
    logSays(Duty.ACTIVE, 3, "primary");
    assertThat(told())
        .singleElement()
        .satisfies(it -> assertThat(it.className()).isEqualTo("MC_CELL_DUTY_CHANGE"))
        .satisfies(it -> assertThat(slot(it, "severity")).isEmpty());
    logSays(Duty.STANDBY, 3, "");

    logSays(Duty.ACTIVE, 5, "primary");

    assertThat(board.info().reason()).startsWith("active again: it had the duty in term 3");
    assertThat(told())
        .singleElement()
        .satisfies(it -> assertThat(it.className()).isEqualTo("MC_CELL_DUTY_CHANGE"))
        .satisfies(it -> assertThat(slot(it, "severity")).isEqualTo("WARNING"))
        .satisfies(it -> assertThat(slot(it, "reason")).startsWith("active again"));
    assertThat(changes("active", "START")).isEqualTo(1);
    assertThat(changes("active", "RESUMED")).isEqualTo(1);
  }

  @Test
  void givingTheDutyUpAndGivingItAwayAreCountedAsTakingIs() {
    office.start();
    logSays(Duty.ACTIVE, 3, "primary");
    logSays(Duty.STANDBY, 3, "");
    assertThat(changes("standby", "GIVEN_UP")).isEqualTo(1);

    logSays(Duty.ACTIVE, 4, "primary");
    board.leaving("mcontrol standby by anna");
    logSays(Duty.STANDBY, 5, "secondary");
    assertThat(changes("standby", "GIVEN_AWAY")).isEqualTo(1);

    logSays(Duty.ACTIVE, 6, "primary");
    logSays(Duty.ACTIVE, 7, "primary");
    assertThat(changes("standby", "GIVEN_UP")).as("lost and got again in one look").isEqualTo(2);
    assertThat(changes("active", "TAKEOVER")).isEqualTo(1);
    assertThat(changes("active", "RESUMED")).isEqualTo(2);
  }

  @Test
  void whoMerelyLeadsTheLogInManualModeWasNotActive() {
    manual("primary");
    office.start();
    logSays(Duty.ACTIVE, 3, "primary");
    logSays(Duty.STANDBY, 4, "secondary");
    logSays(Duty.ACTIVE, 5, "primary");
    assertThat(board.info().reason()).startsWith("active again: it had the duty in term 3");
  }

  @Test
  void theLossOfTheActiveMemberIsToldHoweverLongTheTakeoverTakes() throws Exception {
    office.start();
    pass(Duty.STANDBY, 3, "secondary", Duration.ofSeconds(3), true);
    pass(Duty.STANDBY, 3, "secondary", SIGNAL_TIME_OUT.multipliedBy(2), false);
    assertThat(told()).as("nobody is active").isEmpty();

    logSays(Duty.ACTIVE, 4, "primary", SIGNAL_TIME_OUT.multipliedBy(3));

    assertThat(told())
        .extracting(RawInstance::className)
        .containsExactlyInAnyOrder("MC_CELL_TAKEOVER", "MC_CELL_MEMBER_LOST");
    pass(Duty.ACTIVE, 4, "primary", Duration.ofSeconds(3), true);
    assertThat(told()).extracting(RawInstance::className).containsExactly("MC_CELL_MEMBER_BACK");
  }

  /** Manual mode: the designated member loses its majority, then the witness leads the log. */
  private void lostTheOtherWhileTheWitnessLeads() throws Exception {
    manual("primary");
    office.start();
    pass(Duty.ACTIVE, 3, "primary", Duration.ofSeconds(3), true);
    assertThat(told()).extracting(RawInstance::className).containsExactly("MC_CELL_DUTY_CHANGE");
    pass(Duty.STANDBY, 3, "", SIGNAL_TIME_OUT.multipliedBy(2), false);
    pass(Duty.STANDBY, 4, "witness", Duration.ofSeconds(1), false);
    assertThat(told()).as("nobody is active").isEmpty();
  }

  @Test
  void whoMerelyLeadsTheLogInManualModeDoesNotTellALossInPlaceOfTheDesignatedMember()
      throws Exception {
    lostTheOtherWhileTheWitnessLeads();

    logSays(Duty.ACTIVE, 5, "primary", SIGNAL_TIME_OUT.multipliedBy(4));

    assertThat(told())
        .extracting(RawInstance::className)
        .containsExactlyInAnyOrder("MC_CELL_DUTY_CHANGE", "MC_CELL_MEMBER_LOST");
    pass(Duty.ACTIVE, 5, "primary", Duration.ofSeconds(3), true);
    assertThat(told()).extracting(RawInstance::className).containsExactly("MC_CELL_MEMBER_BACK");
  }

  @Test
  void aLossThatWasMadeGoodWhileAMemberMerelyLedTheLogIsNotTold() throws Exception {
    lostTheOtherWhileTheWitnessLeads();
    pass(Duty.ACTIVE, 5, "primary", Duration.ofSeconds(3), true);
    assertThat(told()).extracting(RawInstance::className).containsExactly("MC_CELL_DUTY_CHANGE");
  }

  @Test
  void aLossThatWasMadeGoodBeforeAnybodyCouldTellItIsNotTold() throws Exception {
    office.start();
    pass(Duty.STANDBY, 3, "secondary", Duration.ofSeconds(3), true);
    pass(Duty.STANDBY, 3, "secondary", SIGNAL_TIME_OUT.multipliedBy(2), false);
    pass(Duty.STANDBY, 3, "secondary", Duration.ofSeconds(3), true);
    logSays(Duty.ACTIVE, 4, "primary");
    assertThat(told()).extracting(RawInstance::className).containsExactly("MC_CELL_TAKEOVER");
  }
}
