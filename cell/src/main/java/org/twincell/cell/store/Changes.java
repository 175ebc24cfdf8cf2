// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatchWithIndex;

/**
 * The changes of one entry: visible to what is read through it, written all together or not at all.
 * Keeps the digest up to date as it goes: sums over the hashes of all keys with their values, so
 * that every caller says what was there before.
 */
final class Changes implements AutoCloseable {
  private final Content content;
  private final WriteBatchWithIndex batch = new WriteBatchWithIndex(true);
  private final Buckets buckets;
  private long digestSum;
  private long digestKeys;

  Changes(Content content, Buckets buckets, long digestSum, long digestKeys) {
    this.content = content;
    this.buckets = buckets;
    this.digestSum = digestSum;
    this.digestKeys = digestKeys;
  }

  byte @Nullable [] get(Family family, byte[] key) {
    return content.get(batch, family, key);
  }

  /** A key that is not there yet. */
  void insert(Family family, byte[] key, byte[] value) {
    set(family, key, null, value);
  }

  void remove(Family family, byte[] key, byte[] old) {
    set(family, key, old, null);
  }

  /** From one value to another; null where there is none. */
  void set(Family family, byte[] key, byte @Nullable [] old, byte @Nullable [] value) {
    if (old != null) count(family, key, old, -1);
    if (value != null) count(family, key, value, 1);
    put(family, key, value);
  }

  /** Past the digest; null deletes. */
  void put(Family family, byte[] key, byte @Nullable [] value) {
    try {
      if (value == null) {
        batch.delete(content.handle(family), key);
      } else {
        batch.put(content.handle(family), key, value);
      }
    } catch (RocksDBException e) {
      throw StoreFailedException.of("changes could not be collected", e);
    }
  }

  /** The store's own state with the digest's buckets: not in the digest, which is a part of it. */
  void putState(byte[] value) {
    put(Family.META, Keys.STATE, value);
    buckets.each((bucket, sum) -> put(Family.META, Keys.bucket(bucket), Keys.number(sum)));
  }

  /** What is stored with these changes over it. Use it before the next change, then close it. */
  RocksIterator iterator(Family family) {
    return content.iterator(batch, family);
  }

  private void count(Family family, byte[] key, byte[] value, int sign) {
    long hash = sign * hash(family, key, value);
    digestSum += hash;
    digestKeys += sign;
    buckets.add(Buckets.of(family, key, value), hash);
  }

  static long hash(Family family, byte[] key, byte[] value) {
    return Hash64.of(value, Hash64.of(key, family.tag()));
  }

  static long hash(String text, long seed) {
    return Hash64.of(text.getBytes(StandardCharsets.UTF_8), seed);
  }

  long digestSum() {
    return digestSum;
  }

  long digestKeys() {
    return digestKeys;
  }

  void write() {
    content.write(batch);
    buckets.commit();
  }

  /** What was not written by now never will be. */
  @Override
  public void close() {
    buckets.forget();
    batch.close();
  }
}
