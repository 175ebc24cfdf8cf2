// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.rocksdb.RocksIterator;
import org.twincell.cell.store.wire.StoreState;

/**
 * All that some buckets of a store hold at one index, byte for byte, with the store's counters. Two
 * members compare these to name what differs, and one is mended by the other's.
 */
public final class Records {
  /** More than this is no case for records: the store is copied whole. */
  public static final long LIMIT_BYTES = 32L << 20;

  private final StoreState state;
  private final Map<Integer, Long> keptSums;
  private final List<Item> items;

  /** One key with its value; families go by their name. */
  public record Item(String family, byte[] key, byte[] value) {
    Family in() {
      return Family.valueOf(family);
    }

    int bytes() {
      return key.length + value.length;
    }

    boolean isAt(Item other) {
      return family.equals(other.family) && Arrays.equals(key, other.key);
    }
  }

  private Records(StoreState state, Map<Integer, Long> keptSums, List<Item> items) {
    this.state = state;
    this.keptSums = keptSums;
    this.items = List.copyOf(items);
  }

  /**
   * As another member sent them.
   *
   * @param state its counters, from {@link #state}
   * @param buckets which ones
   * @throws IllegalArgumentException when this makes no sense
   */
  public static Records received(byte[] state, Set<Integer> buckets, List<Item> items) {
    try {
      Map<Integer, Long> sums = new TreeMap<>();
      for (int bucket : buckets) sums.put(bucket, 0L);
      Records records = new Records(StoreState.parseFrom(state), sums, items);
      records.sums().forEach(sums::put);
      return records;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("these are no counters of a store", e);
    }
  }

  /**
   * Reads them from the disk or wherever a view finds them.
   *
   * @throws TooManyException when there is more than {@link #LIMIT_BYTES}
   */
  static Records read(ReadView view, Set<Integer> buckets) {
    Map<Integer, Long> kept = new TreeMap<>();
    for (int bucket : buckets) {
      byte[] sum = view.get(Family.META, Keys.bucket(bucket));
      kept.put(bucket, sum == null ? 0 : Keys.longAt(sum, 0));
    }
    Reader reader = new Reader(buckets);
    for (Family family : Family.values()) {
      try (RocksIterator at = view.iterator(family)) {
        reader.read(family, at);
      }
    }
    return new Records(view.state(), kept, reader.items);
  }

  /** There is too much for mending one by one. */
  public static final class TooManyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyException() {
      super("more than " + LIMIT_BYTES + " bytes of records");
    }
  }

  private static final class Reader {
    private final Set<Integer> buckets;
    private final List<Item> items = new ArrayList<>();
    private long bytes;

    Reader(Set<Integer> buckets) {
      this.buckets = buckets;
    }

    void read(Family family, RocksIterator at) {
      if (buckets.isEmpty()) return;
      at.seekToFirst();
      while (Content.isAt(at)) {
        byte[] key = at.key();
        byte[] value = family == Family.ROWS ? Keys.NOTHING : at.value();
        boolean isWanted =
            !Buckets.isOutside(family, key) && buckets.contains(Buckets.of(family, key, value));
        if (isWanted) take(new Item(family.name(), key, at.value()));
        if (isWanted || family != Family.ROWS || key.length != Keys.ROW_BYTES) at.next();
        else at.seek(nextRange(key));
      }
    }

    /** Rows lie side by side, and far more of them than wanted. */
    private static byte[] nextRange(byte[] key) {
      long next = Buckets.nextRange(Keys.lastLong(key));
      return java.nio.ByteBuffer.wrap(key.clone()).putLong(1, next).array();
    }

    private void take(Item item) {
      bytes += item.bytes();
      if (bytes > LIMIT_BYTES) throw new TooManyException();
      items.add(item);
    }
  }

  /** Applied index of the store that they are from. */
  public long index() {
    return state.getAppliedIndex();
  }

  /** The counters, for sending. */
  public byte[] state() {
    return state.toByteArray();
  }

  StoreState counters() {
    return state;
  }

  public List<Item> items() {
    return items;
  }

  public Set<Integer> buckets() {
    return new TreeSet<>(keptSums.keySet());
  }

  /** What the buckets add up to, by what is really there. */
  Map<Integer, Long> sums() {
    Map<Integer, Long> sums = new TreeMap<>();
    for (int bucket : keptSums.keySet()) sums.put(bucket, 0L);
    for (Item item : items) {
      int bucket = Buckets.of(item.in(), item.key(), item.value());
      sums.merge(bucket, Changes.hash(item.in(), item.key(), item.value()), Long::sum);
    }
    return sums;
  }

  /** Buckets of which the store holds something else than its digest says: it is damaged. */
  public Set<Integer> doubtful() {
    Set<Integer> doubtful = new TreeSet<>();
    sums()
        .forEach(
            (bucket, sum) -> {
              if (!sum.equals(keptSums.get(bucket))) doubtful.add(bucket);
            });
    return doubtful;
  }
}
