// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.twincell.cell.log.Duty;
import org.twincell.cell.log.MemberRole;
import org.twincell.directory.Address;
import org.twincell.directory.CellEntry;
import org.twincell.directory.EntryKey;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.testkit.VirtualTime;

class StatusBoardTest {
  static final CellEntry PAIR =
      CellEntry.of(
          "Alphonse",
          new EntryKey("0"),
          new Address("127.0.0.1", 1828),
          new Address("127.0.0.1", 1838));

  static final StatusBoard.Counts NO_COUNTS =
      new StatusBoard.Counts() {
        @Override
        public long events() {
          return 7;
        }

        @Override
        public long dataObjects() {
          return 0;
        }

        @Override
        public String lineage() {
          return "2026-11-21T12:00:00.000Z/7a";
        }
      };

  private final FakeLog log = new FakeLog();
  private final VirtualTime time = new VirtualTime();
  private final List<MemberInfo> heard = new ArrayList<>();
  private final StatusBoard board = board(Role.PRIMARY);

  private StatusBoard board(Role role) {
    return new StatusBoard(Members.of(PAIR, role), log, NO_COUNTS, time, failure -> {});
  }

  private void become(Duty duty, long term, String active) {
    log.become(duty, term, Optional.of(active).filter(name -> !name.isEmpty()));
    board.logChanged(log.status());
  }

  private void listen() {
    board.listen(
        new StatusBoard.Watcher() {
          @Override
          public void hear(MemberInfo info) {
            heard.add(info);
          }

          @Override
          public void end() {}
        });
  }

  @Test
  void aMemberIsLimitedUntilItIsOpenInItsTerm() {
    listen();
    become(Duty.ACTIVE, 3, "primary");
    assertThat(board.isActive()).isFalse();
    assertThat(board.info().duty()).isEqualTo(MemberInfo.Duty.LIMITED);
    board.opened(3);
    assertThat(board.activeTerm()).hasValue(3);
    assertThat(heard)
        .extracting(MemberInfo::duty)
        .containsExactly(MemberInfo.Duty.STANDBY, MemberInfo.Duty.LIMITED, MemberInfo.Duty.ACTIVE);
  }

  @Test
  void aMemberNeverSaysThatItIsActiveInATermInWhichItIsNot() {
    become(Duty.ACTIVE, 3, "primary");
    board.opened(3);
    log.become(Duty.STANDBY, 4, Optional.of("secondary"));

    assertThat(board.info().duty()).as("not told yet").isEqualTo(MemberInfo.Duty.ACTIVE);
    assertThat(board.info().term()).isEqualTo(3);

    board.logChanged(log.status());
    assertThat(board.info().duty()).isEqualTo(MemberInfo.Duty.STANDBY);
    assertThat(board.info().term()).isEqualTo(4);
  }

  @Test
  void anOpeningOfAnOlderTermDoesNotCount() {
    become(Duty.ACTIVE, 4, "primary");
    board.opened(3);
    assertThat(board.isActive()).isFalse();
  }

  @Test
  void theReasonNamesWhoWasActiveBefore() {
    become(Duty.STANDBY, 3, "secondary");
    assertThat(board.info().reason()).isEqualTo("127.0.0.1:1838 is active");
    become(Duty.STANDBY, 4, "");
    become(Duty.ACTIVE, 4, "primary");
    board.opened(4);
    assertThat(board.info().reason()).contains("after 127.0.0.1:1838");
  }

  @Test
  void whoGivesTheDutyUpSaysWhyAndWhoWasSilent() {
    become(Duty.ACTIVE, 3, "primary");
    board.opened(3);
    board.seen(Map.of("secondary", silentFor(1612)), Optional.empty());
    become(Duty.STANDBY, 3, "");
    assertThat(board.info().reason()).contains("did not hear enough members", "secondary 1612 ms");

    become(Duty.ACTIVE, 4, "primary");
    board.opened(4);
    board.seen(Map.of("secondary", silentFor(40)), Optional.empty());
    become(Duty.STANDBY, 5, "");
    board.seen(Map.of("secondary", silentFor(9999)), Optional.empty());
    assertThat(board.info().reason()).contains("another member asks", "secondary 40 ms");
  }

  private static StatusBoard.PeerView silentFor(long millis) {
    return new StatusBoard.PeerView(
        MemberInfo.Signal.LIVE, 0, Optional.of(Duration.ofMillis(millis)), Optional.empty());
  }

