// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.time.Instant;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Gives every message an id before it is sent, so that sending it again is safe. Ids look like
 * {@code mc.alphonse.67402a11c3f09b52d1e86a07.3}: where they were made for, the second and 64
 * random bits of this run, and a count.
 */
final class EventIds {
  /** So much of the place is shown; the id stays far below the cell's limit. */
  private static final int PLACE_CHARS = 40;

  private final String prefix;
  private long count;

  EventIds(String place, Instant now, RandomGenerator random) {
    this.prefix =
        String.format(
            Locale.ROOT,
            "mc.%s.%x%016x.",
            place.substring(0, Math.min(place.length(), PLACE_CHARS)).replaceAll("[^\\w-]", "_"),
            now.getEpochSecond(),
            random.nextLong());
  }

  String next() {
    return prefix + count++;
  }
}
