// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol;

/**
 * A query that was counted, and the state of the cell that its pages show.
 *
 * @param count matching rows at that state
 * @param commitIndex the state: give it back with every {@link RowRequest}
 */
public record OpenedQuery(long count, long commitIndex) {}
