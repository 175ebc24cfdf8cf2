// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import org.twincell.cell.store.wire.StoreState;

/**
 * What is at hand while one entry is applied: its place in the log, its time, and the store with
 * the entry's changes over it. Lives as long as the entry; used by the applying thread only.
 *
 * @param stampMillis the store's time: never behind that of an earlier entry
 */
record EntryScope(
    long term,
    long index,
    long stampMillis,
    String cell,
    Changes changes,
    StoreState.Builder state,
    NameTable names,
    Counts counts) {
  long stampSeconds() {
    return Math.floorDiv(stampMillis, 1000L);
  }
}
