// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.time.Duration;
import org.twincell.time.TimeSource;

/**
 * Whether this member's links to the others are cut on purpose, for a drill. A cut has an end from
 * its beginning, so it heals whatever becomes of who asked for it. Shared by all threads.
 */
final class LinkCut {
  private final TimeSource time;
  private volatile boolean begun;
  private volatile long untilNanos;

  LinkCut(TimeSource time) {
    this.time = time;
  }

  /** Cuts from now on; a further call moves the end. */
  void cut(Duration length) {
    untilNanos = time.monotonicNanos() + length.toNanos();
    begun = true;
  }

  boolean isCut() {
    return begun && untilNanos - time.monotonicNanos() > 0;
  }
}
