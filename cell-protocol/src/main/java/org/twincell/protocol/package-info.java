// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The contract between a cell and everyone who talks to it, and the client that finds the active
 * member and follows it.
 *
 * <p>Start at {@link org.twincell.protocol.CellClient}. The wire messages are in {@code
 * cell.proto}; only this module and the cell itself see them, everyone else uses the values of this
 * package.
 */
@NullMarked
package org.twincell.protocol;

import org.jspecify.annotations.NullMarked;
