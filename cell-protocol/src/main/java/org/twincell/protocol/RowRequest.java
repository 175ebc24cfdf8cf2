// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol;

import java.util.List;

/**
 * One page of a query.
 *
 * @param query the same text as was opened
 * @param slots slots wanted, in this order; empty means all of each row's class
 * @param commitIndex from {@link OpenedQuery}
 * @param cursor where to begin
 * @param limit at most this many rows, 1 to 10000
 */
public record RowRequest(
    ObjectKind kind, String query, List<String> slots, long commitIndex, Cursor cursor, int limit) {
  /** The first row. */
  public static final Cursor START = new Cursor(0, 0);

  public RowRequest {
    slots = List.copyOf(slots);
  }

  /**
   * A place in the rows of a query, ordered by handle.
   *
   * @param afterHandle begin after this handle; 0 at the start
   * @param skip then pass over so many matching rows; costs a look at each
   */
  public record Cursor(long afterHandle, long skip) {}
}
