// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.cells;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.twincell.time.TimeSource;

/**
 * Gives each new event an id of the form {@code ImWebServices.<start>.<now>.<n>}, all digits, as
 * the original's gateway does.
 *
 * <p>Two gateways that start in the same millisecond must not give the same id, so {@code <start>}
 * is the start in milliseconds since 1970 followed by six random digits (19 digits together, still
 * a 64-bit number). {@code <now>} is for people; {@code <n>} alone makes an id unique within a
 * process, so a clock that jumps does no harm. Any thread.
 */
public final class EventIds {
  private static final int INSTANCES = 1_000_000;

  private final TimeSource time;
  private final String prefix;
  private final AtomicLong next = new AtomicLong();

  public EventIds(TimeSource time, RandomGenerator random) {
    this.time = time;
    long start = time.wallClock().toEpochMilli();
    this.prefix = "ImWebServices.%d%06d.".formatted(start, random.nextInt(INSTANCES));
  }

  /** An id that no other call and no other gateway gets. */
  public String next() {
    return prefix + time.wallClock().toEpochMilli() + "." + next.incrementAndGet();
  }
}
