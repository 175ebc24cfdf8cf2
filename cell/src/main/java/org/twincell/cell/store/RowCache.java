// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.twincell.cell.store.ObjectWriter.RowKey;

/**
 * Rows written lately, decoded. Only the applying thread puts rows in, before the entry's index is
 * published; so a row of an index that a reader has seen is the newest that the reader may see.
 */
final class RowCache {
  /** What a decoded row costs beside its text, about. */
  private static final int BYTES_PER_SLOT = 120;

  private final long limitBytes;
  private final Map<RowKey, StoredRow> rows = new LinkedHashMap<>(256, 0.75f, true);
  private long bytes;

  RowCache(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** The row as of a commit index, or null when the cache can not tell. */
  synchronized @Nullable StoredRow find(RowKey key, long index) {
    StoredRow row = rows.get(key);
    return row != null && row.modifiedIndex() <= index ? row : null;
  }

  synchronized void take(Map<RowKey, Optional<StoredRow>> written) {
    if (limitBytes == 0) return;
    written.forEach(
        (key, row) -> {
          StoredRow old = rows.remove(key);
          if (old != null) bytes -= weight(old);
          if (row.isEmpty()) return;
          rows.put(key, row.get());
          bytes += weight(row.get());
        });
    Iterator<StoredRow> eldest = rows.values().iterator();
    while (bytes > limitBytes && eldest.hasNext()) {
      bytes -= weight(eldest.next());
      eldest.remove();
    }
  }

  synchronized void clear() {
    rows.clear();
    bytes = 0;
  }

  private static long weight(StoredRow row) {
    return RowWeight.of(row.instance().slots().values()) + 2L * BYTES_PER_SLOT;
  }

  /** About the memory of values. */
  private static final class RowWeight {
    static long of(Iterable<org.twincell.event.SlotValue> values) {
      long sum = 0;
      for (org.twincell.event.SlotValue value : values) {
        sum += BYTES_PER_SLOT;
        if (value instanceof org.twincell.event.SlotValue.TextValue t) sum += t.value().length();
        if (value instanceof org.twincell.event.SlotValue.ListValue l) sum += of(l.elements());
      }
      return sum;
    }
  }
}
