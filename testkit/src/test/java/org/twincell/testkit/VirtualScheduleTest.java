// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.twincell.testkit.VirtualSchedule.Machine;

class VirtualScheduleTest {
  private final VirtualSchedule schedule = new VirtualSchedule();
  private final Machine one = schedule.machine("one");
  private final Machine other = schedule.machine("other");
  private final List<String> done = new ArrayList<>();

  private void later(Machine machine, long millis, String what) {
    machine.later(millis * 1_000_000, () -> done.add(what));
  }

  @Test
  void workIsDoneInTheOrderOfItsTimesAndThenOfItsAsking() {
    later(one, 2, "second");
    later(other, 1, "first");
    later(one, 2, "third");
    schedule.run(Duration.ofMillis(2));
    assertThat(done).containsExactly("first", "second", "third");
    assertThat(schedule.nowNanos()).isEqualTo(2_000_000);
  }

  @Test
  void aMachineThatStandsStillDoesItsWorkWhenItGoesOn() {
    one.pause();
    later(one, 1, "held");
    later(one, 2, "held too");
    later(other, 3, "other");
    schedule.run(Duration.ofMillis(5));
    assertThat(done).containsExactly("other");

    one.resume();
    schedule.run(Duration.ZERO);
    assertThat(done).containsExactly("other", "held", "held too");
  }

  @Test
  void whatAMachineHadToDoIsGoneWhenItEnds() {
    later(one, 1, "lost");
    one.end();
    later(one, 1, "new");
    schedule.run(Duration.ofMillis(1));
    assertThat(done).containsExactly("new");
  }

  @Test
  void onlyTheTimeOfDayOfAMachineJumps() {
    one.jumpClock(Duration.ofMinutes(-5));
    assertThat(Duration.between(one.time().wallClock(), other.time().wallClock()))
        .isEqualTo(Duration.ofMinutes(5));
    assertThat(one.time().monotonicNanos()).isEqualTo(other.time().monotonicNanos());
  }

  @Test
  void anExecutorRepeatsWorkUntilItIsEnded() {
    VirtualExecutor executor = one.executor();
    var unused = executor.scheduleAtFixedRate(() -> done.add("beat"), 0, 10, TimeUnit.MILLISECONDS);
    schedule.run(Duration.ofMillis(25));
    assertThat(done).hasSize(3);

    executor.shutdown();
    schedule.run(Duration.ofMillis(50));
    assertThat(done).hasSize(3);
  }

  @Test
  void waitingForAConditionEndsWhenItHoldsOrTheTimeIsOver() {
    later(one, 7, "done");
    assertThat(schedule.runUntil(Duration.ofMillis(5), () -> !done.isEmpty())).isFalse();
    assertThat(schedule.runUntil(Duration.ofMillis(5), () -> !done.isEmpty())).isTrue();
    assertThat(schedule.nowNanos()).isEqualTo(7_000_000);
  }
}
