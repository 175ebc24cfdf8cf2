// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.duty;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Knows how far behind another member is in time: the age of the oldest log entry that it lacks.
 * The active member tells it where its log ends, twice a second; so the answer is right to about a
 * second, and a quiet log never looks late.
 */
public final class LagClock {
  /** So many ends are remembered, an hour and more; a longer lag is told as at least that. */
  static final int REMEMBERED_LIMIT = 10_000;

  private final TreeMap<Long, Long> nanosByEnd = new TreeMap<>();

  /** The log ends at this index now. */
  public void ends(long index, long nowNanos) {
    if (!nanosByEnd.isEmpty() && nanosByEnd.lastKey() >= index) return;
    nanosByEnd.put(index, nowNanos);
    if (nanosByEnd.size() > REMEMBERED_LIMIT) nanosByEnd.pollFirstEntry();
  }

  /** The age of the oldest entry behind this index; empty when nothing was told yet. */
  public OptionalLong millis(long matchIndex, long nowNanos) {
    if (nanosByEnd.isEmpty()) return OptionalLong.empty();
    Map.Entry<Long, Long> first = nanosByEnd.higherEntry(matchIndex);
    if (first == null) return OptionalLong.of(0);
    return OptionalLong.of(Duration.ofNanos(nowNanos - first.getValue()).toMillis());
  }

  /** The duty is gone; another member counts now. */
  public void forget() {
    nanosByEnd.clear();
  }
}
