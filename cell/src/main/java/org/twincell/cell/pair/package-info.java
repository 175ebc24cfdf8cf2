// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * A pair without witness: when a member carries on alone, and how two that did come together again.
 *
 * <p>Start at {@link org.twincell.cell.pair.PairKeeper}, which decides; {@link
 * org.twincell.cell.pair.PairOffice} owns the thread that acts, {@code cell-pair}, and the
 * connection to the other member.
 */
@NullMarked
package org.twincell.cell.pair;

import org.jspecify.annotations.NullMarked;
