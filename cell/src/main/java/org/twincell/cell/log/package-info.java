// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The replicated log of a cell: what a majority of the members has on disk, in one order, with one
 * active member at a time.
 *
 * <p>Start at {@link org.twincell.cell.log.ReplicatedLog}; the store implements {@link
 * org.twincell.cell.log.LogApplier}. Behind the seam works Apache Ratis, and no type of it is named
 * outside this package. All threads and files of the log belong to the open log and end with {@link
 * org.twincell.cell.log.ReplicatedLog#close}.
 *
 * <p>Threads: {@code log-watch-CELL-MEMBER} tells changes and failures to the listeners; {@code
 * log-close-CELL-MEMBER} closes Ratis; the rest are Ratis' own, daemons all: one that applies
 * ({@code ...StateMachineUpdater}, the only one that calls the applier once the log is open), one
 * that writes the log ({@code ...SegmentedRaftLogWorker}), one per other member that sends, and
 * those of its gRPC. Answers of {@code append} come on the applying thread.
 */
@NullMarked
package org.twincell.cell.log;

import org.jspecify.annotations.NullMarked;
