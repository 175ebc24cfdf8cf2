// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The real clocks of the machine that this process runs on. */
public final class SystemTime implements TimeSource {
  /** The one instance; it has no state. */
  public static final SystemTime SYSTEM = new SystemTime();

  private SystemTime() {}

  @Override
  public long monotonicNanos() {
    return System.nanoTime();
  }

  @Override
  public Instant wallClock() {
    return Instant.now();
  }

  @Override
  public void pause(Duration duration) throws InterruptedException {
    if (!duration.isNegative() && !duration.isZero())
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
  }
}
