// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The moments at which events were acknowledged, on the monotonic clock, and the longest silence
 * after a kill: as long as nobody got an acknowledgement. Any thread may use it.
 */
final class Gaps {
  private final List<Long> acknowledgements = new ArrayList<>();

  synchronized void acknowledged(long nanos) {
    acknowledgements.add(nanos);
  }

  /** The longest silence between the kill and the end of the watch; both are moments too. */
  synchronized Duration longestAfter(long killNanos, long endNanos) {
    long longest = 0;
    long last = killNanos;
    for (long moment : acknowledgements.stream().sorted().toList()) {
      if (moment - killNanos < 0 || moment - endNanos > 0) continue;
      longest = Math.max(longest, moment - last);
      last = moment;
    }
    return Duration.ofNanos(longest);
  }
}
