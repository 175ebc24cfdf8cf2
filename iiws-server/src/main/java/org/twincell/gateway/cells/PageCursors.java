// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.cells;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.twincell.protocol.RowRequest;

/**
 * Remembers where pages ended, so that the next page starts there and costs no more than itself. An
 * entry may vanish at any time: then the page is found by counting from the last place known. Any
 * thread; {@code synchronized} because being shared is its whole job.
 */
public final class PageCursors {
  private static final int PLACES_PER_HANDLE = 64;
  private static final int SEAL_CHARACTERS = 24;

  private final int handleLimit;
  private final Map<String, NavigableMap<Long, Long>> places;

  /** Keeps the places of the {@code handleLimit} handles that were used last. */
  public PageCursors(int handleLimit) {
    this.handleLimit = handleLimit;
    this.places =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, NavigableMap<Long, Long>> eldest) {
            return size() > PageCursors.this.handleLimit;
          }
        };
  }

  /** Where to begin for a row, counted from 0. */
  public synchronized RowRequest.Cursor at(String token, long row) {
    NavigableMap<Long, Long> known = places.get(seal(token));
    Map.Entry<Long, Long> before = known == null ? null : known.floorEntry(row);
    if (before == null) return new RowRequest.Cursor(0, row);
    return new RowRequest.Cursor(before.getValue(), row - before.getKey());
  }

  /** Notes that {@code row}, counted from 0, comes after the object with this handle. */
  public synchronized void note(String token, long row, long afterHandle) {
    NavigableMap<Long, Long> known = places.computeIfAbsent(seal(token), t -> new TreeMap<>());
    known.put(row, afterHandle);
    if (known.size() > PLACES_PER_HANDLE) known.pollFirstEntry();
  }

  /** Forgets a handle. */
  public synchronized void drop(String token) {
    places.remove(seal(token));
  }

  /** The end of a token is its seal: short, and another one for every query. */
  private static String seal(String token) {
    return token.substring(Math.max(0, token.length() - SEAL_CHARACTERS));
  }

  synchronized int size() {
    return places.size();
  }
}
