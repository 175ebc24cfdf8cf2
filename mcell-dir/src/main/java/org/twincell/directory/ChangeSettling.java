// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

/**
 * Decides when a watched file is worth reading, and when what was read is worth acting on: once for
 * each content, after it has stood still. Reads no clock and no file; times are monotonic
 * nanoseconds.
 */
final class ChangeSettling {
  private final WatchTiming timing;
  private FileSight decided;
  private FileSight pending;
  private long pendingSinceNanos;
  private FileStamp lastStamp;
  private long lastSightNanos;

  /** Starts with a content that has been acted on already. */
  ChangeSettling(WatchTiming timing, FileStamp stamp, FileSight sight, long nowNanos) {
    this.timing = timing;
    this.decided = sight;
    this.pending = sight;
    this.pendingSinceNanos = nowNanos;
    this.lastStamp = stamp;
    this.lastSightNanos = nowNanos;
  }

  boolean wantsSight(FileStamp stamp, long nowNanos) {
    boolean unsettled = pending != decided;
    return unsettled
        || !stamp.equals(lastStamp)
        || nowNanos - lastSightNanos >= timing.recheck().toNanos();
  }

  /** Takes what was read. True when the caller shall act on it now. */
  boolean onSight(FileStamp stamp, FileSight sight, long nowNanos) {
    lastStamp = stamp;
    lastSightNanos = nowNanos;
    if (sight.isSameAs(decided)) {
      pending = decided;
      return false;
    }
    if (!sight.isSameAs(pending)) {
      pending = sight;
      pendingSinceNanos = nowNanos;
    }
    if (nowNanos - pendingSinceNanos < patienceNanos(sight)) return false;
    decided = sight;
    pending = sight;
    return true;
  }

  /** Takes what someone asked to act on without waiting. True when it differs from the last. */
  boolean onDemand(FileStamp stamp, FileSight sight, long nowNanos) {
    lastStamp = stamp;
    lastSightNanos = nowNanos;
    boolean different = !sight.isSameAs(decided);
    decided = sight;
    pending = sight;
    return different;
  }

  private long patienceNanos(FileSight sight) {
    return (sight.looksWhole() ? timing.settle() : timing.doubt()).toNanos();
  }
}
