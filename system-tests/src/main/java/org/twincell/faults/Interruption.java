// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.time.Duration;
import org.twincell.time.TimeSource;

/**
 * A user's wish that a run ends before its time. Faults that are under way are then healed at once
 * instead of after their time; what heals and what judges is never cut short, which is why no
 * thread is interrupted for it. Any thread may ask.
 */
final class Interruption {
  private static final Duration LOOK = Duration.ofMillis(50);

  private final TimeSource time;
  private volatile boolean asked;

  Interruption(TimeSource time) {
    this.time = time;
  }

  void ask() {
    asked = true;
  }

  boolean isAsked() {
    return asked;
  }

  /** Waits so long, or until the run is interrupted. */
  void pause(Duration length) throws InterruptedException {
    long start = time.monotonicNanos();
    while (!asked && time.monotonicNanos() - start < length.toNanos()) time.pause(LOOK);
  }
}
