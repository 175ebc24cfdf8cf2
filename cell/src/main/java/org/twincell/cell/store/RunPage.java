// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some neighbouring runs of one client and class, kept under one key: a run that comes or goes
 * rewrites a value and deletes no key. A key for every run would leave a deleted key behind for
 * every acknowledgement out of order, and whoever seeks among them passes each one until the
 * database is compacted.
 *
 * <p>Written as pairs of unsigned LEB128 numbers: the gap from the end of the run before (from the
 * start of the page for the first), then the length less one.
 *
 * @param start the lowest handle that a run of this page may begin at
 * @param runs in order, none touching another
 */
record RunPage(long start, List<Run> runs) {
  /** A page of more runs is split in two. */
  static final int LIMIT_RUNS = 128;

  private static final int GROUP_BITS = 7;
  private static final int GROUP = (1 << GROUP_BITS) - 1;
  private static final int LONGEST_RUN_BYTES = 20;

  /** Handles from the first to the last acknowledged row of a run. */
  record Run(long first, long last) {
    boolean contains(long handle) {
      return first <= handle && handle <= last;
    }
  }

  RunPage {
    runs = List.copyOf(runs);
  }

  static RunPage read(long start, byte[] bytes) {
    List<Run> runs = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    long at = start;
    while (in.hasRemaining()) {
      long first = at + number(in);
      at = first + number(in);
      runs.add(new Run(first, at));
    }
    return new RunPage(start, runs);
  }

  byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(runs.size() * LONGEST_RUN_BYTES);
    long at = start;
    for (Run run : runs) {
      put(out, run.first - at);
      put(out, run.last - run.first);
      at = run.last;
    }
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private static long number(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += GROUP_BITS) {
      byte group = in.get();
      value |= (long) (group & GROUP) << shift;
      if (group >= 0) return value;
    }
  }

  private static void put(ByteBuffer out, long number) {
    long left = number;
    while (left > GROUP) {
      out.put((byte) ((left & GROUP) | (GROUP + 1)));
      left >>>= GROUP_BITS;
    }
    out.put((byte) left);
  }

  /** The last run that begins at or before a handle. */
  @Nullable Run atOrBefore(long handle) {
    int place = placeAfter(handle);
    return place == 0 ? null : runs.get(place - 1);
  }

  /** The first run that begins after a handle. */
  @Nullable Run after(long handle) {
    int place = placeAfter(handle);
    return place == runs.size() ? null : runs.get(place);
  }

  /** How many runs begin at or before a handle. */
  private int placeAfter(long handle) {
    int low = 0;
    int high = runs.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (runs.get(middle).first <= handle) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The page without a run that it holds. */
  RunPage without(Run run) {
    List<Run> left = new ArrayList<>(runs);
    if (!left.remove(run)) throw new IllegalStateException(run + " is not in its page");
    return new RunPage(start, left);
  }

  /** The page with one run more, which touches none of the others. */
  RunPage with(Run run) {
    List<Run> more = new ArrayList<>(runs);
    more.add(placeAfter(run.first), run);
    return new RunPage(start, more);
  }

  /** The page itself, or its two halves when it holds too many runs. */
  List<RunPage> split() {
    if (runs.size() <= LIMIT_RUNS) return List.of(this);
    List<Run> upper = runs.subList(runs.size() / 2, runs.size());
    return List.of(
        new RunPage(start, runs.subList(0, runs.size() / 2)),
        new RunPage(upper.get(0).first, upper));
  }
}
