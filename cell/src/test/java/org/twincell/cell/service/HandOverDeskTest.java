// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.twincell.cell.log.MemberRole;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.testkit.VirtualTime;

/** Who gets the duty has to have applied its log, whatever asks for the change. */
@Timeout(600)
class HandOverDeskTest {
  private final FakeLog log = new FakeLog();
  private final VirtualTime time = new VirtualTime();
  private final List<String> lines = new ArrayList<>();
  private final StatusBoard board =
      new StatusBoard(
          Members.of(StatusBoardTest.PAIR, Role.PRIMARY),
          log,
          StatusBoardTest.NO_COUNTS,
          time,
          failure -> {});
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Batcher batcher =
      new Batcher(
          log,
          new BatcherTest.PlainEntries(),
          board,
          new Batcher.Limits(20, 1000, 2, Duration.ofSeconds(2)),
          metrics);
  private long left = 300;
  private long applying;

  @AfterEach
  void end() {
    batcher.close();
  }

  private Backlog backlog() {
    log.becomeActiveWith("secondary", MemberRole.SECONDARY, 3);
    board.logChanged(log.status());
    board.opened(3);
    return new Backlog(
        () -> 1000,
        one -> BacklogTest.asker(() -> OptionalLong.of(1000 - (left -= applying)), () -> {}),
        time);
  }

  private static MemberHost host() {
    return (MemberHost)
        java.lang.reflect.Proxy.newProxyInstance(
            HandOverDeskTest.class.getClassLoader(),
            new Class<?>[] {MemberHost.class},
            (proxy, method, arguments) -> {
              throw new AssertionError(method.getName());
            });
  }

  private void handOver(boolean patient, boolean switchBack) {
    Duration limit = patient ? HandOverDesk.PATIENT_LIMIT : HandOverDesk.LIMIT;
    new HandOverDesk(log, board, batcher, backlog())
        .toPartner(new HandOverDesk.Ask(patient, switchBack, "a test", limit), lines::add);
  }

  @Test
  void aMemberThatStillAppliesItsLogDoesNotGetTheDuty() {
    assertThatThrownBy(() -> handOver(false, false))
        .hasMessageContaining("not in step")
        .hasMessageContaining("300 entries of its log still to apply");
    assertThat(log.handOvers()).isEmpty();
    assertThat(time.monotonicNanos()).isGreaterThanOrEqualTo(Duration.ofSeconds(5).toNanos());
    assertThat(board.isActive()).isTrue();
  }

  @Test
  void itGetsTheDutyOnceItHasAppliedItsLog() {
    applying = 100;
    batcher.start();
    handOver(false, false);
    assertThat(log.handOvers()).containsExactly("secondary");
    assertThat(lines).first().asString().contains("waiting for", "200 entries");
  }

  @Test
  void theSwitchBackLooksOnceAndComesAgain() {
    assertThatThrownBy(() -> handOver(false, true)).hasMessageContaining("not in step");
    assertThat(time.monotonicNanos()).isZero();
    assertThat(log.handOvers()).isEmpty();
  }

  @Test
  void whoInsistsGetsTheChangeAfterTheWait() {
    batcher.start();
    handOver(true, false);
    assertThat(log.handOvers()).containsExactly("secondary");
    assertThat(lines).anyMatch(line -> line.startsWith("the duty goes all the same"));
    Duration waited = Duration.ofNanos(time.monotonicNanos());
    assertThat(waited).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(42));
  }

  @Test
  void aDrillIsRefusedWhileTheOtherMemberAppliesItsLog() {
    DrillDesk desk = new DrillDesk(log, board, host(), backlog(), metrics);
    assertThatThrownBy(() -> desk.step(List.of("check", "planned"), lines::add))
        .hasMessageContaining("the drill is refused")
        .hasMessageContaining("300 entries of its log still to apply");
    left = 0;
    desk.step(List.of("check", "planned"), lines::add);
  }

  @Test
  void aDrillThatDidNotComeToItsEndCountsAsNotClean() {
    DrillDesk desk = new DrillDesk(log, board, host(), backlog(), metrics);
    desk.step(List.of("failed", "crash", "60012", "41", "4"), lines::add);
    assertThat(metrics.counter("twincell.drills", "kind", "crash", "clean", "no").count())
        .isEqualTo(1);
    assertThat(metrics.get("twincell.drill.longest.gap.seconds").gauge().value()).isEqualTo(60.012);
    assertThatThrownBy(() -> desk.step(List.of("failed", "crash", "x", "41", "4"), lines::add))
        .hasMessageContaining("three numbers");
  }
}
