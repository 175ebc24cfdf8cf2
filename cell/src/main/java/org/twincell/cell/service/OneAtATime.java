// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.time.TimeSource;

/**
 * Something that is asked for again and again and done on another thread: never twice at once, and
 * not more often than at its pace. However one time ends, the next one comes.
 */
final class OneAtATime implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(OneAtATime.class);

  private final Duration pace;
  private final Predicate<Runnable> thread;
  private final Runnable work;
  private final TimeSource time;
  private final AtomicBoolean underWay = new AtomicBoolean();
  private long notBefore;

  /**
   * @param thread does what it is given, later; false when it does not
   */
  OneAtATime(Duration pace, Predicate<Runnable> thread, Runnable work, TimeSource time) {
    this.pace = pace;
    this.thread = thread;
    this.work = work;
    this.time = time;
    this.notBefore = time.monotonicNanos();
  }

  /** Asks for it; returns at once. One caller at a time. */
  @Override
  public void run() {
    long now = time.monotonicNanos();
    if (now - notBefore < 0 || !underWay.compareAndSet(false, true)) return;
    notBefore = now + pace.toNanos();
    if (!thread.test(this::once)) underWay.set(false);
  }

  private void once() {
    try {
      work.run();
    } catch (RuntimeException fault) {
      LOG.error("it is tried again after a fault of the member", fault);
    } finally {
      underWay.set(false);
    }
  }
}
