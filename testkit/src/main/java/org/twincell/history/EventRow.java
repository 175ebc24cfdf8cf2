// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history;

import java.util.List;
import java.util.stream.LongStream;

/**
 * An event as an answer or a store showed it.
 *
 * @param id its event id
 * @param sender who sent it
 * @param sequence which of the sender's events it is, from 1
 * @param version the newest modification that it shows; 0 as it was sent
 * @param acknowledgedBy the names in {@code client_ack}
 * @param keptVersions modifications that lost against others in a merge, and that its operation log
 *     keeps
 */
public record EventRow(
    String id,
    String sender,
    long sequence,
    long version,
    List<String> acknowledgedBy,
    List<Long> keptVersions) {
  public EventRow {
    acknowledgedBy = List.copyOf(acknowledgedBy);
    keptVersions = List.copyOf(keptVersions);
  }

  /** An event that no merge took anything from. */
  public EventRow(
      String id, String sender, long sequence, long version, List<String> acknowledgedBy) {
    this(id, sender, sequence, version, acknowledgedBy, List.of());
  }

  /** All versions that it tells of: the one that it shows, and those that it keeps. */
  public LongStream versions() {
    return LongStream.concat(
        LongStream.of(version), keptVersions.stream().mapToLong(Long::longValue));
  }
}
