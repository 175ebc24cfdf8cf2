// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.keys;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;

/** Reads the files of the key {@code *TLS}. */
final class PemProof {
  private PemProof() {}

  static KeyProof read(PemFiles files) {
    List<X509Certificate> chain = certificates(files.certificate());
    PrivateKey key = privateKey(files.privateKey());
    if (!chain.get(0).getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
      throw unusable(files.privateKey(), "it is not the key of " + files.certificate(), null);
    }
    return new KeyProof(new OneKey(key, chain), trust(files.trusted()));
  }

  private static List<X509Certificate> certificates(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> found = new ArrayList<>();
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        if (each instanceof X509Certificate certificate) found.add(certificate);
      }
      if (found.isEmpty()) throw unusable(file, "it holds no certificate", null);
      return found;
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(file, whyNot(e), e);
    }
  }

  private static PrivateKey privateKey(Path file) {
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.US_ASCII);
        PEMParser parser = new PEMParser(in)) {
      for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
        if (found instanceof PrivateKeyInfo info)
          return new JcaPEMKeyConverter().getPrivateKey(info);
        if (found instanceof PEMKeyPair pair) {
          return new JcaPEMKeyConverter().getKeyPair(pair).getPrivate();
        }
      }
      throw unusable(file, "it holds no private key that is not encrypted", null);
    } catch (IOException e) {
      throw unusable(file, whyNot(e), e);
    }
  }

  private static X509ExtendedTrustManager trust(Path file) {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (X509Certificate each : certificates(file)) {
        trusted.setCertificateEntry("trusted-" + number++, each);
      }
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      for (TrustManager each : factory.getTrustManagers()) {
        if (each instanceof X509ExtendedTrustManager judge) return judge;
      }
      throw new GeneralSecurityException("this Java has no judge of certificates");
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(file, whyNot(e), e);
    }
  }

  private static String whyNot(Exception e) {
    if (e instanceof NoSuchFileException) return "there is no such file";
    return String.valueOf(e.getMessage());
  }

  private static CellException unusable(Path file, String why, @Nullable Exception cause) {
    CellException refusal =
        new CellException(
            CellError.NOT_AUTHORISED,
            "the PEM file " + file + " cannot be used",
            why,
            "Name a readable PEM file, or give the directory line a shared key instead of *TLS.");
    if (cause != null) refusal.initCause(cause);
    return refusal;
  }
}
