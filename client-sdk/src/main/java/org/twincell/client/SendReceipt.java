// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

/**
 * What {@code send} promises.
 *
 * @param eventId the event's {@code mc_ueid}; send again with this id to repeat without doubling
 * @param spooled true: the event is safe on the local disk and a cell will get it later; false: the
 *     cell has acknowledged it
 */
public record SendReceipt(String eventId, boolean spooled) {}
