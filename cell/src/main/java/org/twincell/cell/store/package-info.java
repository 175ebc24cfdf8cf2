// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The event store of a cell member: the state that the replicated log makes, on RocksDB, and the
 * queries that are answered from it.
 *
 * <p>Start at {@link org.twincell.cell.store.EventStore}; {@link
 * org.twincell.cell.store.EntryMaker} makes the entries on the active member. The log's one thread
 * applies entries; any number of other threads read, each on a snapshot of its own, and neither
 * waits for the other. All files lie in the folder that the store was opened with. RocksDB brings
 * its own background threads; the store itself starts none.
 *
 * <p>Applying an entry reads the entry and the store and nothing else: no clock, no file, no
 * setting, no locale. Members that applied the same entries have equal stores.
 */
@NullMarked
package org.twincell.cell.store;

import org.jspecify.annotations.NullMarked;
