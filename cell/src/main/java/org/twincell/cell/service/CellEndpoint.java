// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import io.grpc.Attributes;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.codec.FaultCodec;
import org.twincell.protocol.keys.KeyProof;

/** The cell's port: the transport, its limits, and who is connected. */
final class CellEndpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CellEndpoint.class);

  /** Calls of one connection at one moment; a client needs a handful. */
  private static final int CALLS_PER_CONNECTION = 1000;

  private static final int METADATA_LIMIT_BYTES = 16 << 10;

  /** A connection that no longer answers is dropped after this and {@link #KEEP_ALIVE_ANSWER}. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(20);

  private static final Duration KEEP_ALIVE_ANSWER = Duration.ofSeconds(5);

  /**
   * A connection on which no call is under way ends after this. A client watches the status as long
   * as it is there, so this meets those that were refused.
   */
  private static final Duration UNUSED = Duration.ofMinutes(1);

  /** A caller that connects must have finished its handshake by then. */
  private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(10);

  /** For so long calls under way may finish once the member stops. */
  private static final Duration LAST_WORDS = Duration.ofMillis(200);

  private final Server server;
  private final Duration closeLimit;

  /**
   * Where and how to listen.
   *
   * @param bind port 0 takes a free one
   * @param proof absent for plain text
   */
  record Port(
      InetSocketAddress bind,
      Optional<KeyProof> proof,
      int messageLimitBytes,
      Duration closeLimit) {}

  private CellEndpoint(Server server, Duration closeLimit) {
    this.server = server;
    this.closeLimit = closeLimit;
  }

  /** Begins to listen. */
  static CellEndpoint open(Port port, List<BindableService> calls, Connected connected)
      throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(port.bind())
            .directExecutor()
            .intercept(connected)
            .addTransportFilter(connected)
            .maxInboundMessageSize(port.messageLimitBytes())
            .maxInboundMetadataSize(METADATA_LIMIT_BYTES)
            .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
            .handshakeTimeout(HANDSHAKE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTime(KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTimeout(KEEP_ALIVE_ANSWER.toMillis(), TimeUnit.MILLISECONDS)
            .maxConnectionIdle(UNUSED.toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveTime(5, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true);
    calls.forEach(builder::addService);
    port.proof().ifPresent(proof -> builder.sslContext(proof.serverContext()));
    return new CellEndpoint(builder.build().start(), port.closeLimit());
  }

  int port() {
    return server.getPort();
  }

  /**
   * Counts connections. One beyond the limit is told why on its first call, and ends when its
   * client leaves or after {@link #UNUSED}.
   */
  static final class Connected extends ServerTransportFilter implements ServerInterceptor {
    private static final Attributes.Key<SocketAddress> REMOTE =
        Attributes.Key.create("twincell-remote");

    private final int limit;
    private final AtomicBoolean full = new AtomicBoolean();
    private final Set<SocketAddress> open = ConcurrentHashMap.newKeySet();

    Connected(int limit) {
      this.limit = limit;
    }

    @Override
    public Attributes transportReady(Attributes attributes) {
      SocketAddress remote = attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
      if (remote == null) return attributes;
      if (open.size() >= limit) {
        if (!full.getAndSet(true)) {
          LOG.warn(
              "the connection from {} is one too many: {} are open (ConnectionLimit); told once until"
                  + " one goes",
              remote,
              limit);
        }
        return attributes;
      }
      open.add(remote);
      return attributes.toBuilder().set(REMOTE, remote).build();
    }

    @Override
    public void transportTerminated(@Nullable Attributes attributes) {
      SocketAddress remote = attributes == null ? null : attributes.get(REMOTE);
      if (remote != null && open.remove(remote)) full.set(false);
    }

    /** Passes calls on with the caller's address, for {@code mc_client_address}. */
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      SocketAddress remote = call.getAttributes().get(REMOTE);
      if (remote == null) return refused(call);
      String host =
          remote instanceof InetSocketAddress inet ? inet.getAddress().getHostAddress() : "";
      return Contexts.interceptCall(
          Context.current().withValue(CellCalls.CALLER, host), call, headers, next);
    }

    private static <Q, R> ServerCall.Listener<Q> refused(ServerCall<Q, R> call) {
      CellException busy =
          new CellException(
              CellError.BUSY,
              "the member has as many connections as its ConnectionLimit allows",
              "further ones are refused",
              "Retry later, or raise ConnectionLimit.");
      StatusRuntimeException status = FaultCodec.toStatus(FaultCodec.toWire(busy));
      Metadata trailers = status.getTrailers();
      call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
      return new ServerCall.Listener<>() {};
    }

    List<String> addresses() {
      return open.stream().map(CellEndpoint::text).sorted().toList();
    }
  }

  private static String text(SocketAddress address) {
    return address instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
        : String.valueOf(address);
  }

  /** Ends all calls and stops listening, within the limit. */
  @Override
  public void close() {
    server.shutdown();
    try {
      // Outcomes that are on their way get out; streams of commands never end by themselves.
      if (server.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) return;
      server.shutdownNow();
      if (!server.awaitTermination(closeLimit.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("the port {} is not free yet", server.getPort());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
