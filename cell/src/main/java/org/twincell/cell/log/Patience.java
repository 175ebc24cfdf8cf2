// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.time.Duration;
import org.twincell.time.TimeSource;

/**
 * How long a member bears the silence of the active one before it asks for votes, at the most.
 *
 * <p>Ratis sleeps for a random time between the two election times and looks then how long it has
 * heard nothing, so by itself it bears up to twice the longer one. Here the longer one is the end
 * of it. A witness bears twice that, so that the members with a store stand first. Once one of them
 * has stood in vain, because it lacks entries that this member has, nobody else can be chosen, and
 * the shorter one is enough.
 *
 * <p>Any thread.
 */
final class Patience {
  /**
   * A witness waits up to this many times longer before it asks for votes. Not more: where it alone
   * has the newest entries the cell waits for it.
   */
  static final int OF_WITNESS = 2;

  private final Duration shortest;
  private final Duration memory;
  private final Duration longest;
  private final TimeSource time;
  private volatile boolean challenged;
  private volatile long challengedNanos;

  Patience(LogTuning tuning, MemberRole role, TimeSource time) {
    this.shortest = tuning.electionMin();
    this.memory = tuning.electionMax().multipliedBy(2);
    this.longest = longest(tuning, role);
    this.time = time;
  }

  /** The longest silence that a member bears when nobody else has stood. */
  static Duration longest(LogTuning tuning, MemberRole role) {
    Duration most = tuning.electionMax();
    return role == MemberRole.WITNESS ? most.multipliedBy(OF_WITNESS) : most;
  }

  /** A member that lacks entries of this one has asked for votes. */
  void stoodInVain() {
    challengedNanos = time.monotonicNanos();
    challenged = true;
  }

  /** The silence that is borne now. A member that stands asks again in less than it is kept. */
  Duration now() {
    boolean recently = challenged && time.monotonicNanos() - challengedNanos < memory.toNanos();
    return recently ? shortest : longest;
  }
}
