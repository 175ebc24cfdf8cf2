// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * A member of a cell as one value: {@link org.twincell.cell.Cell#start} opens its store, its end of
 * the replicated log and its port, and closing it closes them. {@code Main} is the program {@code
 * mcell} around it.
 *
 * <p>Threads belong to the parts: see {@code docs/THREADS.md}.
 */
@NullMarked
package org.twincell.cell;

import org.jspecify.annotations.NullMarked;
