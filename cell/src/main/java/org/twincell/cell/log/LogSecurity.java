// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/**
 * How members prove themselves to each other. With {@code proof}, TLS 1.3 with certificates of both
 * sides; without, plain text.
 */
public record LogSecurity(Optional<Proof> proof) {
  /** Plain text: only for loopback, or where the operator allowed it. */
  public static final LogSecurity PLAIN = new LogSecurity(Optional.empty());

  /** This member's own certificate with its key, and the judge of the certificates of others. */
  public record Proof(KeyManager own, TrustManager others) {}

  /** TLS 1.3 with both sides proven. */
  public static LogSecurity tls(KeyManager own, TrustManager others) {
    return new LogSecurity(Optional.of(new Proof(own, others)));
  }
}
