// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.twincell.testkit.VirtualTime;

/** How the switch-back is asked for twice a second. */
class OneAtATimeTest {
  private static final Duration PACE = Duration.ofSeconds(2);

  private final VirtualTime time = new VirtualTime();
  private final Deque<Runnable> begun = new ArrayDeque<>();
  private boolean busy;
  private Runnable work = () -> {};
  private final OneAtATime asked =
      new OneAtATime(PACE, each -> !busy && begun.add(each), () -> work.run(), time);

  private void finish() {
    begun.remove().run();
  }

  @Test
  void itComesAgainAtItsPaceAndNeverTwiceAtOnce() {
    asked.run();
    asked.run();
    time.advance(PACE);
    asked.run();
    assertThat(begun).as("one is under way").hasSize(1);
    finish();
    asked.run();
    assertThat(begun).hasSize(1);
    finish();
    asked.run();
    assertThat(begun).as("too early").isEmpty();
  }

  @Test
  void aFaultOfAnyKindDoesNotEndIt() {
    work =
        () -> {
          throw new IllegalStateException("a fault on purpose");
        };
    for (int i = 0; i < 3; i++) {
      asked.run();
      assertThat(begun).as("time %d", i).hasSize(1);
      finish();
      time.advance(PACE);
    }
  }

  @Test
  void aThreadThatIsBusyIsAskedAgain() {
    busy = true;
    asked.run();
    busy = false;
    time.advance(PACE);
    asked.run();
    assertThat(begun).hasSize(1);
  }
}
