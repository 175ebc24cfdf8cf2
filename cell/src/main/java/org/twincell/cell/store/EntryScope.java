// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import org.twincell.cell.store.wire.StoreState;

/**
 * What is at hand while one entry is applied: its place in the log, its times, and the store with
 * the entry's changes over it. Lives as long as the entry; used by the applying thread only.
 *
 * @param stampMillis the store's time, by which it lets go of things: never behind that of an
 *     earlier entry
 * @param wallMillis the time that objects show: may leap either way with the clock of a member
 */
record EntryScope(
    long term,
    long index,
    long stampMillis,
    long wallMillis,
    String cell,
    Changes changes,
    StoreState.Builder state,
    NameTable names,
    Counts counts,
    ClientPlaces places) {
  long wallSeconds() {
    return Math.floorDiv(wallMillis, 1000L);
  }
}
