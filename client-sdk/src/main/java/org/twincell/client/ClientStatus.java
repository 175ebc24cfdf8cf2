// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.net.URI;

/**
 * How a client is doing, for logs and health pages.
 *
 * @param gateway the gateway that calls go to now
 * @param onPrimary whether that is the primary
 * @param calls calls that succeeded since the start
 * @param retries tries after the first one, of all calls
 * @param switches how often the client changed the gateway
 * @param spooled events on the local disk that wait for delivery
 * @param refusedFromSpool spooled events that the cell refused; they are in the file {@code
 *     refused.baroc} of the spool folder
 */
public record ClientStatus(
    URI gateway,
    boolean onPrimary,
    long calls,
    long retries,
    long switches,
    long spooled,
    long refusedFromSpool) {}
