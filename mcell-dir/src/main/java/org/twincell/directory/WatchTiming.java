// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * How a directory file is watched.
 *
 * @param poll how often the file's stamp (time, size, identity) is looked at
 * @param settle how long a changed content must stand still before it counts
 * @param doubt how long instead, when it looks as if someone was still writing: the file is absent,
 *     unreadable or empty, or its last line has no end
 * @param recheck how often the content is read although the stamp is the same, because some tools
 *     keep the stamp
 */
public record WatchTiming(Duration poll, Duration settle, Duration doubt, Duration recheck) {
  /** A change is in force within about half a second. */
  public static final WatchTiming DEFAULTS =
      new WatchTiming(
          Duration.ofMillis(200),
          Duration.ofMillis(300),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10));

  /**
   * @throws IllegalArgumentException when a duration is not positive
   */
  public WatchTiming {
    if (Stream.of(poll, settle, doubt, recheck).anyMatch(d -> d.isZero() || d.isNegative())) {
      throw new IllegalArgumentException("the durations of watching are longer than zero");
    }
  }
}
