// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.keys;

import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.twincell.directory.Address;
import org.twincell.directory.EntryKey;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;

/** Turns the key of a directory line into what a connection needs. */
public final class CellKeys {
  /** So many shared keys stay stretched in one process; beyond it the one unused longest goes. */
  static final int STRETCHED_LIMIT = 1024;

  private static final Map<EntryKey, KeyProof> STRETCHED =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<EntryKey, KeyProof> eldest) {
          return size() > STRETCHED_LIMIT;
        }
      };

  private CellKeys() {}

  /**
   * What guards the connections of a directory line; empty for plain text. The first call for a
   * shared key takes some ten milliseconds.
   *
   * @param whose the name of the line, for the messages
   * @param addresses where the connections go to or are taken; all must be of this machine for
   *     plain text, unless the settings allow it
   * @throws CellException NOT_AUTHORISED when the settings forbid the key, or its files are missing
   *     or wrong
   */
  public static Optional<KeyProof> proof(
      String whose, EntryKey key, Collection<Address> addresses, KeySettings settings) {
    return switch (key.kind()) {
      case PLAIN -> {
        addresses.forEach(address -> checkPlainText(whose, address, settings));
        yield Optional.empty();
      }
      case TLS -> Optional.of(PemProof.read(pemFiles(whose, settings)));
      case SHARED -> {
        checkStrength(whose, key, settings);
        yield Optional.of(stretched(key));
      }
    };
  }

  /** What an operator should hear about a key at start; empty when it is a good one. */
  public static Optional<String> warning(String whose, EntryKey key) {
    if (!key.isWeak()) return Optional.empty();
    String why =
        key.text().equals(EntryKey.SHIPPED_DEFAULT)
            ? "is the one that everyone knows"
            : "is shorter than " + EntryKey.STRONG_CHARS + " characters and can be guessed";
    return Optional.of(
        "the key of '"
            + whose
            + "' "
            + why
            + "; write a long random one into mcell.dir everywhere");
  }

  private static KeyProof stretched(EntryKey key) {
    synchronized (STRETCHED) {
      return STRETCHED.computeIfAbsent(key, CellKeys::stretch);
    }
  }

  private static KeyProof stretch(EntryKey key) {
    try {
      return SharedAuthority.of(key.text()).newHolder();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks the curve P-256 or ECDSA", e);
    }
  }

  private static PemFiles pemFiles(String whose, KeySettings settings) {
    return settings
        .pem()
        .orElseThrow(
            () ->
                new CellException(
                    CellError.NOT_AUTHORISED,
                    "the key of '" + whose + "' is *TLS",
                    "no certificate, private key and trusted certificates are configured",
                    "Set TlsCertificateFileName, TlsPrivateKeyFileName and TlsTrustedFileName."));
  }

  private static void checkStrength(String whose, EntryKey key, KeySettings settings) {
    if (!settings.requireStrongKey() || !key.isWeak()) return;
    throw new CellException(
        CellError.NOT_AUTHORISED,
        "the key of '" + whose + "' in the directory is weak",
        "RequireStrongKey=Yes asks for " + EntryKey.STRONG_CHARS + " characters or more",
        "Write a long random key into mcell.dir on all machines of the cell and of its callers.");
  }

  private static void checkPlainText(String whose, Address address, KeySettings settings) {
    if (settings.allowPlainText() || isThisMachine(address.host())) return;
    throw new CellException(
        CellError.NOT_AUTHORISED,
        "the key of '" + whose + "' is 0, which means plain text",
        address + " may be another machine, and plain text stays on this one",
        "Write a key into mcell.dir, or set AllowPlainText=Yes.");
  }

  /** By the text alone: a name that is looked up may mean another machine tomorrow. */
  static boolean isThisMachine(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.equals("localhost") || name.endsWith(".localhost")) return true;
    return name.equals("::1") || name.matches("127(\\.\\d{1,3}){3}");
  }
}
