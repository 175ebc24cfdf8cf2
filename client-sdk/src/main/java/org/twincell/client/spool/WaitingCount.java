// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.spool;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many records wait, and waiting for some or for none. Any thread. */
final class WaitingCount {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long count;
  private boolean closed;

  void add(long records) {
    lock.lock();
    try {
      count += records;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody waits any more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long get() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** True when there is one; false when none came in time or the spool was closed. */
  boolean awaitSome(Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = atMost.toNanos();
      while (count == 0 && !closed && left > 0) left = changed.awaitNanos(left);
      return count > 0 && !closed;
    } finally {
      lock.unlock();
    }
  }

  /** True when there is none; false when the time was over first or the spool was closed. */
  boolean awaitNone(Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = atMost.toNanos();
      while (count > 0 && !closed && left > 0) left = changed.awaitNanos(left);
      return count == 0;
    } finally {
      lock.unlock();
    }
  }
}
