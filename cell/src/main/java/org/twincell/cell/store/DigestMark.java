// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The digest of a store right after one entry that asked for it: all members remember theirs at the
 * same entry, so that they can be compared although members are never at the same entry at once.
 */
public final class DigestMark {
  /** How many sums a digest has. */
  public static final int BUCKETS = Buckets.COUNT;

  private final long term;
  private final long index;
  private final long counters;
  private final long[] sums;

  /**
   * @param term term of the entry
   * @param index its index
   * @param counters hash of the store's counters, the sum of all buckets among them
   * @param sums one for each bucket; copied
   */
  public DigestMark(long term, long index, long counters, long[] sums) {
    if (sums.length != BUCKETS) throw new IllegalArgumentException(sums.length + " buckets");
    this.term = term;
    this.index = index;
    this.counters = counters;
    this.sums = sums.clone();
  }

  public long term() {
    return term;
  }

  public long index() {
    return index;
  }

  public long counters() {
    return counters;
  }

  /** The sum of one bucket. */
  public long sum(int bucket) {
    return sums[bucket];
  }

  /** The root over counters and all buckets: equal roots, equal stores. */
  public long root() {
    long root = counters;
    for (int i = 0; i < BUCKETS; i++) root = Hash64.of(root, sums[i]);
    return root;
  }

  /** The buckets in which two stores differ. */
  public Set<Integer> differing(DigestMark other) {
    Set<Integer> differing = new TreeSet<>();
    for (int i = 0; i < BUCKETS; i++) if (sums[i] != other.sums[i]) differing.add(i);
    return differing;
  }

  /** For comparing by eye: index, colon, root. */
  @Override
  public String toString() {
    return index + ":" + String.format(Locale.ROOT, "%016x", root());
  }
}
