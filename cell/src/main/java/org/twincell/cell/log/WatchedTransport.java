// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.grpc.server.GrpcServicesImpl;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;
import org.apache.ratis.server.raftlog.RaftLogIOException;
import org.jspecify.annotations.Nullable;

/**
 * Ratis' gRPC transport with senders that {@link QuorumRounds} watches, and that send nothing while
 * the links are cut for a drill. Public only because Ratis makes it from its name.
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
        parameters,
        parameters.getNonNull(QuorumRounds.PARAMETER, QuorumRounds.class),
        parameters.getNonNull(OutgoingCalls.PARAMETER, OutgoingCalls.class));
  }

  private static final class Senders extends GrpcFactory {
    private final QuorumRounds rounds;
    private final OutgoingCalls calls;

    Senders(Parameters parameters, QuorumRounds rounds, OutgoingCalls calls) {
      super(parameters);
      this.rounds = rounds;
      this.calls = calls;
    }

    @Override
    public GrpcServices newRaftServerRpc(RaftServer server) {
      return calls.around(super.newRaftServerRpc(server));
    }

    @Override
    public LogAppender newLogAppender(
        RaftServer.Division group, LeaderState leader, FollowerInfo follower) {
      LogAppender sender = new Sender(group, rounds.watching(leader), follower, calls.cut());
      rounds.add(sender);
      return sender;
    }
  }

  /**
   * Sends nothing while the links are cut, and believes a member that says where its log ends.
   *
   * <p>Ratis does not believe it when it had more before: to a refused heartbeat it sets what is
   * sent next back to where the member once was. Heartbeats that questions ask for then go in place
   * of entries, again and again, and a member that lost its disk, or the tail of it, is never
   * brought up to date.
   */
  private static final class Sender extends GrpcLogAppender {
    private static final long CUT_LOOK_MILLIS = 20;

    private final LinkCut cut;

    Sender(RaftServer.Division group, LeaderState leader, FollowerInfo follower, LinkCut cut) {
      super(group, leader, follower);
      this.cut = cut;
    }

    @Override
    public GrpcServicesImpl getServerRpc() {
      return OutgoingCalls.real(getServer().getRaftServer().getServerRpc());
    }

    @Override
    public boolean shouldSendAppendEntries() {
      return !isCut() && super.shouldSendAppendEntries();
    }

    @Override
    public long getHeartbeatWaitTimeMs() {
      long wait = super.getHeartbeatWaitTimeMs();
      return isCut() ? Math.max(wait, CUT_LOOK_MILLIS) : wait;
    }

    @Override
    protected long getNextIndexForInconsistency(long requestFirstIndex, long replyNextIndex) {
      boolean lostSome = replyNextIndex <= getFollower().getMatchIndex();
      // The entries that were just refused are not sent again as they are.
      boolean wasSent = replyNextIndex == requestFirstIndex;
      return lostSome && !wasSent
          ? replyNextIndex
          : super.getNextIndexForInconsistency(requestFirstIndex, replyNextIndex);
    }

    @Override
    @SuppressWarnings("NullAway") // Ratis takes null for "nothing to send now"
    public AppendEntriesRequestProto newAppendEntriesRequest(long callId, boolean heartbeat)
        throws RaftLogIOException {
      return isCut() ? null : super.newAppendEntriesRequest(callId, heartbeat);
    }

    /** The constructor of Ratis' class may ask before there is a cut. */
    private boolean isCut() {
      @Nullable LinkCut known = cut;
      return known != null && known.isCut();
    }
  }
}
