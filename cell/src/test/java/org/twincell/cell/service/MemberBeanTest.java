// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.twincell.cell.log.Duty;
import org.twincell.protocol.MemberInfo.Role;
import org.twincell.testkit.VirtualTime;

/** What a console is told of this member's duty. */
class MemberBeanTest {
  private final FakeLog log = new FakeLog();
  private final VirtualTime time = new VirtualTime();
  private final StatusBoard board =
      new StatusBoard(
          Members.of(StatusBoardTest.PAIR, Role.PRIMARY),
          log,
          StatusBoardTest.NO_COUNTS,
          time,
          failure -> {});
  private final Batcher batcher =
      new Batcher(
          log,
          new BatcherTest.PlainEntries(),
          board,
          new Batcher.Limits(20, 1000, 2, Duration.ofSeconds(2)),
          new SimpleMeterRegistry());
  private final ControlWords words = new ControlWords("Alphonse", nobody(ControlActions.class));
  private final MemberBean bean =
      MemberBean.show(
          board,
          words,
          new PeerDesk(log, board, batcher, Duration.ofSeconds(2), new SimpleMeterRegistry(), time),
          nobody(MemberHost.class),
          time);
  private final List<String> told = new ArrayList<>();

  private static <T> T nobody(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw new AssertionError(method.getName());
            }));
  }

  @BeforeEach
  void listen() {
    bean.addNotificationListener((each, handback) -> told.add(each.getMessage()), null, null);
  }

  @AfterEach
  void end() {
    bean.close();
    words.close();
    batcher.close();
  }

  private void become(Duty duty, long term, String active) {
    log.become(duty, term, Optional.of(active).filter(name -> !name.isEmpty()));
    board.logChanged(log.status());
  }

  @Test
  void aChangeOfDutyIsToldOnceAndBeingChosenIsNone() {
    become(Duty.ACTIVE, 3, "primary");
    assertThat(told).as("chosen").isEmpty();
    board.opened(3, "takeover: a test");
    board.tell();
    assertThat(told).containsExactly("duty STANDBY -> ACTIVE term=3 reason=\"takeover: a test\"");
    become(Duty.STANDBY, 4, "secondary");
    assertThat(told).hasSize(2);
    assertThat(told).last().asString().startsWith("duty ACTIVE -> STANDBY term=4");
  }

  @Test
  void whoWasChosenInVainTellsNothing() {
    become(Duty.ACTIVE, 3, "primary");
    become(Duty.STANDBY, 4, "secondary");
    assertThat(told).isEmpty();
  }

  @Test
  void whoLostTheDutyAndGotItBackInALaterTermTellsItAgain() {
    become(Duty.ACTIVE, 3, "primary");
    board.opened(3);
    become(Duty.ACTIVE, 4, "primary");
    board.opened(4, "active again");
    assertThat(told).hasSize(2);
    assertThat(told).last().isEqualTo("duty STANDBY -> ACTIVE term=4 reason=\"active again\"");
  }
}
