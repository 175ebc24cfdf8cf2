// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.twincell.faults.site.Party;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellException;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.MemberInfo.Duty;
import org.twincell.time.TimeSource;

/**
 * Asks every member a few times a second for its duty and its term, and remembers every change: who
 * was active in which term, seen when. One thread asks; any may read.
 */
final class Watch implements AutoCloseable {
  private static final Duration PACE = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMillis(800);

  private final CellClient client;
  private final TimeSource time;
  private final Thread thread;
  private final List<Claim> claims = new ArrayList<>();
  private List<MemberInfo> latest = List.of();
  private volatile boolean closing;

  /**
   * A member said that it is active.
   *
   * @param nanos monotonic time at which that was heard first
   */
  record Claim(Party member, long term, long nanos) {}

  Watch(CellClient client, TimeSource time) {
    this.client = client;
    this.time = time;
    this.thread = new Thread(this::run, "faults-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (!closing) {
        try {
          heard(client.status(PATIENCE));
        } catch (CellException unheard) {
          heard(List.of());
        }
        time.pause(PACE);
      }
    } catch (InterruptedException e) {
      closing = true;
    }
  }

  private synchronized void heard(List<MemberInfo> members) {
    latest = members;
    for (MemberInfo member : members) {
      if (!member.reachable() || member.duty() != Duty.ACTIVE) continue;
      Party party = Party.of(member.role());
      boolean known =
          claims.stream().anyMatch(c -> c.member() == party && c.term() == member.term());
      if (!known) claims.add(new Claim(party, member.term(), time.monotonicNanos()));
    }
  }

  /** What every member said at the last question. */
  synchronized List<MemberInfo> latest() {
    return latest;
  }

  /** Every (member, term) that was ever claimed, in the order in which they were heard. */
  synchronized List<Claim> claims() {
    return List.copyOf(claims);
  }

  /** Terms that two members claimed: must be empty. */
  synchronized List<Long> termsWithTwoActive() {
    return claims.stream()
        .filter(
            c -> claims.stream().anyMatch(d -> d.term() == c.term() && d.member() != c.member()))
        .map(Claim::term)
        .distinct()
        .toList();
  }

  /** The member that was active in the highest term at the last question. */
  synchronized Optional<Party> active() {
    return latest.stream()
        .filter(member -> member.reachable() && member.duty() == Duty.ACTIVE)
        .max(Comparator.comparingLong(MemberInfo::term))
        .map(member -> Party.of(member.role()));
  }

  /** Whether a member answered at the last question. */
  synchronized boolean isReachable(Party party) {
    return latest.stream()
        .anyMatch(member -> member.reachable() && Party.of(member.role()) == party);
  }

  /** The highest term that a member has claimed. */
  synchronized long highestTerm() {
    return claims.stream().mapToLong(Claim::term).max().orElse(0);
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
  }
}
