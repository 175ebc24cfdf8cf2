// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.apache.ratis.server.impl;

import java.time.Duration;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;

/**
 * Makes a member ask for votes, in place of a leader whose process is gone or that is silent. The
 * only class of ours in this package, and why: Ratis' public call for the first ({@code
 * startLeaderElection}) takes the wish of a leader of the present term only. When another member
 * has asked before, in vain for want of entries, the term is that member's, and the one with the
 * entries would have to wait for the silence. For the second there is no public call.
 */
public final class StandInPlace {
  private StandInPlace() {}

  /**
   * Asks for votes in the next term without first asking whether anyone still hears the leader.
   * Returns at once; any thread.
   *
   * @param gone who led
   * @param term the term in which it led
   * @return false, with nothing done, when this member does not follow, follows another leader by
   *     now, has given its vote to another that may be chosen, or has entries of another term than
   *     the leader's at its end
   */
  public static boolean of(RaftServer.Division member, RaftPeerId gone, long term) {
    if (!(member instanceof RaftServerImpl server)) return false;
    synchronized (server) {
      if (!server.getInfo().isFollower() || !server.getInfo().isAlive()) return false;
      ServerState state = server.getState();
      RaftPeerId leader = state.getLeaderId();
      boolean newer = state.getCurrentTerm() > term;
      if (leader != null && (newer || !leader.equals(gone))) return false;
      if (newer && state.getVotedFor() != null) return false;
      TermIndex last = state.getLastEntry();
      if (last == null || last.getTerm() != term) return false;
      server.changeToCandidate(true);
      return true;
    }
  }

  /**
   * Asks for votes as Ratis does by itself after a random time: first whether anyone still hears a
   * leader, then in the next term. Cheap when there is nothing to do; returns at once; any thread.
   *
   * @param silence how long this member bears to hear of no leader
   * @return false, with nothing done, when this member does not follow, has heard one since, is at
   *     work on what one sent, or has just given up the lead
   */
  public static boolean ofSilent(RaftServer.Division member, Duration silence) {
    if (!(member instanceof RaftServerImpl server) || !isSilent(server, silence)) return false;
    synchronized (server) {
      if (!server.getInfo().isFollower() || !server.isRunning()) return false;
      if (!isSilent(server, silence)) return false;
      server.changeToCandidate(false);
      return true;
    }
  }

  private static boolean isSilent(RaftServerImpl server, Duration silence) {
    FollowerState following = server.getRole().getFollowerState().orElse(null);
    return following != null
        && following.getOutstandingOp() == 0
        && following.getLastRpcTime().elapsedTimeMs() >= silence.toMillis()
        && !following.lostMajorityHeartbeatsRecently();
  }
}
