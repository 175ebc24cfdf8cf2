// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

/**
 * What a store holds, as one number. Members that have applied the log up to the same index have
 * the same; if not, one of them is damaged.
 *
 * @param index applied index
 * @param value over all keys and values of the store, and its counters
 */
public record StoreDigest(long term, long index, long value) {
  /** As members print it, for comparing by eye. */
  @Override
  public String toString() {
    return index + ":" + String.format(java.util.Locale.ROOT, "%016x", value);
  }
}
