// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.pair;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.protocol.wire.JoinReply;
import org.twincell.protocol.wire.MergeReply;
import org.twincell.protocol.wire.MergeRequest;
import org.twincell.protocol.wire.PairServiceGrpc;
import org.twincell.protocol.wire.PairState;

/** What the other member of a pair calls. Runs on the transport's threads and blocks none. */
final class PairCalls extends PairServiceGrpc.PairServiceImplBase {
  private static final Logger LOG = LoggerFactory.getLogger(PairCalls.class);

  private final PairOffice office;
  private final Merging merging;

  PairCalls(PairOffice office, Merging merging) {
    this.office = office;
    this.merging = merging;
  }

  @Override
  public void meet(PairState said, StreamObserver<PairState> caller) {
    try {
      office.hear(said);
      caller.onNext(office.state());
      caller.onCompleted();
    } catch (IllegalArgumentException e) {
      caller.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
    }
  }

  @Override
  public void join(PairState asking, StreamObserver<JoinReply> caller) {
    var unused =
        office
            .admit(asking)
            .whenComplete(
                (done, failure) -> {
                  JoinReply.Builder reply = JoinReply.newBuilder().setDone(failure == null);
                  if (failure != null) {
                    LOG.info("the other member is not taken in yet: {}", failure.toString());
                    reply.setWhy(failure.toString());
                  }
                  answer(caller, reply.build());
                });
  }

  @Override
  public void merge(MergeRequest request, StreamObserver<MergeReply> caller) {
    CompletableFuture<MergeReply> taken;
    try {
      taken = merging.take(request);
    } catch (RuntimeException e) {
      taken = CompletableFuture.failedFuture(e);
    }
    var unused =
        taken.whenComplete(
            (reply, failure) -> {
              if (failure == null) {
                answer(caller, reply);
              } else {
                LOG.info("a part of the other member's events is not taken yet", failure);
                caller.onError(
                    Status.UNAVAILABLE.withDescription(failure.toString()).asRuntimeException());
              }
            });
  }

  private static <R> void answer(StreamObserver<R> caller, R reply) {
    try {
      caller.onNext(reply);
      caller.onCompleted();
    } catch (RuntimeException gone) {
      LOG.debug("the other member went away before the answer", gone);
    }
  }
}
