// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.pair;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.twincell.directory.Address;
import org.twincell.protocol.wire.JoinReply;
import org.twincell.protocol.wire.MergeReply;
import org.twincell.protocol.wire.MergeRequest;
import org.twincell.protocol.wire.PairServiceGrpc;
import org.twincell.protocol.wire.PairState;

/**
 * The connection to the other member of a pair. Its calls wait for an answer, and throw {@link
 * StatusRuntimeException} when there is none in time.
 */
final class PairLink implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);

  /** How long the other member may take to take this one in: it may send it gigabytes. */
  static final Duration JOIN_LIMIT = Duration.ofHours(1);

  private static final Duration MERGE_LIMIT = Duration.ofSeconds(30);

  private final ManagedChannel channel;

  PairLink(Address address, Optional<SslContext> tls) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(address.host(), address.port())
            .directExecutor()
            .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_LIMIT.toMillis())
            .keepAliveTime(20, TimeUnit.SECONDS)
            .proxyDetector(target -> null)
            .disableRetry();
    tls.ifPresentOrElse(builder::sslContext, builder::usePlaintext);
    this.channel = builder.build();
  }

  PairState meet(PairState own, Duration limit) {
    return stub(limit).meet(own);
  }

  /** Waits until this member has a vote again, or the other says why not. */
  JoinReply join(PairState own) {
    return stub(JOIN_LIMIT).join(own);
  }

  MergeReply merge(MergeRequest request) {
    return stub(MERGE_LIMIT).merge(request);
  }

  private PairServiceGrpc.PairServiceBlockingStub stub(Duration limit) {
    return PairServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Tries a connection again now instead of after the transport's growing pause. */
  void hurry() {
    channel.resetConnectBackoff();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
