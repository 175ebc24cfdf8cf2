// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.twincell.directory.Address;
import org.twincell.protocol.codec.FaultCodec;
import org.twincell.protocol.wire.CellServiceGrpc;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.ControlReply;
import org.twincell.protocol.wire.ControlRequest;
import org.twincell.protocol.wire.Fault;
import org.twincell.protocol.wire.MemberStatus;
import org.twincell.protocol.wire.Outcome;
import org.twincell.protocol.wire.WatchStatusRequest;

/** A connection over gRPC: one channel, a watch on the status, and a stream of commands. */
final class GrpcLink implements MemberLink {
  /** The largest message that is taken from a member. */
  static final int MESSAGE_LIMIT_BYTES = 16 << 20;

  /** The transport's own check of a quiet connection; the silence of the status is faster. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(20);

  /** Status messages that a member may send ahead; they are small and always wanted. */
  private static final int STATUS_AHEAD = 1 << 20;

  private final SynchronizationContext serial;
  private final Listener listener;
  private final ManagedChannel channel;
  private final ClientCall<WatchStatusRequest, MemberStatus> watch;
  private final Map<String, ArrayDeque<Attempt<Outcome>>> underWay = new HashMap<>();
  private @Nullable ClientCall<Command, Outcome> commands;
  private final boolean plain;
  private boolean spoken;
  private boolean closed;

  GrpcLink(
      Address address,
      Optional<SslContext> tls,
      ClientSettings settings,
      SynchronizationContext serial,
      Listener listener) {
    this.serial = serial;
    this.listener = listener;
    this.plain = tls.isEmpty();
    this.channel = channel(address, tls, settings);
    this.watch = channel.newCall(CellServiceGrpc.getWatchStatusMethod(), CallOptions.DEFAULT);
  }

  private static ManagedChannel channel(
      Address address, Optional<SslContext> tls, ClientSettings settings) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(address.host(), address.port())
            .directExecutor()
            .maxInboundMessageSize(MESSAGE_LIMIT_BYTES)
            .keepAliveTime(KEEP_ALIVE.toNanos(), TimeUnit.NANOSECONDS)
            .withOption(
                ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.connectLimit().toMillis())
            .proxyDetector(target -> null)
            .disableRetry();
    tls.ifPresentOrElse(builder::sslContext, builder::usePlaintext);
    return builder.build();
  }

  void start() {
    watch.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(MemberStatus status) {
            serial.execute(
                () -> {
                  spoken = true;
                  if (!closed) listener.heard(status);
                });
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            serial.execute(() -> lost(status));
          }
        },
        new Metadata());
    watch.request(STATUS_AHEAD);
    watch.sendMessage(WatchStatusRequest.getDefaultInstance());
    watch.halfClose();
  }

  private void lost(Status status) {
    if (closed) return;
    LinkFailure failure =
        status.isOk() ? LinkFailure.of("the member is stopping") : FailureReading.of(status);
    listener.lost(plain && !spoken ? FailureReading.ofUnspoken(failure) : failure);
  }

  @Override
  public Runnable submit(Command command, Attempt<Outcome> attempt) {
    String id = command.getCommandId();
    underWay.computeIfAbsent(id, unused -> new ArrayDeque<>(1)).add(attempt);
    commands().sendMessage(command);
    return () -> forget(id, attempt);
  }

  private void forget(String id, Attempt<Outcome> attempt) {
    ArrayDeque<Attempt<Outcome>> waiting = underWay.get(id);
    if (waiting != null && waiting.remove(attempt) && waiting.isEmpty()) underWay.remove(id);
  }

  private ClientCall<Command, Outcome> commands() {
    ClientCall<Command, Outcome> open = commands;
    if (open != null) return open;
    ClientCall<Command, Outcome> fresh =
        channel.newCall(CellServiceGrpc.getSubmitMethod(), CallOptions.DEFAULT);
    commands = fresh;
    fresh.start(new Outcomes(fresh), new Metadata());
    fresh.request(1);
    return fresh;
  }

  /** Hears outcomes; each is taken before the next is asked for, which is what slows a member. */
  private final class Outcomes extends ClientCall.Listener<Outcome> {
    private final ClientCall<Command, Outcome> call;

    Outcomes(ClientCall<Command, Outcome> call) {
      this.call = call;
    }

    @Override
    public void onMessage(Outcome outcome) {
      serial.execute(() -> decided(outcome));
      call.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      serial.execute(() -> ended(call, status));
    }
  }

  private void decided(Outcome outcome) {
    if (!closed) listener.alive();
    ArrayDeque<Attempt<Outcome>> waiting = underWay.get(outcome.getCommandId());
    Attempt<Outcome> attempt = waiting == null ? null : waiting.poll();
    if (waiting != null && waiting.isEmpty()) underWay.remove(outcome.getCommandId());
    if (attempt == null || closed) return;
    if (outcome.hasFault()) {
      attempt.refused(outcome.getFault());
    } else {
      attempt.answered(outcome);
    }
  }

  private void ended(ClientCall<Command, Outcome> call, Status status) {
    if (closed || commands != call) return;
    commands = null;
    LinkFailure failure = FailureReading.of(status);
    var broken = Map.copyOf(underWay);
    underWay.clear();
    broken.values().forEach(waiting -> waiting.forEach(attempt -> attempt.broken(failure)));
  }

  @Override
  public <Q, R> Runnable ask(MethodDescriptor<Q, R> method, Q request, Attempt<R> attempt) {
    ClientCall<Q, R> call = channel.newCall(method, CallOptions.DEFAULT);
    call.start(new OneAnswer<>(attempt), new Metadata());
    call.request(2);
    call.sendMessage(request);
    call.halfClose();
    return () -> call.cancel("another member is asked", null);
  }

  private final class OneAnswer<R> extends ClientCall.Listener<R> {
    private final Attempt<R> attempt;
    private @Nullable R reply;

    OneAnswer(Attempt<R> attempt) {
      this.attempt = attempt;
    }

    @Override
    public void onMessage(R message) {
      reply = message;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      serial.execute(() -> end(status, trailers));
    }

    private void end(Status status, Metadata trailers) {
      R answer = reply;
      Optional<Fault> fault = FaultCodec.fromTrailers(trailers);
      if (closed) return;
      if (status.isOk() && answer != null) {
        attempt.answered(answer);
      } else if (fault.isPresent()) {
        attempt.refused(fault.get());
      } else {
        attempt.broken(FailureReading.of(status));
      }
    }
  }

  @Override
  public void control(ControlRequest request, Duration limit, Consumer<String> onLine) {
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS);
    Iterator<ControlReply> replies =
        ClientCalls.blockingServerStreamingCall(
            channel, CellServiceGrpc.getControlMethod(), options, request);
    while (replies.hasNext()) {
      ControlReply reply = replies.next();
      if (!reply.getLine().isEmpty() || !reply.getDone()) onLine.accept(reply.getLine());
    }
  }

  @Override
  public void close() {
    closed = true;
    underWay.clear();
    channel.shutdownNow();
  }
}
