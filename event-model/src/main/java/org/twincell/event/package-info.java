// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Classes, events and data objects as values: what a class table knows, what an instance holds.
 *
 * <p>Start at {@link org.twincell.event.ClassTable} and {@link org.twincell.event.Instance}.
 * Everything here is immutable and does no I/O, so any thread may use it.
 */
@NullMarked
package org.twincell.event;

import org.jspecify.annotations.NullMarked;
