// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import io.grpc.Status;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.twincell.protocol.keys.KeyRefusedException;

/**
 * Reads from a broken connection what went wrong, in the operator's words. The transport tells some
 * of it only as text; what is not recognised is passed on as it is.
 */
final class FailureReading {
  /** How deep chains of causes are followed. */
  private static final int DEPTH_LIMIT = 12;

  private FailureReading() {}

  static LinkFailure of(Status status) {
    Throwable cause = status.getCause();
    for (int depth = 0; cause != null && depth < DEPTH_LIMIT; depth++) {
      LinkFailure known = known(cause);
      if (known != null) return known;
      cause = cause.getCause();
    }
    String said = status.getDescription();
    if (said != null && said.startsWith("Network closed")) {
      return LinkFailure.of("it closed the connection");
    }
    return LinkFailure.of(said == null || said.isEmpty() ? status.getCode().name() : said);
  }

  /**
   * A connection in plain text that ended before the member said a word: a member that asks for a
   * key closes like this, without a reason.
   */
  static LinkFailure ofUnspoken(LinkFailure failure) {
    if (!failure.why().equals("it closed the connection")) return failure;
    return new LinkFailure(true, failure.why() + " as if it asks for a key, and plain text came");
  }

  private static @Nullable LinkFailure known(Throwable cause) {
    String said = String.valueOf(cause.getMessage());
    if (cause instanceof KeyRefusedException) {
      return new LinkFailure(true, "it holds another key than the directory line here");
    }
    if (cause instanceof CertificateException) {
      return new LinkFailure(true, "its certificate is not believed: " + said);
    }
    if (cause instanceof SSLException && said.contains("not an SSL/TLS record")) {
      return new LinkFailure(true, "it talks plain text, and the directory line here has a key");
    }
    if (said.contains("First received frame was not SETTINGS") && said.contains("1503")) {
      return new LinkFailure(
          true, "it asks for a key, and the directory line here says plain text");
    }
    if (cause instanceof SSLException && said.contains("alert")) {
      return new LinkFailure(true, "it does not believe the key of the directory line here");
    }
    if (cause instanceof ConnectException) return LinkFailure.of("connection refused");
    if (cause instanceof UnknownHostException) return LinkFailure.of("host name not known");
    return null;
  }
}
