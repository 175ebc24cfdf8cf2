// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.util.ArrayDeque;
import java.util.List;

/** The digests that this member remembers, in memory alone; any thread. */
final class Marks {
  /** Members are rarely further apart than a few; each takes 32 KiB. */
  static final int LIMIT = 8;

  private final ArrayDeque<DigestMark> kept = new ArrayDeque<>();

  synchronized void add(DigestMark mark) {
    if (kept.size() == LIMIT) kept.removeFirst();
    kept.addLast(mark);
  }

  /** Oldest first. */
  synchronized List<DigestMark> all() {
    return List.copyOf(kept);
  }

  /** What was remembered says nothing about the store any more: it was mended or replaced. */
  synchronized void clear() {
    kept.clear();
  }
}
