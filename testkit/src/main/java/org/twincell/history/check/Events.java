// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history.check;

import java.util.Arrays;
import org.twincell.history.Call;
import org.twincell.history.CallKind;
import org.twincell.history.CallOutcome;
import org.twincell.history.HistoryException;

/**
 * Every event that the history names, each with a place from 0. Ids are kept as 128-bit hashes, so
 * that millions fit; two ids of one hash would be taken for one, which does not happen by chance.
 */
final class Events {
  static final int NONE = -1;
  static final byte ACKNOWLEDGED = 1;
  static final byte UNKNOWN = 2;
  static final byte REFUSED = 4;

  /** Acknowledged only after a later one of its sender was: it may be stored out of order. */
  static final byte LATE = 8;

  private final int limit;
  private int size;
  private int[] buckets = new int[1 << 10];
  private long[] high = new long[512];
  private long[] low = new long[512];
  private long[] sendCall = new long[512];
  private byte[] sent = new byte[512];

  Events(int limit) {
    this.limit = limit;
    Arrays.fill(buckets, NONE);
  }

  int size() {
    return size;
  }

  /** The place of an id; a new one when it was not named before. */
  int place(String id) {
    long first = hash(id, 0x9E3779B97F4A7C15L);
    long second = hash(id, 0xC2B2AE3D27D4EB4FL);
    int bucket = bucket(first, second);
    return buckets[bucket] != NONE ? buckets[bucket] : add(first, second);
  }

  private int bucket(long first, long second) {
    int at = (int) first & (buckets.length - 1);
    while (buckets[at] != NONE && (high[buckets[at]] != first || low[buckets[at]] != second)) {
      at = (at + 1) & (buckets.length - 1);
    }
    return at;
  }

  private int add(long first, long second) {
    if (size == limit) {
      throw new HistoryException(
          "it names more than "
              + limit
              + " events (CheckLimits.events); give the checker a higher limit and memory for it");
    }
    if (size == high.length) grow();
    int place = size++;
    high[place] = first;
    low[place] = second;
    buckets[bucket(first, second)] = place;
    return place;
  }

  private void grow() {
    int wanted = size * 2;
    high = Arrays.copyOf(high, wanted);
    low = Arrays.copyOf(low, wanted);
    sendCall = Arrays.copyOf(sendCall, wanted);
    sent = Arrays.copyOf(sent, wanted);
    buckets = new int[wanted * 2];
    Arrays.fill(buckets, NONE);
    for (int i = 0; i < size; i++) buckets[bucket(high[i], low[i])] = i;
  }

  private static long hash(String id, long seed) {
    long hash = seed ^ id.length();
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0xFF51AFD7ED558CCDL;
      hash ^= hash >>> 32;
    }
    return hash ^ (hash >>> 29);
  }

  /** Takes down that a call sent this event. */
  void sent(int event, Call call, boolean isLate) {
    if (call.kind() != CallKind.SEND) throw new IllegalArgumentException("no send");
    boolean isFirstAcknowledgement = call.isAcknowledged() && !is(event, ACKNOWLEDGED);
    if (isFirstAcknowledgement || sendCall[event] == 0) sendCall[event] = call.number();
    if (isFirstAcknowledgement && isLate) sent[event] |= LATE;
    sent[event] |= flag(call.outcome());
  }

  private static byte flag(CallOutcome outcome) {
    return switch (outcome) {
      case ACKNOWLEDGED -> ACKNOWLEDGED;
      case REFUSED -> REFUSED;
      case UNKNOWN -> UNKNOWN;
    };
  }

  boolean is(int event, byte flag) {
    return (sent[event] & flag) != 0;
  }

  /** Whether a call that sent it has ended, whatever came of it. */
  boolean isSent(int event) {
    return sent[event] != 0;
  }

  /** The call that sent it; the acknowledged one if there is one. */
  long sendCall(int event) {
    return sendCall[event];
  }
}
