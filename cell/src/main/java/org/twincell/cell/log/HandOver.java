// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;

/**
 * One hand-over of the duty. Ratis refuses commands while it transfers, until the other has every
 * entry; so this first waits until the other is heard and nearly there, and asks for a short
 * transfer, again when it did not work, until the time is up.
 */
final class HandOver {
  /** A member that is at most this many entries behind is in step for a hand-over. */
  static final long IN_STEP_ENTRIES = 200;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  /** A transfer lasts at most this many of the longest election times. */
  private static final int TRANSFER_ELECTIONS = 4;

  private final RaftServer server;
  private final RaftServer.Division group;
  private final String target;
  private final Duration transferLimit;
  private final Duration silence;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final ClientId client = ClientId.randomId();
  private long attempts;

  HandOver(RaftServer server, RaftServer.Division group, String target, LogTuning tuning) {
    this.server = server;
    this.group = group;
    this.target = target;
    this.silence = tuning.electionMax();
    this.transferLimit = tuning.electionMax().multipliedBy(TRANSFER_ELECTIONS);
  }

  CompletableFuture<Void> within(Duration timeout) {
    var unused = done.orTimeout(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS);
    attempt();
    return done.handle(
        (ignored, failure) -> {
          if (failure == null || isActive()) return null;
          throw new CompletionException(
              failure instanceof LogException
                  ? failure
                  : new OutcomeUnknownException(
                      "member '%s' did not become active within %d ms%s"
                          .formatted(
                              target,
                              timeout.toMillis(),
                              isInStep() ? "" : ": it is away or behind"),
                      failure));
        });
  }

  private void attempt() {
    if (done.isDone()) return;
    if (isActive()) {
      done.complete(null);
      return;
    }
    if (!group.getInfo().isLeader() || !isInStep()) {
      later();
      return;
    }
    var unused = transfer().whenComplete((reply, failure) -> transferred(reply));
  }

  private CompletableFuture<RaftClientReply> transfer() {
    TransferLeadershipRequest request =
        new TransferLeadershipRequest(
            client,
            group.getId(),
            group.getMemberId().getGroupId(),
            ++attempts,
            RaftPeerId.valueOf(target),
            transferLimit.toMillis());
    try {
      return server.transferLeadershipAsync(request);
    } catch (IOException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void transferred(@Nullable RaftClientReply reply) {
    if (reply != null && reply.isSuccess()) done.complete(null);
    else later();
  }

  private void later() {
    Executor delayed =
        CompletableFuture.delayedExecutor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    delayed.execute(this::attempt);
  }

  private boolean isActive() {
    RaftPeerId leader = group.getInfo().getLeaderId();
    return leader != null && leader.toString().equals(target);
  }

  private boolean isInStep() {
    return isInStep(group, target, silence);
  }

  /** True when a member is heard and has nearly all entries, as this one, which leads, sees it. */
  private static boolean isInStep(RaftServer.Division group, String member, Duration silence) {
    DivisionInfo info = group.getInfo();
    long[] matches = info.getFollowerMatchIndices();
    var followers = info.getRoleInfoProto().getLeaderInfo().getFollowerInfoList();
    if (matches == null) return false;
    long last = group.getRaftLog().getNextIndex() - 1;
    for (int i = 0; i < Math.min(matches.length, followers.size()); i++) {
      ServerRpcProto follower = followers.get(i);
      if (!follower.getId().getId().toStringUtf8().equals(member)) continue;
      return follower.getLastRpcElapsedTimeMs() < silence.toMillis()
          && last - matches[i] <= IN_STEP_ENTRIES;
    }
    return false;
  }
}
