// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.util.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * Learns whether a majority still follows this member, by heartbeats that were sent after the
 * question was asked. Ratis' own read index remembers that a commit index was confirmed once and
 * then asks nobody again until there is a new entry: a member that was cut off, or paused while
 * another took over, would go on answering from an old store.
 *
 * <p>Also keeps the pace of heartbeats: Ratis sends one in half of the shortest election time, so
 * that one lost packet and a pause of the collector together would make a standby ask for votes.
 *
 * <p>It stands between Ratis' senders (one for each other member) and the state of the leader, and
 * sees each answer. One round is under way at a time; shared by all threads.
 */
final class QuorumRounds {
  /** The name under which the transport finds the rounds of its server. */
  static final String PARAMETER = "twincell.quorum-rounds";

  private final IntSupplier members;
  private final Map<RaftPeerId, LogAppender> senders = new ConcurrentHashMap<>();
  private @Nullable Round round;

  /** {@code members} says how many the group has now, with this one. */
  QuorumRounds(IntSupplier members) {
    this.members = members;
  }

  private record Round(
      long term, Timestamp start, Set<RaftPeerId> heard, CompletableFuture<Void> done) {}

  /** A new sender replaces the one of an earlier duty. */
  void add(LogAppender sender) {
    senders.put(sender.getFollowerId(), sender);
  }

  /** Completes when a majority has answered in this term to what was sent from now on. */
  CompletableFuture<Void> ask(long term) {
    Round mine =
        new Round(term, Timestamp.currentTime(), new HashSet<>(), new CompletableFuture<>());
    Round earlier;
    synchronized (this) {
      earlier = round;
      round = mine;
    }
    if (earlier != null) fail(earlier);
    if (isMajority(mine)) mine.done().complete(null);
    else senders.values().forEach(LogAppender::triggerHeartbeat);
    return mine.done();
  }

  /**
   * Sends a heartbeat to each member that answers and was sent nothing for so long. One that does
   * not answer, or refuses entries, is left to Ratis: it pauses after each refusal, and a heartbeat
   * that is due then goes in place of the entries, or the copy, that would mend it.
   */
  void beat(Duration pace, Duration silence) {
    for (LogAppender sender : senders.values()) {
      FollowerInfo follower = sender.getFollower();
      boolean isQuiet = follower.getLastRpcSendTime().elapsedTimeMs() >= pace.toMillis();
      boolean answers = follower.getLastRpcResponseTime().elapsedTimeMs() < silence.toMillis();
      boolean refuses = follower.getErrorState().getErrorCountToDelay() > 0;
      if (isQuiet && answers && !refuses) sender.triggerHeartbeat();
    }
  }

  private boolean isMajority(Round asked) {
    return 2 * (asked.heard().size() + 1) > members.getAsInt();
  }

  /** This member does not lead any more. */
  void end() {
    Round ended;
    synchronized (this) {
      ended = round;
      round = null;
    }
    if (ended != null) fail(ended);
  }

  private static void fail(Round ended) {
    ended
        .done()
        .completeExceptionally(new OutcomeUnknownException("this member may not be active now"));
  }

  private void answered(LogAppender sender, AppendEntriesReplyProto reply) {
    if (reply.getResult() == AppendResult.NOT_LEADER) return;
    Timestamp sent = sender.getFollower().getLastRespondedAppendEntriesSendTime();
    Round complete = null;
    synchronized (this) {
      Round now = round;
      if (now == null || reply.getTerm() != now.term() || sent.compareTo(now.start()) < 0) return;
      now.heard().add(sender.getFollowerId());
      if (!isMajority(now)) return;
      complete = now;
      round = null;
    }
    complete.done().complete(null);
  }

  /** What a sender is to see as the state of the leader. */
  LeaderState watching(LeaderState leader) {
    return new Watched(leader);
  }

  private final class Watched implements LeaderState {
    private final LeaderState leader;

    Watched(LeaderState leader) {
      this.leader = leader;
    }

    @Override
    public void restart(LogAppender sender) {
      leader.restart(sender);
    }

    @Override
    public AppendEntriesRequestProto newAppendEntriesRequestProto(
        FollowerInfo follower,
        List<LogEntryProto> entries,
        @Nullable TermIndex previous,
        long callId) {
      return leader.newAppendEntriesRequestProto(follower, entries, previous, callId);
    }

    @Override
    public void checkHealth(FollowerInfo follower) {
      leader.checkHealth(follower);
    }

    @Override
    public boolean onFollowerTerm(FollowerInfo follower, long term) {
      return leader.onFollowerTerm(follower, term);
    }

    @Override
    public void onFollowerCommitIndex(FollowerInfo follower, long commitIndex) {
      leader.onFollowerCommitIndex(follower, commitIndex);
    }

    @Override
    public void onFollowerSuccessAppendEntries(FollowerInfo follower) {
      leader.onFollowerSuccessAppendEntries(follower);
    }

    @Override
    public boolean isFollowerBootstrapping(FollowerInfo follower) {
      return leader.isFollowerBootstrapping(follower);
    }

    @Override
    public void onAppendEntriesReply(LogAppender sender, AppendEntriesReplyProto reply) {
      leader.onAppendEntriesReply(sender, reply);
      answered(sender, reply);
    }
  }
}
