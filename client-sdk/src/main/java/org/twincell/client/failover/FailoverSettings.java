// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.failover;

import java.time.Duration;

/**
 * What {@link FailoverPolicy} needs to know.
 *
 * @param gateways how many there are; 0 is the primary
 * @param patience the whole time of a call
 * @param attemptTimeOut the time of one try
 * @param returnToPrimaryAfter how long an earlier gateway must be well before it is used again
 * @param firstPause after all gateways have failed once; doubles with each round
 * @param longestPause the pause that doubling ends at
 * @param retryBurst retries of all calls together that may be made at once
 * @param retriesPerSecond how fast the budget of retries fills again
 */
public record FailoverSettings(
    int gateways,
    Duration patience,
    Duration attemptTimeOut,
    Duration returnToPrimaryAfter,
    Duration firstPause,
    Duration longestPause,
    int retryBurst,
    int retriesPerSecond) {
  public FailoverSettings {
    if (gateways < 1) throw new IllegalArgumentException("there must be a gateway");
    if (retryBurst < 1 || retriesPerSecond < 1)
      throw new IllegalArgumentException("a retry budget of 0 would forbid every retry");
  }
}
