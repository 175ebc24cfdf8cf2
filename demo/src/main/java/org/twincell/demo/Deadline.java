// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

import java.time.Duration;
import org.twincell.time.TimeSource;

/** A moment after which waiting is over. */
record Deadline(TimeSource time, long atNanos) {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  static Deadline in(Duration wait, TimeSource time) {
    return new Deadline(time, time.monotonicNanos() + wait.toNanos());
  }

  boolean isOver() {
    return atNanos - time.monotonicNanos() <= 0;
  }

  /** Whichever comes first: this one, or a shorter wait from now. */
  Deadline within(Duration wait) {
    Deadline sooner = in(wait, time);
    return sooner.atNanos - atNanos < 0 ? sooner : this;
  }

  /** What is waited for. */
  interface Condition {
    boolean holds() throws InterruptedException;
  }

  /** Waits until the condition holds. False when the deadline came first. */
  boolean await(Condition condition) throws InterruptedException {
    while (!condition.holds()) {
      if (isOver()) return false;
      time.pause(LOOK_AGAIN);
    }
    return true;
  }
}
