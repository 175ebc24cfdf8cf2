// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The machine's clocks as a value that is passed in, so that whatever decides by time can be tested
 * without waiting.
 *
 * <p>Start at {@link org.twincell.time.TimeSource}. {@link org.twincell.time.SystemTime} is the
 * only class of the product that asks the machine for the time.
 */
@NullMarked
package org.twincell.time;

import org.jspecify.annotations.NullMarked;
