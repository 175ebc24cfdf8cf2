// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.keys;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes whoever holds the same shared key, which is whoever shows a certificate signed by the
 * authority that comes out of it. Host names and dates do not matter: a holder of the key could
 * write any.
 */
final class SharedKeyTrust extends X509ExtendedTrustManager {
  private final PublicKey authority;

  SharedKeyTrust(PublicKey authority) {
    this.authority = authority;
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    if (chain.length == 0) throw refused();
    try {
      chain[0].verify(authority);
    } catch (GeneralSecurityException notSignedByUs) {
      KeyRefusedException refused = refused();
      refused.initCause(notSignedByUs);
      throw refused;
    }
  }

  private static KeyRefusedException refused() {
    return new KeyRefusedException("the other side does not hold the key of this directory line");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
