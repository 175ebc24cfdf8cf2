// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what was sent, acknowledged, stored and fetched. Every event carries its number in a slot
 * of its own, so that an event that was stored twice under two ids is found as well. Any thread may
 * use it.
 */
final class Tally {
  private final int events;
  private final AtomicInteger sent = new AtomicInteger();
  private final BitSet acknowledged = new BitSet();
  private final Map<Integer, Integer> stored = new HashMap<>();
  private final Map<Integer, Integer> fetched = new HashMap<>();

  Tally(int events) {
    this.events = events;
  }

  /** Takes the next number to send; at or above the number of events there is none left. */
  int nextToSend() {
    return sent.getAndIncrement();
  }

  synchronized void acknowledged(int number) {
    acknowledged.set(number);
  }

  synchronized int acknowledgedCount() {
    return acknowledged.cardinality();
  }

  synchronized void stored(int number) {
    stored.merge(number, 1, Integer::sum);
  }

  synchronized void fetched(int number) {
    fetched.merge(number, 1, Integer::sum);
  }

  synchronized int fetchedCount() {
    return fetched.size();
  }

  /** What the count proves. */
  record Result(int sent, int acknowledged, int stored, int fetched, int lost, int doubled) {
    /** Nothing lost, nothing doubled, everything there. */
    boolean isGood(int events) {
      return sent == events
          && acknowledged == events
          && stored == events
          && fetched == events
          && lost == 0
          && doubled == 0;
    }
  }

  /** Lost: acknowledged, and then missing in the store or in what was fetched. */
  synchronized Result result() {
    int lost = 0;
    for (int number = acknowledged.nextSetBit(0); number >= 0; ) {
      if (!stored.containsKey(number) || !fetched.containsKey(number)) lost++;
      number = acknowledged.nextSetBit(number + 1);
    }
    return new Result(
        Math.min(sent.get(), events),
        acknowledged.cardinality(),
        stored.size(),
        fetched.size(),
        lost,
        doubled(stored) + doubled(fetched));
  }

  private static int doubled(Map<Integer, Integer> counts) {
    return counts.values().stream().mapToInt(count -> count - 1).sum();
  }

  /** Some numbers that are missing, for the message of a failure. */
  synchronized List<Integer> missing() {
    return acknowledged.stream()
        .filter(n -> !stored.containsKey(n) || !fetched.containsKey(n))
        .limit(5)
        .boxed()
        .toList();
  }
}
