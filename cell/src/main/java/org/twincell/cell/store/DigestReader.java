// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.cell.store.wire.StoreState;

/** Computes digests from what is really stored: reads it all. */
final class DigestReader {
  private static final Logger LOG = LoggerFactory.getLogger(DigestReader.class);

  private DigestReader() {}

  /** Opens a walk over a family; whoever asked closes it. */
  interface Walks {
    RocksIterator over(Family family);
  }

  /** What was read: the sum of each bucket, and how many keys there are. */
  record Sums(long[] buckets, long keys) {
    long total() {
      return Buckets.of(buckets).total();
    }
  }

  static Sums read(Walks walks) {
    long[] sums = new long[Buckets.COUNT];
    long keys = 0;
    for (Family family : Family.values()) {
      try (RocksIterator at = walks.over(family)) {
        for (at.seekToFirst(); Content.isAt(at); at.next()) {
          byte[] key = at.key();
          if (Buckets.isOutside(family, key)) continue;
          byte[] value = at.value();
          sums[Buckets.of(family, key, value)] += Changes.hash(family, key, value);
          keys++;
        }
      }
    }
    return new Sums(sums, keys);
  }

  /**
   * The buckets of a store that is being opened. An earlier program kept their total alone, or
   * changed the store without them: then they are computed, once.
   */
  static Buckets load(Content content, StoreState state) {
    try (ReadOptions how = new ReadOptions()) {
      Buckets stored;
      try (RocksIterator meta = content.iterator(Family.META, how)) {
        stored = Buckets.load(meta);
      }
      if (stored.total() == state.getDigestSum()) return stored;
      Sums computed = read(family -> content.iterator(family, how));
      if (computed.total() != state.getDigestSum()) {
        LOG.error(
            "the store in {} does not hold what its digest says; comparing with the other member"
                + " tells what differs",
            content.folder());
      }
      Buckets fresh = Buckets.of(computed.buckets());
      write(content, fresh, state);
      return fresh;
    }
  }

  private static void write(Content content, Buckets buckets, StoreState state) {
    long[] sums = buckets.copy();
    try (Changes changes =
        new Changes(content, buckets, state.getDigestSum(), state.getDigestKeys())) {
      for (int i = 0; i < sums.length; i++) {
        changes.put(Family.META, Keys.bucket(i), sums[i] == 0 ? null : Keys.number(sums[i]));
      }
      changes.write();
    }
  }
}
