// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * BAROC, the text in which classes, events and data objects are written: reads and prints it.
 *
 * <p>Start at {@link org.twincell.baroc.ClassFiles} for class files, {@link
 * org.twincell.baroc.Instances} for events and data objects, {@link org.twincell.baroc.SlotList}
 * for the slots of a command line, {@link org.twincell.baroc.BarocPrinter} for the way back, and
 * {@link org.twincell.baroc.BaseClasses} for the classes that every cell has.
 *
 * <p>The readers never stop at the first mistake: they go on at the next slot or item and collect
 * all {@link org.twincell.baroc.Problem}s. What they accept is a superset of what the various
 * senders write; where the language is not documented, the choice is named at the method that makes
 * it. Everything here is stateless or immutable and does no I/O but {@code ClassFile.read}.
 */
@NullMarked
package org.twincell.baroc;

import org.jspecify.annotations.NullMarked;
