// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.function.BiConsumer;
import org.rocksdb.RocksIterator;

/**
 * The digest of a store in parts: each key with its value counts in one bucket, which is the sum of
 * the hashes of what it holds. All that belongs to a record (its row, what finds it, its older
 * versions) counts in the bucket of its handle, so that a difference names few records. The sum of
 * all buckets is the store's digest.
 *
 * <p>Neighbouring handles share a bucket: the new events of one entry change one or two, and each
 * changed one is written once with its entry. Used by the applying thread alone; what others see
 * are copies. How keys are spread is part of the store's format.
 */
final class Buckets {
  /** 256 neighbouring handles to a bucket: one for each 256 of the first million records. */
  static final int COUNT = 4096;

  private static final int NEIGHBOURS_BITS = 8;

  /** Of names, counts and classes, which belong to no record. */
  static final int OF_META = 0;

  private final long[] sums = new long[COUNT];
  private final long[] changes = new long[COUNT];
  private final BitSet changed = new BitSet(COUNT);

  /** The bucket of a key; a key that is none of ours, being damaged, counts in the first. */
  static int of(Family family, byte[] key, byte[] value) {
    return switch (family) {
      case META -> OF_META;
      case ROWS -> bucket(key, key.length - 8);
      case INDEX -> isNamed(key) ? bucket(value, 0) : bucket(key, key.length - 8);
      case HISTORY ->
          key.length > 1 && key[0] == 'h' ? bucket(key, 2) : bucket(key, key.length - 8);
      case COMMANDS -> bucket(key, key.length - 8);
    };
  }

  /** Ids and keys of data objects lead to a handle; the other keys end with theirs. */
  private static boolean isNamed(byte[] key) {
    return key.length > 0 && (key[0] == 'i' || key[0] == 'k');
  }

  private static int bucket(byte[] bytes, int at) {
    if (at < 0 || at + 8 > bytes.length) return OF_META;
    return ofHandle(ByteBuffer.wrap(bytes).getLong(at));
  }

  static int ofHandle(long handle) {
    return (int) (handle >>> NEIGHBOURS_BITS) & (COUNT - 1);
  }

  /** The first handle after this one that counts in another bucket. */
  static long nextRange(long handle) {
    return ((handle >>> NEIGHBOURS_BITS) + 1) << NEIGHBOURS_BITS;
  }

  /** Whether a key of META is the digest's own and counts nowhere. */
  static boolean isOutside(Family family, byte[] key) {
    return family == Family.META
        && (java.util.Arrays.equals(key, Keys.STATE)
            || java.util.Arrays.equals(key, Keys.FORMAT)
            || Keys.isBucket(key));
  }

  /** As they are stored; buckets that are not stored are empty. */
  static Buckets load(RocksIterator meta) {
    Buckets buckets = new Buckets();
    meta.seek(Keys.bucket(0));
    while (Content.isAt(meta) && Keys.isBucket(meta.key())) {
      buckets.sums[Keys.bucketOf(meta.key())] = Keys.longAt(meta.value(), 0);
      meta.next();
    }
    return buckets;
  }

  static Buckets of(long[] sums) {
    Buckets buckets = new Buckets();
    System.arraycopy(sums, 0, buckets.sums, 0, COUNT);
    return buckets;
  }

  void add(int bucket, long hash) {
    changes[bucket] += hash;
    changed.set(bucket);
  }

  /** Tells each bucket that the entry changes, with its new sum. */
  void each(BiConsumer<Integer, Long> put) {
    for (int b = changed.nextSetBit(0); b >= 0; b = changed.nextSetBit(b + 1)) {
      put.accept(b, sums[b] + changes[b]);
    }
  }

  /** The changes are stored. */
  void commit() {
    for (int b = changed.nextSetBit(0); b >= 0; b = changed.nextSetBit(b + 1)) {
      sums[b] += changes[b];
      changes[b] = 0;
    }
    changed.clear();
  }

  /** The changes will not be stored. */
  void forget() {
    for (int b = changed.nextSetBit(0); b >= 0; b = changed.nextSetBit(b + 1)) changes[b] = 0;
    changed.clear();
  }

  long total() {
    long total = 0;
    for (long sum : sums) total += sum;
    return total;
  }

  long[] copy() {
    return sums.clone();
  }
}
