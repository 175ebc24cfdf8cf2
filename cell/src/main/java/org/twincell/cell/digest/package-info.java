// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Keeps the stores of a cell's members equal: compares digests every few seconds, reads the own
 * store from the disk now and then, and mends what differs from the member of the higher term.
 *
 * <p>Start at {@link org.twincell.cell.digest.DigestDesk}, which owns the one thread that does all
 * this; {@link org.twincell.cell.digest.Judge} decides, and {@link
 * org.twincell.cell.digest.StoreCalls} answers the other member. What is stored and how it is
 * written is the business of {@code org.twincell.cell.store}.
 */
@NullMarked
package org.twincell.cell.digest;

import org.jspecify.annotations.NullMarked;
