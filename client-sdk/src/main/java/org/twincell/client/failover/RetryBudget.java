// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.failover;

/**
 * A token bucket that all calls of a client share, so that retries cannot multiply the load on
 * gateways that are in trouble. An empty bucket does not fail a call, it makes it wait its turn.
 */
final class RetryBudget {
  private static final double NANOS_PER_SECOND = 1e9;

  private final double burst;
  private final double perNano;
  private double tokens;
  private long filledAt;
  private boolean started;

  RetryBudget(int burst, int perSecond) {
    this.burst = burst;
    this.perNano = perSecond / NANOS_PER_SECOND;
    this.tokens = burst;
  }

  /**
   * Takes one token and answers how long to wait before using it. When the wait would be longer
   * than the caller has, nothing is taken and the answer is longer than that.
   */
  long take(long now, long atMostNanos) {
    fill(now);
    double missing = 1 - tokens;
    long wait = missing <= 0 ? 0 : (long) Math.ceil(missing / perNano);
    if (wait <= atMostNanos) tokens -= 1;
    return wait;
  }

  private void fill(long now) {
    if (started) tokens = Math.min(burst, tokens + Math.max(0, now - filledAt) * perNano);
    started = true;
    filledAt = now;
  }
}
