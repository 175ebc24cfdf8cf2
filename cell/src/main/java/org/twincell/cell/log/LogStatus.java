// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a member knows of the log at one moment.
 *
 * @param member the member that speaks
 * @param role its role
 * @param duty what it does now; ACTIVE only once it may answer
 * @param term the newest term it knows; never goes back
 * @param activeMember who is active in that term, as far as this member knows
 * @param commitIndex newest entry that it knows to be on disk at a majority
 * @param appliedIndex newest entry that its applier has applied
 * @param since when this member took its present duty
 * @param peers the other members; positions are known to the active member only
 */
public record LogStatus(
    String member,
    MemberRole role,
    Duty duty,
    long term,
    Optional<String> activeMember,
    long commitIndex,
    long appliedIndex,
    Instant since,
    List<Peer> peers) {
  /** Copies the list. */
  public LogStatus {
    peers = List.copyOf(peers);
  }

  /** The same after this member's log was closed. */
  LogStatus closed() {
    return new LogStatus(
        member,
        role,
        Duty.STANDBY,
        term,
        Optional.empty(),
        commitIndex,
        appliedIndex,
        since,
        List.of());
  }

  /**
   * Another member as this one sees it.
   *
   * @param matchIndex newest entry that it is known to have on disk
   * @param lag entries that it is behind this member's log
   * @param lastHeard how long ago it was last heard
   */
  public record Peer(
      String name,
      MemberRole role,
      OptionalLong matchIndex,
      OptionalLong lag,
      Optional<Duration> lastHeard) {}
}
