// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.time;

import java.time.Duration;
import java.time.Instant;

/** The machine's clocks, passed in everywhere. Implementations may be used by any thread. */
public interface TimeSource {
  /** Nanoseconds that only ever grow; for waits and time-outs, meaningless to another process. */
  long monotonicNanos();

  /** The stamp that people read. It may jump, so it never decides how long something waits. */
  Instant wallClock();

  /**
   * Lets the calling thread wait. Zero and negative durations return at once.
   *
   * @throws InterruptedException when the thread was interrupted; the wait ended early
   */
  void pause(Duration duration) throws InterruptedException;
}
