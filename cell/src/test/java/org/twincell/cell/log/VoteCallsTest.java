// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.proto.RaftProtos.RaftRpcReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.TermIndexProto;
import org.apache.ratis.thirdparty.io.grpc.Context;
import org.junit.jupiter.api.Test;

class VoteCallsTest {
  private final List<Runnable> afterGrace = new CopyOnWriteArrayList<>();
  private final VoteCalls votes = new VoteCalls(afterGrace::add);

  private static RequestVoteRequestProto request(long term, boolean preVote) {
    return RequestVoteRequestProto.newBuilder().setCandidateTerm(term).setPreVote(preVote).build();
  }

  private static RequestVoteReplyProto reply(boolean granted, long lastTerm) {
    return RequestVoteReplyProto.newBuilder()
        .setServerReply(RaftRpcReplyProto.newBuilder().setSuccess(granted))
        .setLastEntry(TermIndexProto.newBuilder().setTerm(lastTerm))
        .build();
  }

  /** A call to a member that is silent; ends when it is not waited for any longer. */
  private CompletableFuture<RequestVoteReplyProto> silent(long term, boolean preVote)
      throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<RequestVoteReplyProto> outcome =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return votes.ask(request(term, preVote), request -> untilCancelled(begun));
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            },
            each -> new Thread(each).start());
    begun.await();
    return outcome;
  }

  private static RequestVoteReplyProto untilCancelled(CountDownLatch begun) throws IOException {
    CountDownLatch cancelled = new CountDownLatch(1);
    Context.current().addListener(context -> cancelled.countDown(), Runnable::run);
    begun.countDown();
    try {
      cancelled.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    throw new IOException("not waited for any longer");
  }

  @Test
  void aSilentMemberIsNotWaitedForWhenAnotherGaveItsVoteAndTheGraceIsOver() throws Exception {
    CompletableFuture<RequestVoteReplyProto> silent = silent(7, true);
    RequestVoteReplyProto granted = reply(true, 6);

    assertThat(votes.ask(request(7, true), request -> granted)).isSameAs(granted);
    assertThat(silent).as("it has its grace").isNotDone();
    assertThat(afterGrace).hasSize(1);
    afterGrace.get(0).run();

    assertThatThrownBy(() -> silent.get(1, TimeUnit.MINUTES))
        .isInstanceOf(ExecutionException.class)
        .hasStackTraceContaining("not waited for any longer");
    assertThat(votes.givenUp()).isEqualTo(1);
  }

  @Test
  void callsOfAnotherRoundGoOn() throws Exception {
    CompletableFuture<RequestVoteReplyProto> preVote = silent(7, true);
    CompletableFuture<RequestVoteReplyProto> later = silent(8, false);

    RequestVoteReplyProto unused = votes.ask(request(7, false), request -> reply(true, 6));
    afterGrace.get(0).run();

    assertThat(preVote).isNotDone();
    assertThat(later).isNotDone();
    assertThat(votes.givenUp()).isZero();
    end(preVote, later);
  }

  @Test
  void aRefusalAndTheVoteOfAMemberWithoutAnyEntryEndNoWaiting() throws Exception {
    CompletableFuture<RequestVoteReplyProto> silent = silent(7, true);

    RequestVoteReplyProto unused = votes.ask(request(7, true), request -> reply(false, 6));
    RequestVoteReplyProto unusedToo = votes.ask(request(7, true), request -> reply(true, 0));

    assertThat(afterGrace).isEmpty();
    assertThat(silent).isNotDone();
    end(silent);
  }

  @Test
  void aCallThatFailsTellsWhy() {
    assertThatThrownBy(
            () ->
                votes.ask(
                    request(7, true),
                    request -> {
                      throw new IOException("refused");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("refused");
  }

  @SafeVarargs
  private void end(CompletableFuture<RequestVoteReplyProto>... silent) throws IOException {
    for (boolean preVote : List.of(true, false)) {
      for (long term : List.of(7L, 8L)) {
        RequestVoteReplyProto unused = votes.ask(request(term, preVote), request -> reply(true, 6));
      }
    }
    afterGrace.forEach(Runnable::run);
    for (CompletableFuture<RequestVoteReplyProto> each : silent) {
      assertThatThrownBy(() -> each.get(1, TimeUnit.MINUTES))
          .isInstanceOf(ExecutionException.class);
    }
  }
}
