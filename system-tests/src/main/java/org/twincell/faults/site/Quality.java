// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.site;

import java.time.Duration;

/**
 * How bad a link is.
 *
 * @param lossPercent packets that vanish, 0 to 100
 * @param delay added to everything in each direction
 * @param reorderPercent packets that are held back so that later ones overtake them, 0 to 100
 * @param duplicatePercent packets that arrive twice, 0 to 100
 * @param bytesPerSecond the most that passes in each direction; 0 is no bound
 * @param cutAfterBytes the connection is cut after so many further bytes, in the middle of a
 *     message; 0 is never
 */
public record Quality(
    int lossPercent,
    Duration delay,
    int reorderPercent,
    int duplicatePercent,
    long bytesPerSecond,
    long cutAfterBytes) {
  /** A good link. */
  public static final Quality GOOD = new Quality(0, Duration.ZERO, 0, 0, 0, 0);

  public static Quality loss(int percent) {
    return new Quality(percent, Duration.ZERO, 0, 0, 0, 0);
  }

  public static Quality delay(Duration delay) {
    return new Quality(0, delay, 0, 0, 0, 0);
  }

  public static Quality reorder(int percent) {
    return new Quality(0, Duration.ofMillis(2), percent, 0, 0, 0);
  }

  public static Quality duplicate(int percent) {
    return new Quality(0, Duration.ZERO, 0, percent, 0, 0);
  }

  public static Quality slow(long bytesPerSecond) {
    return new Quality(0, Duration.ZERO, 0, 0, bytesPerSecond, 0);
  }

  public static Quality cutAfter(long bytes) {
    return new Quality(0, Duration.ZERO, 0, 0, 0, bytes);
  }
}
