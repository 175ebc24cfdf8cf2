// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Makes ids for events and data objects, and for commands: {@code sdk.<16 hex digits>.<hex epoch
 * seconds>.<n>}. The first part is random for each client, so two clients never make the same; the
 * second is when the client started.
 */
final class EventIds {
  private final String prefix;
  private final AtomicLong last = new AtomicLong();

  EventIds(RandomGenerator random, Instant started) {
    this.prefix =
        String.format(Locale.ROOT, "sdk.%016x.%x.", random.nextLong(), started.getEpochSecond());
  }

  String next() {
    return prefix + last.getAndIncrement();
  }
}
