// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What callers felt of the takeovers: for each the longest time without an acknowledgement around
 * the moment at which the new active member was heard.
 *
 * @param gapsNanos one for each takeover, the shortest first
 */
record Takeovers(List<Long> gapsNanos) {
  private static final long AROUND_NANOS = 1_000_000_000L;

  Takeovers {
    List<Long> sorted = new ArrayList<>(gapsNanos);
    Collections.sort(sorted);
    gapsNanos = List.copyOf(sorted);
  }

  /**
   * Finds the gaps.
   *
   * @param heard when each new active member was heard first
   * @param acknowledged when events were acknowledged, in order, on the same clock
   */
  static Takeovers of(List<Long> heard, List<Long> acknowledged) {
    List<Long> gaps = new ArrayList<>();
    for (long at : heard) {
      long longest = 0;
      for (int i = 1; i < acknowledged.size(); i++) {
        long from = acknowledged.get(i - 1);
        long to = acknowledged.get(i);
        if (to < at - AROUND_NANOS) continue;
        if (from > at) break;
        longest = Math.max(longest, to - from);
      }
      gaps.add(longest);
    }
    return new Takeovers(gaps);
  }

  /** The gap that so many percent of the takeovers do not pass; 0 without takeovers. */
  long percentileNanos(int percent) {
    if (gapsNanos.isEmpty()) return 0;
    int rank = (int) Math.ceil(percent / 100.0 * gapsNanos.size());
    return gapsNanos.get(Math.max(0, rank - 1));
  }

  String summary() {
    return String.format(
        Locale.ROOT,
        "takeovers %d median %.2f s p99 %.2f s longest gap %.2f s",
        gapsNanos.size(),
        percentileNanos(50) / 1e9,
        percentileNanos(99) / 1e9,
        percentileNanos(100) / 1e9);
  }
}
