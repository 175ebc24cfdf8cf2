// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.apache.ratis.server.impl;

import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;

/**
 * Makes a member ask for votes at once, in place of a leader whose process is gone. The only class
 * of ours in this package, and why: Ratis' public call for that ({@code startLeaderElection}) takes
 * the wish of a leader of the present term only. When another member has asked before, in vain for
 * want of entries, the term is that member's, and the one with the entries would have to wait for
 * the silence.
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
}
