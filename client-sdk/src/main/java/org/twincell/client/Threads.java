// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.time.Duration;

/** Waiting for a thread of ours to end. */
final class Threads {
  private Threads() {}

  /** Waits at most this long; an interrupted caller stops waiting and stays interrupted. */
  static void join(Thread thread, Duration atMost) {
    try {
      thread.join(atMost.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
