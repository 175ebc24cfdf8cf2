// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;

/**
 * Stands at the wire and holds: a member tells another that it has an entry only when the entry is
 * on this member's disk, and tells nothing any more once its log has failed.
 *
 * <p>Ratis answers a re-sent append with success when the entries are in its memory, although the
 * first sending may still wait for the disk, or have failed there. Such an answer is not let out:
 * the call ends, the other sends again, and by then the entries are on the disk or the member has
 * stopped. What a leader calls committed is taken as {@link ProvenCommit} says. It also refuses
 * whatever is not a call between members: commands enter a cell by the cell's own port only.
 */
final class AckGuard implements ServerInterceptor {
  private static final Status CUT =
      Status.UNAVAILABLE.withDescription("the links are cut for a drill");

  private static final String BETWEEN_MEMBERS = "ratis.grpc.RaftServerProtocolService";

  private final LongSupplier onDisk;
  private final BooleanSupplier failed;
  private final BooleanSupplier cut;
  private final Consumer<Object> incoming;

  /**
   * @param onDisk index up to which the log is on this member's disk
   * @param failed true once the log has failed
   * @param cut true while the links to the other members are cut for a drill
   * @param incoming hears every message of another member before it is dealt with
   */
  AckGuard(
      LongSupplier onDisk, BooleanSupplier failed, BooleanSupplier cut, Consumer<Object> incoming) {
    this.onDisk = onDisk;
    this.failed = failed;
    this.cut = cut;
    this.incoming = incoming;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!BETWEEN_MEMBERS.equals(call.getMethodDescriptor().getServiceName())) {
      call.close(
          Status.PERMISSION_DENIED.withDescription("this port is for members of the cell only"),
          new Metadata());
      return new ServerCall.Listener<>() {};
    }
    if (cut.getAsBoolean()) {
      call.close(CUT, new Metadata());
      return new ServerCall.Listener<>() {};
    }
    GuardedCall<Q, A> guarded = new GuardedCall<>(call);
    return new CutListener<>(next.startCall(guarded, headers), guarded);
  }

  /** Takes nothing from the other members while the links are cut. */
  private final class CutListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final GuardedCall<Q, ?> call;

    CutListener(ServerCall.Listener<Q> next, GuardedCall<Q, ?> call) {
      super(next);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      if (cut.getAsBoolean()) {
        call.end(CUT);
        return;
      }
      incoming.accept(message);
      super.onMessage(proven(message));
    }
  }

  /** The message as the member may take it. */
  @SuppressWarnings("unchecked") // the same type as it was
  static <Q> Q proven(Q message) {
    return message instanceof AppendEntriesRequestProto append
        ? (Q) ProvenCommit.of(append)
        : message;
  }

  /** True when this answer may leave the member. */
  boolean permits(Object answer) {
    if (failed.getAsBoolean() || cut.getAsBoolean()) return false;
    if (!(answer instanceof AppendEntriesReplyProto reply)) return true;
    return reply.getResult() != AppendResult.SUCCESS
        || reply.getIsHearbeat()
        || reply.getMatchIndex() <= onDisk.getAsLong();
  }

  private final class GuardedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private boolean ended;

    GuardedCall(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    public synchronized void sendMessage(A answer) {
      if (ended) return;
      if (permits(answer)) {
        super.sendMessage(answer);
        return;
      }
      end(Status.UNAVAILABLE.withDescription("not on this member's disk yet"));
    }

    synchronized void end(Status why) {
      if (ended) return;
      ended = true;
      super.close(why, new Metadata());
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
      if (ended) return;
      ended = true;
      super.close(status, trailers);
    }
  }
}