  @Test
  void aStandbyNamesTheWitnessThoughItDoesNotHearIt() {
    CellEntry three = PAIR.withWitness(new Address("127.0.0.1", 1848));
    StatusBoard standby =
        new StatusBoard(Members.of(three, Role.PRIMARY), log, NO_COUNTS, time, failure -> {});
    log.becomeStandbyOf("secondary", 3, "witness");

    assertThat(standby.info().peers())
        .extracting(
            MemberInfo.Peer::role, MemberInfo.Peer::reachable, MemberInfo.Peer::silentMillis)
        .containsExactly(tuple(Role.SECONDARY, true, 0L), tuple(Role.WITNESS, false, -1L));
  }

  @Test
  void onlyAMemberThatIsHeardNowCountsAsConnected() {
    CellEntry three = PAIR.withWitness(new Address("127.0.0.1", 1848));
    StatusBoard standby =
        new StatusBoard(Members.of(three, Role.PRIMARY), log, NO_COUNTS, time, failure -> {});
    assertThat(standby.heardMembers()).isEmpty();

    log.becomeStandbyOf("secondary", 3, "witness");

    assertThat(standby.heardMembers()).extracting(Members.One::name).containsExactly("secondary");
  }

  @Test
  void aMemberThatCarriesOnAloneSaysSoInItsStatusAndItsMetrics() {
    AtomicBoolean alone = new AtomicBoolean();
    Designation designation =
        new Designation(Mode.AVAILABLE, "primary", Optional::empty, alone::get);
    StatusBoard ofPair =
        new StatusBoard(
            Members.of(PAIR, Role.PRIMARY), log, designation, NO_COUNTS, time, failure -> {});
    MeterRegistry metrics = new SimpleMeterRegistry();
    StatusFigures.measure(ofPair, metrics);
    assertThat(ofPair.info().alone()).isFalse();
    assertThat(metrics.get("twincell.alone").gauge().value()).isZero();

    alone.set(true);

    assertThat(ofPair.info().alone()).isTrue();
    assertThat(metrics.get("twincell.alone").gauge().value()).isEqualTo(1);
  }

  @Test
  void howFarAnotherMemberIsBehindIsMeasuredAndUnknownIsNoNumber() {
    MeterRegistry metrics = new SimpleMeterRegistry();
    StatusFigures.measure(board, metrics);
    become(Duty.STANDBY, 3, "secondary");
    assertThat(lag(metrics, "entries")).isNaN();
    assertThat(lag(metrics, "seconds")).isNaN();

    log.becomeActiveWith("secondary", MemberRole.SECONDARY, 4);
    board.seen(
        Map.of(
            "secondary",
            new StatusBoard.PeerView(
                MemberInfo.Signal.LIVE, 1500, Optional.empty(), Optional.empty())),
        Optional.empty());

    assertThat(lag(metrics, "entries")).isZero();
    assertThat(lag(metrics, "seconds")).isEqualTo(1.5);
  }

  private static double lag(MeterRegistry metrics, String unit) {
    return metrics.get("twincell.peer.lag." + unit).tag("peer", "secondary").gauge().value();
  }

  @Test
  void sinceIsWhenTheDutyChangedWhateverTheLogSaysOfItsLeader() {
    Instant started = time.wallClock();
    time.advance(Duration.ofSeconds(5));
    become(Duty.STANDBY, 3, "secondary");
    assertThat(board.info().since()).as("another term is no change of duty").isEqualTo(started);

    AtomicReference<String> designated = new AtomicReference<>("secondary");
    StatusBoard manual =
        new StatusBoard(
            Members.of(PAIR, Role.PRIMARY),
            log,
            new Designation(
                Mode.MANUAL, "primary", () -> Optional.of(designated.get()), () -> false),
            NO_COUNTS,
            time,
            failure -> {});
    log.become(Duty.ACTIVE, 4, Optional.of("primary"));
    manual.logChanged(log.status());
    assertThat(manual.info().duty()).isEqualTo(MemberInfo.Duty.STANDBY);

    time.advance(Duration.ofHours(1));
    designated.set("primary");
    manual.opened(4);
    assertThat(manual.info().duty()).isEqualTo(MemberInfo.Duty.ACTIVE);
    assertThat(manual.info().since()).isEqualTo(time.wallClock());
  }

  @Test
  void aRefusalNamesTheActiveMemberWhenItIsKnown() {
    become(Duty.STANDBY, 3, "secondary");
    assertThat(board.notActive().getActiveAddress()).isEqualTo("127.0.0.1:1838");
    become(Duty.STANDBY, 4, "");
    assertThat(board.notActive().getActiveAddress()).isEmpty();
  }

  @Test
  void aMemberThatStopsIsNotActiveAnyMoreWhateverTheLogSays() {
    become(Duty.ACTIVE, 3, "primary");
    board.opened(3);
    board.closing();
    assertThat(board.isActive()).isFalse();
    assertThat(board.info().reason()).isEqualTo("the member is stopping");
  }
}
