// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a member says of itself, or that it did not answer.
 *
 * @param address host:port at which it was asked
 * @param reachable it answered; when false, everything below but the role is empty or 0
 */
public record MemberInfo(
    String cell,
    Role role,
    String address,
    boolean reachable,
    Duty duty,
    long term,
    String mode,
    Optional<String> activeAddress,
    long commitIndex,
    long appliedIndex,
    List<Peer> peers,
    Instant since,
    String reason,
    boolean paused,
    long events,
    long dataObjects,
    String version) {
  public MemberInfo {
    peers = List.copyOf(peers);
  }

  /** Fixed by configuration. */
  public enum Role {
    STAND_ALONE,
    PRIMARY,
    SECONDARY,
    WITNESS
  }

  /** What the member does now; {@code mgetinfo activity} prints standby 0, limited 1, active 2. */
  public enum Duty {
    STANDBY,
    LIMITED,
    ACTIVE
  }

  /**
   * Another member as this one sees it.
   *
   * @param lagEntries log entries that it lacks; -1 when not known
   * @param silentMillis since it was last heard; -1 when never
   */
  public record Peer(
      Role role, String address, boolean reachable, long lagEntries, long silentMillis) {}
}
