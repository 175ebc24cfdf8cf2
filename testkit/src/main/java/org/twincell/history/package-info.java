// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The history of a run: every call that callers made, with what became of it, and what the members
 * hold at the end. Written while faults fire, real or simulated, and read by {@link
 * org.twincell.history.check.HistoryChecker}.
 *
 * <p>Start at {@link org.twincell.history.HistoryWriter} to write one and at {@link
 * org.twincell.history.HistoryReader} to read one. The file is text, one JSON object a line, in the
 * order in which the calls ended; {@link org.twincell.history.HistoryText} says which fields there
 * are.
 *
 * <h2>What a writer must keep to, so that the checks are right</h2>
 *
 * <ul>
 *   <li>All times are of one monotonic clock, in nanoseconds; lines come in the order of {@code
 *       end}.
 *   <li>A client that sends is one sender: it numbers its events from 1, and begins the next call
 *       when it knows, or has given up on, the outcome of the one before.
 *   <li>An event is modified by one client only. The send is version 0; modifications are numbered
 *       1, 2, 3 ..., and each writes its number into the event, so that a row shows the newest.
 *   <li>REFUSED is certain: the call has had and will have no effect. Everything else that is not
 *       acknowledged is UNKNOWN.
 *   <li>The content of the stores comes last, after the cell came to rest, in the order of handles.
 * </ul>
 */
@NullMarked
package org.twincell.history;

import org.jspecify.annotations.NullMarked;
