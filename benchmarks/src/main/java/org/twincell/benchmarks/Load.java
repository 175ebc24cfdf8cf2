// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.twincell.time.TimeSource;

/**
 * A closed loop: so many callers, each with one call under way, for so long. Latencies are kept
 * whole, so percentiles are exact.
 */
final class Load {
  /** One call; its index is unique in the run. */
  interface Call {
    void run(int caller, long index) throws Exception;
  }

  /** What came of it. Failed calls are counted and not timed. */
  record Result(long calls, long failed, double seconds, long[] sortedNanos) {
    double perSecond() {
      return calls / seconds;
    }

    double millis(double quantile) {
      if (sortedNanos.length == 0) return Double.NaN;
      int at = (int) Math.min(sortedNanos.length - 1L, (long) (quantile * sortedNanos.length));
      return sortedNanos[at] / 1e6;
    }
  }

  private final TimeSource time;

  Load(TimeSource time) {
    this.time = time;
  }

  Result run(int callers, Duration length, Call call) throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger failed = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(callers);
    List<LongList> latencies = new ArrayList<>();
    long start = time.monotonicNanos();
    for (int i = 0; i < callers; i++) {
      int caller = i;
      LongList mine = new LongList();
      latencies.add(mine);
      Thread thread =
          new Thread(
              () -> {
                try {
                  oneCaller(caller, callers, call, over, failed, mine);
                } finally {
                  done.countDown();
                }
              },
              "caller-" + caller);
      thread.setDaemon(true);
      thread.start();
    }
    time.pause(length);
    over.set(true);
    done.await();
    double seconds = (time.monotonicNanos() - start) / 1e9;
    long[] sorted = latencies.stream().flatMapToLong(l -> Arrays.stream(l.toArray())).toArray();
    Arrays.sort(sorted);
    return new Result(sorted.length, failed.get(), seconds, sorted);
  }

  private void oneCaller(
      int caller, int callers, Call call, AtomicBoolean over, AtomicInteger failed, LongList mine) {
    for (long n = caller; !over.get(); n += callers) {
      long before = time.monotonicNanos();
      try {
        call.run(caller, n);
        mine.add(time.monotonicNanos() - before);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (Exception e) {
        failed.incrementAndGet();
        if (mine.isEmpty()) {
          throw new IllegalStateException("the first call of caller " + caller + " failed", e);
        }
      }
    }
  }

  /** Numbers without boxing. */
  private static final class LongList {
    private long[] values = new long[1 << 12];
    private int size;

    void add(long value) {
      if (size == values.length) values = Arrays.copyOf(values, size * 2);
      values[size++] = value;
    }

    boolean isEmpty() {
      return size == 0;
    }

    long[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
