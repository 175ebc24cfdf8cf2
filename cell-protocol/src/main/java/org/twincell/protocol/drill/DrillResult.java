// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.drill;

import java.util.List;
import java.util.Locale;

/**
 * What clients saw of a drill.
 *
 * @param id in {@code mc_parameter} of its canary events
 * @param longestGapMillis the longest time without an acknowledged canary, from the fault on
 * @param acknowledged canaries that the cell said are stored
 * @param failures canaries whose call failed, each with why; at most a few
 * @param failed how many calls failed
 * @param lost canaries that were acknowledged and are not there
 * @param doubled canaries that are there more than once
 * @param before host:port of the member that was active before
 * @param after host:port of the one that was active afterwards
 */
public record DrillResult(
    Drill.Kind kind,
    String id,
    long longestGapMillis,
    long acknowledged,
    List<String> failures,
    long failed,
    long lost,
    long doubled,
    String before,
    String after) {
  public DrillResult {
    failures = List.copyOf(failures);
  }

  /** No call failed, nothing was lost and nothing was doubled. */
  public boolean isClean() {
    return failed == 0 && lost == 0 && doubled == 0;
  }

  /** One line for people and for {@code grep}. */
  public String text() {
    return "drill "
        + kind.name().toLowerCase(Locale.ROOT)
        + ": longest gap "
        + longestGapMillis
        + " ms, acknowledged "
        + acknowledged
        + ", failed "
        + failed
        + ", lost "
        + lost
        + ", doubled "
        + doubled
        + ", active "
        + before
        + " -> "
        + after;
  }
}
