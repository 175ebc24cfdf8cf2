// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The cells that this gateway reaches, and the names by which clients refer to them: connection
 * ids, result handles and event ids. All names are computed, so that each works on every gateway
 * with the same directory.
 *
 * <p>Start at {@link org.twincell.gateway.cells.Cells}. It owns one {@code CellClient} per cell of
 * the directory, with that client's threads; everything else here is pure.
 */
@NullMarked
package org.twincell.gateway.cells;

import org.jspecify.annotations.NullMarked;
