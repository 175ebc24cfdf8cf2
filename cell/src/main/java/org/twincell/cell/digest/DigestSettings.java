// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.digest;

import java.time.Duration;

/**
 * How often and how fast.
 *
 * @param compareEvery {@code DigestInterval}: between two entries at which members remember their
 *     digest; zero compares nothing
 * @param scrubEvery {@code ScrubInterval}: between the end of one pass over the disk and the next;
 *     zero reads nothing
 * @param scrubBytesPerSecond {@code ScrubBytesPerSecond}: the most that a pass reads
 */
public record DigestSettings(Duration compareEvery, Duration scrubEvery, long scrubBytesPerSecond) {
  /** What is shipped. */
  public static final DigestSettings DEFAULTS =
      new DigestSettings(Duration.ofSeconds(5), Duration.ofHours(6), 8L << 20);

  public DigestSettings {
    if (compareEvery.isNegative() || scrubEvery.isNegative()) {
      throw new IllegalArgumentException("a negative interval");
    }
    if (scrubBytesPerSecond < 1) throw new IllegalArgumentException("nothing would be read");
  }
}
