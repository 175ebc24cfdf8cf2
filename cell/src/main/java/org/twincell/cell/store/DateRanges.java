// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Handles of ranges of dates that were sorted lately, so that the pages of one query do not sort
 * them again. A range as it was at commit index V serves every reader of a state C at or before V
 * whose view is at or after V: what has left the range between C and that view is in the history.
 * Any thread may use it.
 */
final class DateRanges {
  /** With at most {@link Planner#RANGE_LIMIT_ROWS} handles each: 32 MB at the worst. */
  static final int RANGES_KEPT = 8;

  private final Map<Range, Sorted> ranges = new LinkedHashMap<>(16, 0.75f, true);

  private record Range(long from, long to) {}

  private record Sorted(long index, long[] handles) {}

  synchronized long @Nullable [] find(long from, long to, long asOf, long viewIndex) {
    Sorted sorted = ranges.get(new Range(from, to));
    return sorted != null && asOf <= sorted.index && sorted.index <= viewIndex
        ? sorted.handles
        : null;
  }

  synchronized void keep(long from, long to, long viewIndex, long[] handles) {
    ranges.put(new Range(from, to), new Sorted(viewIndex, handles));
    if (ranges.size() > RANGES_KEPT) ranges.remove(ranges.keySet().iterator().next());
  }

  synchronized void clear() {
    ranges.clear();
  }
}
