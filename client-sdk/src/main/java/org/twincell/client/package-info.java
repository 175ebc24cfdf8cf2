// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The client of the gateways: send, modify, query and fetch events of one cell through a primary
 * and backup gateways, with retries that never store an event twice.
 *
 * <p>Start at {@link org.twincell.client.ImpactClient}. Events, data objects and slots are
 * immutable values. A client starts one daemon thread that watches gateways which failed, one more
 * that delivers when it has a spool folder, and a few for acknowledging; {@code close} ends them.
 * All I/O is in the sub-packages {@code soap} (gateways) and {@code spool} (local disk); {@code
 * failover} decides and does no I/O.
 */
@NullMarked
package org.twincell.client;

import org.jspecify.annotations.NullMarked;
