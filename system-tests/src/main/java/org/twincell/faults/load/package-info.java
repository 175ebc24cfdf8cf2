// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The load of a fault run: callers that send, modify, read, fetch and acknowledge through both
 * gateways and the SDK, one that speaks the cell's own protocol, and the history of what they were
 * told.
 *
 * <p>Start at {@link org.twincell.faults.load.Load}. Each caller is one thread, which the load
 * ends.
 */
@NullMarked
package org.twincell.faults.load;

import org.jspecify.annotations.NullMarked;
