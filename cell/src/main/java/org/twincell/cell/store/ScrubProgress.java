// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * How far a pass over a frozen copy has come, and the sums so far. What was read does not change,
 * so a pass goes on from here after a restart. Used by one thread.
 */
final class ScrubProgress {
  private static final int FORMAT = 1;

  private final long[] sums;
  private int family;
  private byte[] lastKey;
  private long keys;
  private long bytes;
  private String unreadable = "";

  private ScrubProgress(long[] sums, int family, byte[] lastKey, long keys, long bytes) {
    this.sums = sums;
    this.family = family;
    this.lastKey = lastKey;
    this.keys = keys;
    this.bytes = bytes;
  }

  static ScrubProgress start() {
    return new ScrubProgress(new long[Buckets.COUNT], 0, new byte[0], 0, 0);
  }

  void count(Family in, byte[] key, byte[] value) {
    lastKey = key;
    bytes += key.length + value.length;
    if (Buckets.isOutside(in, key)) return;
    sums[Buckets.of(in, key, value)] += Changes.hash(in, key, value);
    keys++;
  }

  void nextFamily() {
    family++;
    lastKey = new byte[0];
  }

  void unreadable(String reason) {
    unreadable = reason;
  }

  String unreadable() {
    return unreadable;
  }

  int family() {
    return family;
  }

  byte[] lastKey() {
    return lastKey;
  }

  long keys() {
    return keys;
  }

  long bytes() {
    return bytes;
  }

  long sum(int bucket) {
    return sums[bucket];
  }

  /** Written whole beside the old one; a torn one is known by its check sum. */
  void save(Path file) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(4 + 4 + 4 + lastKey.length + 16 + 8 * sums.length);
    out.putInt(FORMAT).putInt(family).putInt(lastKey.length).put(lastKey);
    out.putLong(keys).putLong(bytes);
    for (long sum : sums) out.putLong(sum);
    ByteBuffer guarded = ByteBuffer.allocate(8 + out.capacity());
    guarded.putLong(Hash64.of(out.array(), FORMAT)).put(out.array());
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.write(draft, guarded.array());
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Empty when there is none that can be used. */
  static Optional<ScrubProgress> load(Path file) throws IOException {
    if (!Files.exists(file)) return Optional.empty();
    byte[] all = Files.readAllBytes(file);
    if (all.length < 36 + 8 * Buckets.COUNT) return Optional.empty();
    byte[] inner = Arrays.copyOfRange(all, 8, all.length);
    ByteBuffer in = ByteBuffer.wrap(inner);
    if (ByteBuffer.wrap(all).getLong() != Hash64.of(inner, FORMAT) || in.getInt() != FORMAT) {
      return Optional.empty();
    }
    int family = in.getInt();
    byte[] key = new byte[in.getInt()];
    in.get(key);
    long keys = in.getLong();
    long bytes = in.getLong();
    long[] sums = new long[Buckets.COUNT];
    for (int i = 0; i < sums.length; i++) sums[i] = in.getLong();
    return Optional.of(new ScrubProgress(sums, family, key, keys, bytes));
  }
}
