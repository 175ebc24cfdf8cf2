// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/**
 * How many rows each class has, and how many of them each client has acknowledged. Owned by the
 * applying thread; a changed count is written with its entry.
 */
final class Counts {
  private static final int CLASS_COUNT_BYTES = 5;
  private static final int ACKNOWLEDGED_COUNT_BYTES = 9;

  private final Map<ByteBuffer, Long> stored = new HashMap<>();
  private final Map<ByteBuffer, Long> changed = new TreeMap<>();
  private final Map<Integer, Long> byPlace = new HashMap<>();

  static Counts load(Content content) {
    Counts counts = new Counts();
    try (ReadOptions how = new ReadOptions();
        RocksIterator at = content.iterator(Family.META, how)) {
      for (byte tag : new byte[] {'a', 'c'}) {
        for (at.seek(new byte[] {tag}); Content.isAt(at) && at.key()[0] == tag; at.next()) {
          byte[] key = at.key();
          if (key.length == (tag == 'c' ? CLASS_COUNT_BYTES : ACKNOWLEDGED_COUNT_BYTES)) {
            long count = Keys.longAt(at.value(), 0);
            counts.stored.put(ByteBuffer.wrap(key), count);
            if (tag == 'a') counts.byPlace.merge(Keys.intAt(key, 1), count, Long::sum);
          }
        }
      }
    }
    return counts;
  }

  long ofClass(int type) {
    return get(Keys.classCount(type));
  }

  long acknowledged(int place, int type) {
    return get(Keys.acknowledgedCount(place, type));
  }

  /** Of all classes together. */
  long acknowledged(int place) {
    return byPlace.getOrDefault(place, 0L);
  }

  void addToClass(int type, long delta) {
    add(Keys.classCount(type), delta);
  }

  void addAcknowledged(int place, int type, long delta) {
    add(Keys.acknowledgedCount(place, type), delta);
    byPlace.merge(place, delta, Long::sum);
  }

  private long get(byte[] key) {
    ByteBuffer wrapped = ByteBuffer.wrap(key);
    Long value = changed.get(wrapped);
    return value != null ? value : stored.getOrDefault(wrapped, 0L);
  }

  private void add(byte[] key, long delta) {
    changed.put(ByteBuffer.wrap(key), get(key) + delta);
  }

  /** Puts what this entry changed among its changes. */
  void flush(Changes changes) {
    changed.forEach(
        (key, value) -> {
          Long old = stored.get(key);
          byte[] oldBytes = old == null || old == 0 ? null : Keys.number(old.longValue());
          byte[] newBytes = value == 0 ? null : Keys.number(value.longValue());
          changes.set(Family.META, key.array(), oldBytes, newBytes);
          stored.put(key, value);
        });
    changed.clear();
  }
}
