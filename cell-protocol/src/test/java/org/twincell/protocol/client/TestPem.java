// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.twincell.protocol.keys.PemFiles;

/** An authority of an enterprise, and certificates from it, as PEM files. */
final class TestPem {
  private final Path folder;
  private final KeyPair authority = newKey();
  private final X500Name name = new X500Name("CN=test authority");

  TestPem(Path folder) throws Exception {
    this.folder = folder;
    write("ca.pem", certificate(authority, name, true));
  }

  private static KeyPair newKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** A certificate for this machine. */
  PemFiles issue(String file) throws Exception {
    KeyPair own = newKey();
    write(file + ".crt", certificate(own, new X500Name("CN=" + file), false));
    write(file + ".key", new JcaPKCS8Generator(own.getPrivate(), null));
    return new PemFiles(
        folder.resolve(file + ".crt"), folder.resolve(file + ".key"), folder.resolve("ca.pem"));
  }

  private X509Certificate certificate(KeyPair own, X500Name subject, boolean isAuthority)
      throws Exception {
    Date from = Date.from(Instant.now().minus(Duration.ofDays(1)));
    Date to = Date.from(Instant.now().plus(Duration.ofDays(1)));
    BigInteger serial = BigInteger.valueOf(System.nanoTime());
    var builder = new JcaX509v3CertificateBuilder(name, serial, from, to, subject, own.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
    if (!isAuthority) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
    }
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private void write(String file, Object content) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(content);
    }
    Files.writeString(folder.resolve(file), text.toString());
  }
}
