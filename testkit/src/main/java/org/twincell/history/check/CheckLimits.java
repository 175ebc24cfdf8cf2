// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history.check;

/**
 * What the checker may keep. A history beyond a limit is refused with the limit's name; the checks
 * are never silently weaker.
 *
 * @param events events in the history; costs about 90 bytes each, and 32 more for each name that
 *     acknowledges
 * @param senders clients that send
 * @param names names in {@code client_ack}
 * @param versionsPerEvent modifications of one event
 * @param terms terms in which calls were answered
 * @param violationsPerRule messages kept of each rule; further ones are only counted
 */
public record CheckLimits(
    int events, int senders, int names, int versionsPerEvent, int terms, int violationsPerRule) {
  /** Enough for some hours of calls; needs up to 600 MB when it is full. */
  public static final CheckLimits DEFAULT =
      new CheckLimits(5_000_000, 10_000, 32, 10_000, 100_000, 20);
}
