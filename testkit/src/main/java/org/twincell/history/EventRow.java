// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history;

import java.util.List;

/**
 * An event as an answer or a store showed it.
 *
 * @param id its event id
 * @param sender who sent it
 * @param sequence which of the sender's events it is, from 1
 * @param version the newest modification that it shows; 0 as it was sent
 * @param acknowledgedBy the names in {@code client_ack}
 */
public record EventRow(
    String id, String sender, long sequence, long version, List<String> acknowledgedBy) {
  public EventRow {
    acknowledgedBy = List.copyOf(acknowledgedBy);
  }
}
