// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What decides about duties and tells of members: signals, the cause of a change, switch-back, lag
 * and progress. Pure: every class is fed with what is known and with the time, and holds no thread,
 * file or socket. Each is used by one thread at a time.
 *
 * <p>Start at {@link org.twincell.cell.duty.PeerSignals}; {@code DutyOffice} of the service acts on
 * what is decided here.
 */
@NullMarked
package org.twincell.cell.duty;

import org.jspecify.annotations.NullMarked;
