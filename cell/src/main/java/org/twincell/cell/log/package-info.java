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
 */
@NullMarked
package org.twincell.cell.log;

import org.jspecify.annotations.NullMarked;
