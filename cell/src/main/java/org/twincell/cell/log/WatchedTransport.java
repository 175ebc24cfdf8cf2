// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;

/**
 * Ratis' gRPC transport with senders that {@link QuorumRounds} watches. Public only because Ratis
 * makes it from its name.
 */
public final class WatchedTransport implements RpcType {
  /** For Ratis. */
  public WatchedTransport() {}

  @Override
  public String name() {
    return WatchedTransport.class.getName();
  }

  @Override
  public RpcFactory newFactory(Parameters parameters) {
    return new Senders(
        parameters, parameters.getNonNull(QuorumRounds.PARAMETER, QuorumRounds.class));
  }

  private static final class Senders extends GrpcFactory {
    private final QuorumRounds rounds;

    Senders(Parameters parameters, QuorumRounds rounds) {
      super(parameters);
      this.rounds = rounds;
    }

    @Override
    public LogAppender newLogAppender(
        RaftServer.Division group, LeaderState leader, FollowerInfo follower) {
      LogAppender sender = new GrpcLogAppender(group, rounds.watching(leader), follower);
      rounds.add(sender);
      return sender;
    }
  }
}
