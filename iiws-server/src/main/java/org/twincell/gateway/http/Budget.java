// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.http;

import java.util.concurrent.atomic.AtomicLong;

/** So much of something and no more. Any thread. */
final class Budget {
  private final long limit;
  private final AtomicLong taken = new AtomicLong();

  Budget(long limit) {
    this.limit = limit;
  }

  /** Returns false when it is not there: the caller answers "busy", it does not wait. */
  boolean take(long amount) {
    long now = taken.addAndGet(amount);
    if (now <= limit) return true;
    taken.addAndGet(-amount);
    return false;
  }

  /** The same, but what is more than the limit by itself is let through when it is alone. */
  boolean takeOrBeAlone(long amount) {
    return take(amount) || taken.compareAndSet(0, amount);
  }

  void giveBack(long amount) {
    taken.addAndGet(-amount);
  }

  long taken() {
    return taken.get();
  }
}
