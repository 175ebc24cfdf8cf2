// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.testkit;

import java.time.Duration;
import java.time.Instant;
import org.twincell.time.TimeSource;

/**
 * A clock that moves only when a test says so. {@link #pause} moves it forward at once, so code
 * that waits runs through without waiting. Any thread may use it.
 */
public final class VirtualTime implements TimeSource {
  private long nanos;
  private Instant wall = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public synchronized long monotonicNanos() {
    return nanos;
  }

  @Override
  public synchronized Instant wallClock() {
    return wall;
  }

  @Override
  public void pause(Duration duration) {
    if (!duration.isNegative()) advance(duration);
  }

  /** Moves both clocks forward. */
  public synchronized void advance(Duration by) {
    nanos += by.toNanos();
    wall = wall.plus(by);
  }

  /** Moves only the clock that people read, as an operator or a virtual machine may do. */
  public synchronized void jumpWallClock(Duration by) {
    wall = wall.plus(by);
  }
}
