// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.keys;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The small certificate authority that every holder of a shared key arrives at: the key is
 * stretched with Argon2id, and what comes out is the authority's private key on the curve P-256.
 *
 * <p>All parameters are part of the protocol: whoever changes one speaks to nobody. The salt is the
 * same for all cells because a caller may know an address and a key and no name ({@code -n
 * @host#key}); so equal keys make equal authorities, and a key must be hard to guess on its own.
 */
final class SharedAuthority {
  /** The memory that one guess of a key costs, in KiB: 19 MiB. */
  static final int ARGON2_MEMORY_KIB = 19 * 1024;

  static final int ARGON2_PASSES = 2;
  static final int ARGON2_LANES = 1;
  private static final byte[] SALT = "twincell shared key 1".getBytes(StandardCharsets.US_ASCII);

  /** 128 bits more than the curve's order, so that the remainder is even to 2^-128. */
  private static final int STRETCHED_BYTES = 48;

  private static final String CURVE = "secp256r1";
  private static final X500Name NAME = new X500Name("CN=twincell shared key");
  private static final X500Name HOLDER = new X500Name("CN=twincell holder");

  /** A holder's certificate says nothing about time; clocks of members may be wrong. */
  private static final Date ALWAYS_FROM = Date.from(Instant.parse("2000-01-01T00:00:00Z"));

  private static final Date ALWAYS_TO = Date.from(Instant.parse("9999-12-31T23:59:59Z"));

  private final PrivateKey privateKey;
  private final PublicKey publicKey;

  private SharedAuthority(PrivateKey privateKey, PublicKey publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** Stretches a key; takes some ten milliseconds and 19 MiB. */
  static SharedAuthority of(String key) throws GeneralSecurityException {
    var curve = CustomNamedCurves.getByName("P-256");
    BigInteger secret =
        new BigInteger(1, stretch(key))
            .mod(curve.getN().subtract(BigInteger.ONE))
            .add(BigInteger.ONE);
    ECPoint point = new FixedPointCombMultiplier().multiply(curve.getG(), secret).normalize();
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(CURVE));
    ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
    var open =
        new java.security.spec.ECPoint(
            point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
    KeyFactory keys = KeyFactory.getInstance("EC");
    return new SharedAuthority(
        keys.generatePrivate(new ECPrivateKeySpec(secret, spec)),
        keys.generatePublic(new ECPublicKeySpec(open, spec)));
  }

  private static byte[] stretch(String key) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(ARGON2_MEMORY_KIB)
            .withIterations(ARGON2_PASSES)
            .withParallelism(ARGON2_LANES)
            .withSalt(SALT)
            .build());
    byte[] stretched = new byte[STRETCHED_BYTES];
    argon2.generateBytes(key.getBytes(StandardCharsets.UTF_8), stretched);
    return stretched;
  }

  PublicKey publicKey() {
    return publicKey;
  }

  /** Makes a fresh certificate for this process, and the judge of the certificates of others. */
  KeyProof newHolder() throws GeneralSecurityException {
    SecureRandom random = new SecureRandom();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(CURVE), random);
    KeyPair own = generator.generateKeyPair();
    BigInteger serial = new BigInteger(120, random).setBit(119);
    var builder =
        new JcaX509v3CertificateBuilder(
            NAME, serial, ALWAYS_FROM, ALWAYS_TO, HOLDER, own.getPublic());
    try {
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(privateKey);
      X509Certificate certificate =
          new JcaX509CertificateConverter().getCertificate(builder.build(signer));
      return new KeyProof(
          new OneKey(own.getPrivate(), List.of(certificate)), new SharedKeyTrust(publicKey));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException("this Java cannot sign with ECDSA", e);
    }
  }
}
