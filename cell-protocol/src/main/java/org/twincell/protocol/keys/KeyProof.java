// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.keys;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What one side of a guarded connection shows and how it judges the other: TLS 1.3, both sides
 * proven.
 *
 * @param own this side's certificate with its private key
 * @param others judges what the other side shows
 */
public record KeyProof(X509ExtendedKeyManager own, X509ExtendedTrustManager others) {
  private static final String TLS_VERSION = "TLSv1.3";

  /** For the side that connects. */
  public SslContext clientContext() {
    return build(SslContextBuilder.forClient().keyManager(own));
  }

  /** For the side that listens. */
  public SslContext serverContext() {
    return build(SslContextBuilder.forServer(own).clientAuth(ClientAuth.REQUIRE));
  }

  /**
   * The JDK's own TLS: it needs no native library, which a noexec temporary folder would refuse.
   */
  private SslContext build(SslContextBuilder builder) {
    try {
      return GrpcSslContexts.configure(builder.trustManager(others), SslProvider.JDK)
          .protocols(TLS_VERSION)
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException("this Java cannot do TLS 1.3", e);
    }
  }
}
