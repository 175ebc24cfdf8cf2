// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.cells;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.twincell.protocol.ObjectKind;

/**
 * Writes a query handle as a token that no gateway has to remember and no client can change:
 * base64url of a version, the cell's name, the content, and 16 bytes of an HMAC-SHA-256 over all
 * before it.
 *
 * <p>The key comes from the third field of the cell's directory line, so that every gateway with
 * the same line opens the token. It is stretched first: a token in a client's hands must not let it
 * guess a short directory key cheaply. With {@code 0} or {@code *TLS} as the key a token can be
 * forged, which gains nothing: it only says what a client may ask for anyway. Immutable.
 */
final class HandleSeal {
  /** The longest token that is looked at. */
  static final int TOKEN_LIMIT_CHARS = 256 * 1024;

  private static final int VERSION = 1;
  private static final int MAC_BYTES = 16;
  private static final int STRETCHING = 120_000;

  private final SecretKeySpec key;

  /** Takes some 50 ms of a processor: made once for each key, not for each call. */
  HandleSeal(String directoryKey) {
    try {
      PBEKeySpec spec =
          new PBEKeySpec(
              directoryKey.toCharArray(),
              "twincell result handle".getBytes(UTF_8),
              STRETCHING,
              256);
      byte[] secret =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      this.key = new SecretKeySpec(secret, "HmacSHA256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has PBKDF2WithHmacSHA256", e);
    }
  }

  /** The token of a handle. */
  String seal(QueryHandle handle) {
    byte[] body = write(handle);
    byte[] token = Arrays.copyOf(body, body.length + MAC_BYTES);
    System.arraycopy(mac(body), 0, token, body.length, MAC_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /** The cell that a token names, not yet to be trusted; absent when it is no token at all. */
  static Optional<String> claimedCell(String token) {
    return decode(token)
        .flatMap(bytes -> read(bytes, bytes.length - MAC_BYTES))
        .map(QueryHandle::cell);
  }

  /** The handle of a token that this seal made; absent for every other text. */
  Optional<QueryHandle> open(String token) {
    return decode(token).flatMap(this::checked);
  }

  private Optional<QueryHandle> checked(byte[] bytes) {
    byte[] body = Arrays.copyOf(bytes, bytes.length - MAC_BYTES);
    byte[] mac = Arrays.copyOfRange(bytes, body.length, bytes.length);
    byte[] expected = Arrays.copyOf(mac(body), MAC_BYTES);
    return MessageDigest.isEqual(mac, expected) ? read(body, body.length) : Optional.empty();
  }

  private static Optional<byte[]> decode(String token) {
    if (token.isEmpty() || token.length() > TOKEN_LIMIT_CHARS) return Optional.empty();
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token);
      return bytes.length > MAC_BYTES ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private byte[] mac(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private static byte[] write(QueryHandle handle) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      text(out, handle.cell());
      out.writeByte(handle.kind().ordinal());
      out.writeLong(handle.commitIndex());
      out.writeLong(handle.count());
      text(out, handle.query());
      out.writeInt(handle.slots().size());
      for (String slot : handle.slots()) text(out, slot);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array took no more bytes", e);
    }
    return bytes.toByteArray();
  }

  private static Optional<QueryHandle> read(byte[] bytes, int length) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length))) {
      if (in.readByte() != VERSION) return Optional.empty();
      String cell = text(in);
      int kind = in.readByte();
      if (kind < 0 || kind >= ObjectKind.values().length) return Optional.empty();
      long commitIndex = in.readLong();
      long count = in.readLong();
      String query = text(in);
      List<String> slots = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) slots.add(text(in));
      return Optional.of(
          new QueryHandle(cell, ObjectKind.values()[kind], query, slots, commitIndex, count));
    } catch (IOException cutShort) {
      return Optional.empty();
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Never trusts a length: what is not there is not allocated. */
  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) throw new IOException("cut short");
    return new String(in.readNBytes(length), UTF_8);
  }
}
