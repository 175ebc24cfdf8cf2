// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

/**
 * An entry that a majority has on disk and that this member has applied.
 *
 * @param term the term in which it was appended
 * @param index its place in the log; grows by at least one from entry to entry
 * @param result what the applier returned for it
 */
public record Appended(long term, long index, byte[] result) {}
