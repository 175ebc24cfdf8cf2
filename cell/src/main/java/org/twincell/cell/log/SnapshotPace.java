// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Decides when a snapshot is due and up to where the log may then go, by entries and by bytes: with
 * group commit an entry may be a hundred bytes or megabytes. Pure; used by the applying thread
 * only.
 */
final class SnapshotPace {
  /** A snapshot is due after so many files of the log at the latest. */
  static final int EVERY_SEGMENTS = 16;

  /** So many files of the log stay behind a snapshot at the most. */
  static final int KEPT_SEGMENTS = 8;

  /** A witness has no store to hand out, so it keeps more of the log than the others. */
  static final int WITNESS_MEMORY = 10;

  private static final int MARKS = 32;

  private record Mark(long index, long bytes) {}

  private final long everyEntries;
  private final long everyBytes;
  private final long keptEntries;
  private final long keptBytes;
  private final Deque<Mark> marks = new ArrayDeque<>();
  private long bytes;
  private long bytesAtSnapshot;
  private long indexAtSnapshot = -1;
  private boolean asked;

  SnapshotPace(LogTuning tuning, MemberRole role) {
    int memory = role == MemberRole.WITNESS ? WITNESS_MEMORY : 1;
    this.everyEntries = tuning.snapshotEvery();
    this.everyBytes = EVERY_SEGMENTS * tuning.segmentBytes();
    this.keptEntries = tuning.keepEntries() * memory;
    this.keptBytes = KEPT_SEGMENTS * tuning.segmentBytes() * memory;
  }

  /** There is a snapshot up to this index: what is before need not be kept for it. */
  void startAt(long index) {
    indexAtSnapshot = index;
    bytesAtSnapshot = bytes;
    marks.clear();
    asked = false;
  }

  /** An entry was walked over. Returns true once when a snapshot is due. */
  boolean applied(long index, long entryBytes) {
    bytes += entryBytes;
    if (marks.isEmpty() || bytes - marks.getLast().bytes() >= keptBytes / MARKS) {
      marks.add(new Mark(index, bytes));
    }
    boolean due = index - indexAtSnapshot >= everyEntries || bytes - bytesAtSnapshot >= everyBytes;
    if (!due || asked) return false;
    asked = true;
    return true;
  }

  /**
   * A snapshot was taken up to {@code index}. Returns up to where the log may go; never less than
   * before, and never behind what an earlier snapshot covers.
   */
  long taken(long index, long purgedBefore) {
    while (marks.size() > 1 && bytes - second().bytes() >= keptBytes) marks.removeFirst();
    long byBytes =
        !marks.isEmpty() && bytes - marks.getFirst().bytes() >= keptBytes
            ? marks.getFirst().index()
            : -1;
    indexAtSnapshot = index;
    bytesAtSnapshot = bytes;
    asked = false;
    long free = Math.max(index - keptEntries, byBytes);
    return Math.max(purgedBefore, Math.min(index, free));
  }

  private Mark second() {
    var each = marks.iterator();
    each.next();
    return each.next();
  }
}
