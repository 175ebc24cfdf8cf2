// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.site;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.twincell.time.TimeSource;

/**
 * One direction between two parties over the relays: what the pumps of all its connections obey.
 * Shared by all of them, which is its whole job.
 */
final class Link {
  private final TimeSource time;
  private final AtomicLong effects = new AtomicLong();
  private boolean held;
  private boolean resetting;
  private Quality quality = Quality.GOOD;
  private long untilCut;
  private long readyNanos;

  Link(TimeSource time) {
    this.time = time;
  }

  synchronized void hold(boolean now) {
    held = now;
    notifyAll();
  }

  synchronized void reset(boolean now) {
    resetting = now;
  }

  synchronized boolean isResetting() {
    return resetting;
  }

  synchronized void become(Quality now) {
    quality = now;
    untilCut = now.cutAfterBytes();
    readyNanos = time.monotonicNanos();
  }

  /** Counts something that a caller noticed. */
  void count(long n) {
    effects.addAndGet(n);
  }

  long effects() {
    return effects.get();
  }

  /** Waits while nothing may pass. */
  void awaitOpen() throws InterruptedException {
    synchronized (this) {
      if (held) effects.incrementAndGet();
      while (held) wait();
    }
  }

  /**
   * Lets so many bytes wait as the link says.
   *
   * @return how many of them may pass; fewer means that the connection is cut then
   */
  int pass(int bytes) throws InterruptedException {
    awaitOpen();
    long pauseNanos = 0;
    int passing = bytes;
    synchronized (this) {
      if (!quality.delay().isZero()) {
        pauseNanos = quality.delay().toNanos();
        effects.incrementAndGet();
      }
      if (quality.bytesPerSecond() > 0) {
        long now = time.monotonicNanos();
        readyNanos = Math.max(readyNanos, now) + bytes * 1_000_000_000L / quality.bytesPerSecond();
        pauseNanos += readyNanos - now;
        effects.incrementAndGet();
      }
      if (quality.cutAfterBytes() > 0) {
        untilCut -= bytes;
        if (untilCut < 0) {
          passing = (int) Math.max(0, bytes + untilCut);
          untilCut = quality.cutAfterBytes();
          effects.incrementAndGet();
        }
      }
    }
    if (pauseNanos > 0) time.pause(Duration.ofNanos(pauseNanos));
    return passing;
  }
}
