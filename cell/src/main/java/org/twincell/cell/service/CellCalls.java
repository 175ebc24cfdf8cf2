// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.codec.FaultCodec;
import org.twincell.protocol.codec.StatusCodec;
import org.twincell.protocol.wire.CellServiceGrpc;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.ControlReply;
import org.twincell.protocol.wire.ControlRequest;
import org.twincell.protocol.wire.Fault;
import org.twincell.protocol.wire.MemberStatus;
import org.twincell.protocol.wire.OpenQueryReply;
import org.twincell.protocol.wire.OpenQueryRequest;
import org.twincell.protocol.wire.Outcome;
import org.twincell.protocol.wire.ReadClassesReply;
import org.twincell.protocol.wire.ReadClassesRequest;
import org.twincell.protocol.wire.ReadRowsReply;
import org.twincell.protocol.wire.ReadRowsRequest;
import org.twincell.protocol.wire.WatchStatusRequest;

/**
 * The calls of {@code cell.proto}. Runs on the transport's threads and blocks none of them: each
 * call hands over to the part that answers it.
 */
final class CellCalls extends CellServiceGrpc.CellServiceImplBase {
  /** Where the caller is, for {@code mc_client_address}. */
  static final Context.Key<String> CALLER = Context.key("caller");

  private final StatusBoard board;
  private final CommandIntake intake;
  private final Optional<Questions> questions;
  private final ControlWords controls;

  CellCalls(
      StatusBoard board,
      CommandIntake intake,
      Optional<Questions> questions,
      ControlWords controls) {
    this.board = board;
    this.intake = intake;
    this.questions = questions;
    this.controls = controls;
  }

  @Override
  public StreamObserver<Command> submit(StreamObserver<Outcome> caller) {
    String address = CALLER.get();
    return new CommandStream(
        intake, (ServerCallStreamObserver<Outcome>) caller, address == null ? "" : address);
  }

  @Override
  public void openQuery(OpenQueryRequest request, StreamObserver<OpenQueryReply> caller) {
    Reply<OpenQueryReply> reply = new Reply<>(caller);
    questions.ifPresentOrElse(
        it -> it.openQuery(request, reply), () -> reply.refuse(board.notActive()));
  }

  @Override
  public void readRows(ReadRowsRequest request, StreamObserver<ReadRowsReply> caller) {
    Reply<ReadRowsReply> reply = new Reply<>(caller);
    questions.ifPresentOrElse(
        it -> it.readRows(request, reply), () -> reply.refuse(board.notActive()));
  }

  @Override
  public void readClasses(ReadClassesRequest request, StreamObserver<ReadClassesReply> caller) {
    Reply<ReadClassesReply> reply = new Reply<>(caller);
    questions.ifPresentOrElse(
        it -> it.readClasses(request, reply), () -> reply.refuse(board.notActive()));
  }

  @Override
  public void watchStatus(WatchStatusRequest request, StreamObserver<MemberStatus> caller) {
    Watcher watcher = new Watcher((ServerCallStreamObserver<MemberStatus>) caller);
    watcher.caller.setOnCancelHandler(() -> board.forget(watcher));
    board.listen(watcher);
  }

  @Override
  public void control(ControlRequest request, StreamObserver<ControlReply> caller) {
    controls.obey(request, new Reply<>(caller));
  }

  /** One caller who watches; one that does not read misses statuses, never delays anyone. */
  private static final class Watcher implements StatusBoard.Watcher {
    private final ServerCallStreamObserver<MemberStatus> caller;
    private boolean over;

    Watcher(ServerCallStreamObserver<MemberStatus> caller) {
      this.caller = caller;
    }

    @Override
    public synchronized void hear(MemberInfo info) {
      if (over || caller.isCancelled() || !caller.isReady()) return;
      caller.onNext(StatusCodec.toWire(info));
    }

    @Override
    public synchronized void end() {
      if (over || caller.isCancelled()) return;
      over = true;
      caller.onCompleted();
    }
  }

  /** The one answer of a call, or its lines; what comes after the caller left is dropped. */
  static final class Reply<R> implements Questions.Asker<R> {
    private final ServerCallStreamObserver<R> caller;
    private boolean over;

    Reply(StreamObserver<R> caller) {
      this.caller = (ServerCallStreamObserver<R>) caller;
      this.caller.setOnCancelHandler(() -> {});
    }

    synchronized void line(R part) {
      if (!over && !caller.isCancelled()) caller.onNext(part);
    }

    @Override
    public synchronized void answer(R reply) {
      if (over || caller.isCancelled()) return;
      over = true;
      caller.onNext(reply);
      caller.onCompleted();
    }

    @Override
    public synchronized void refuse(Fault fault) {
      if (over || caller.isCancelled()) return;
      over = true;
      caller.onError(FaultCodec.toStatus(fault));
    }

    @Override
    public boolean isGone() {
      return caller.isCancelled();
    }
  }
}
