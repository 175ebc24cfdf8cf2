// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.thirdparty.io.grpc.Context;

/**
 * Asks other members for their votes, and waits no longer for a silent one when another has given
 * its vote.
 *
 * <p>Ratis lets a member of low priority, which a witness is, wait for the answer of each member of
 * a higher one, in both rounds of an election, for as long as its own election time: up to six
 * seconds for the very member whose silence made it stand. In a cell of three one vote is enough. A
 * live member has {@link LogTuning#heartbeatPace} to object.
 *
 * <p>Any thread; the call is made on the caller's.
 */
final class VoteCalls {
  private final Consumer<Runnable> afterGrace;
  private final Map<Context.CancellableContext, Round> open = new ConcurrentHashMap<>();
  private final AtomicInteger givenUp = new AtomicInteger();

  /** Calls of one round of an election are equal in this. */
  private record Round(long term, boolean preVote) {}

  /** Asks one member, and waits for it. */
  @FunctionalInterface
  interface Call {
    RequestVoteReplyProto ask(RequestVoteRequestProto request) throws IOException;
  }

  /**
   * @param afterGrace runs something when the others have had the time that they may still take
   *     after one has given its vote
   */
  VoteCalls(Consumer<Runnable> afterGrace) {
    this.afterGrace = afterGrace;
  }

  /** How many answers were not waited for. */
  int givenUp() {
    return givenUp.get();
  }

  /**
   * Asks a member and waits for its answer.
   *
   * @throws IOException of the call
   * @throws RuntimeException of the call; also when it was not waited for any longer
   */
  RequestVoteReplyProto ask(RequestVoteRequestProto request, Call call) throws IOException {
    Round round = new Round(request.getCandidateTerm(), request.getPreVote());
    Context.CancellableContext waiting = Context.current().withCancellation();
    open.put(waiting, round);
    Context before = waiting.attach();
    try {
      RequestVoteReplyProto reply = call.ask(request);
      if (counts(reply)) afterGrace.accept(() -> giveUp(round));
      return reply;
    } finally {
      waiting.detach(before);
      open.remove(waiting);
      waiting.close();
    }
  }

  /** The vote of a member without any entry does not count once anything was committed. */
  private static boolean counts(RequestVoteReplyProto reply) {
    return reply.getServerReply().getSuccess() && reply.getLastEntry().getTerm() > 0;
  }

  private void giveUp(Round round) {
    open.forEach(
        (waiting, its) -> {
          if (!its.equals(round)) return;
          boolean waited =
              waiting.cancel(new IOException("another gave its vote, and this one is silent"));
          if (waited) givenUp.incrementAndGet();
        });
  }
}
