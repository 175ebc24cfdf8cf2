// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Judges a history: was anything lost, doubled, taken back, answered out of date or by two members
 * at once?
 *
 * <p>Start at {@link org.twincell.history.check.HistoryChecker}; {@link
 * org.twincell.history.check.Rule} lists what is checked. Each rule is a small class that sees
 * every line once and reads no clock and no file. Memory is bounded by {@link
 * org.twincell.history.check.CheckLimits}. Used by one thread.
 */
@NullMarked
package org.twincell.history.check;

import org.jspecify.annotations.NullMarked;
