// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What the leader among {@link SimulatedLog}s knows of the other members. */
final class SimulatedPeers {
  /** What it knows of one. */
  static final class Peer {
    long next;
    long match = -1;
    private long heardNanos;
    private long round;

    /** An answer came, to a message of a round. */
    void heard(long nanos, long ofRound) {
      heardNanos = nanos;
      round = Math.max(round, ofRound);
    }
  }

  private final List<LogMember> members;
  private final String self;
  private final Map<String, Peer> byName = new HashMap<>();

  SimulatedPeers(List<LogMember> members, String self) {
    this.members = members;
    this.self = self;
  }

  /** At the beginning of a term: nothing is known, but that all were there a moment ago. */
  void begin(long next, long nanos) {
    byName.clear();
    for (LogMember each : members) {
      if (each.name().equals(self)) continue;
      Peer peer = new Peer();
      peer.next = next;
      peer.heardNanos = nanos;
      byName.put(each.name(), peer);
    }
  }

  @Nullable Peer find(@Nullable String name) {
    return name == null ? null : byName.get(name);
  }

  /** Always in the same order, so that a seed tells the same story. */
  List<String> names() {
    return List.copyOf(byName.keySet());
  }

  boolean isMajority(long count) {
    return 2 * count > members.size();
  }

  /** Whether a majority, this member among it, was heard within a time. */
  boolean wereHeard(long nowNanos, Duration within) {
    long limit = within.toNanos();
    return isMajority(
        1 + byName.values().stream().filter(each -> nowNanos - each.heardNanos < limit).count());
  }

  /** Whether a majority, this member among it, has answered a round. */
  boolean haveAnswered(long round) {
    return isMajority(1 + byName.values().stream().filter(each -> each.round >= round).count());
  }

  /** Up to where a majority has everything on its disks. */
  long majorityHas(long own) {
    List<Long> matches = new ArrayList<>(List.of(own));
    byName.values().forEach(each -> matches.add(each.match));
    matches.sort(null);
    return matches.get((matches.size() - 1) / 2);
  }

  /** For the status; nothing but names where this member does not lead. */
  List<LogStatus.Peer> describe(boolean leads, long last, long nowNanos) {
    List<LogStatus.Peer> others = new ArrayList<>();
    for (LogMember each : members) {
      if (each.name().equals(self)) continue;
      Peer peer = leads ? byName.get(each.name()) : null;
      others.add(
          peer == null
              ? new LogStatus.Peer(
                  each.name(),
                  each.role(),
                  OptionalLong.empty(),
                  OptionalLong.empty(),
                  Optional.empty())
              : new LogStatus.Peer(
                  each.name(),
                  each.role(),
                  OptionalLong.of(peer.match),
                  OptionalLong.of(Math.max(0, last - peer.match)),
                  Optional.of(Duration.ofNanos(nowNanos - peer.heardNanos))));
    }
    return others;
  }
}
