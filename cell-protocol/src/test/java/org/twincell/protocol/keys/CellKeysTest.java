// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.twincell.directory.Address;
import org.twincell.directory.EntryKey;
import org.twincell.protocol.CellException;

class CellKeysTest {
  private static final String AUTHORITY_OF_MC =
      "28830211450730703280344628002701915104663002504921175304396056174609238365939";
  private static final EntryKey STRONG = new EntryKey("correct-horse-battery-staple");
  private static final List<Address> ELSEWHERE = List.of(new Address("SystemA", 1828));

  @Test
  void everyHolderOfAKeyArrivesAtTheSameAuthority() throws Exception {
    assertThat(SharedAuthority.of("mc").publicKey())
        .isEqualTo(SharedAuthority.of("mc").publicKey());
    assertThat(SharedAuthority.of("mc").publicKey())
        .isNotEqualTo(SharedAuthority.of("DC").publicKey());
  }

  /** A change of salt, parameters or curve would cut new members off from old ones. */
  @Test
  void theAuthorityOfAKeyNeverChangesBetweenReleases() throws Exception {
    ECPublicKey authority = (ECPublicKey) SharedAuthority.of("mc").publicKey();
    assertThat(authority.getW().getAffineX()).isEqualTo(new BigInteger(AUTHORITY_OF_MC));
  }

  @Test
  void aHolderBelievesAnotherHolderOfItsKeyAndNobodyElse() throws Exception {
    KeyProof one = SharedAuthority.of(STRONG.text()).newHolder();
    KeyProof other = SharedAuthority.of(STRONG.text()).newHolder();
    KeyProof stranger = SharedAuthority.of("another key, long too").newHolder();

    one.others().checkServerTrusted(chain(other), "EC");
    assertThatThrownBy(() -> one.others().checkClientTrusted(chain(stranger), "EC"))
        .isInstanceOf(KeyRefusedException.class)
        .hasMessageContaining("key of this directory line");
  }

  @Test
  void aKeyIsStretchedOncePerProcess() {
    Optional<KeyProof> first = CellKeys.proof("Alphonse", STRONG, ELSEWHERE, KeySettings.DEFAULTS);
    assertThat(CellKeys.proof("Alphonse", STRONG, ELSEWHERE, KeySettings.DEFAULTS))
        .isEqualTo(first);
  }

  @Test
  void plainTextStaysOnThisMachineUnlessAllowed() {
    EntryKey plain = new EntryKey("0");
    KeySettings allowed = new KeySettings(Optional.empty(), true, false);

    assertThat(
            CellKeys.proof(
                "A",
                plain,
                List.of(new Address("127.0.0.1", 1), new Address("::1", 1)),
                KeySettings.DEFAULTS))
        .isEmpty();
    assertThat(CellKeys.proof("A", plain, ELSEWHERE, allowed)).isEmpty();
    assertThatThrownBy(() -> CellKeys.proof("A", plain, ELSEWHERE, KeySettings.DEFAULTS))
        .isInstanceOf(CellException.class)
        .hasMessageContaining("SystemA:1828")
        .hasMessageContaining("AllowPlainText=Yes");
  }

  @Test
  void aWeakKeyIsNamedAndCanBeRefused() {
    EntryKey weak = new EntryKey("mc");
    KeySettings strict = new KeySettings(Optional.empty(), false, true);

    assertThat(CellKeys.warning("Alphonse", weak)).get().asString().contains("everyone knows");
    assertThat(CellKeys.warning("Alphonse", STRONG)).isEmpty();
    assertThatThrownBy(() -> CellKeys.proof("Alphonse", weak, ELSEWHERE, strict))
        .hasMessageContaining("RequireStrongKey=Yes");
  }

  @Test
  void aMissingPemFileIsNamed() {
    KeySettings pem =
        new KeySettings(
            Optional.of(new PemFiles(Path.of("none.crt"), Path.of("none.key"), Path.of("none.ca"))),
            false,
            false);
    assertThatThrownBy(() -> CellKeys.proof("A", new EntryKey("*TLS"), ELSEWHERE, pem))
        .isInstanceOf(CellException.class)
        .hasMessageContaining("none.crt")
        .hasMessageContaining("no such file");
    assertThatThrownBy(
            () -> CellKeys.proof("A", new EntryKey("*TLS"), ELSEWHERE, KeySettings.DEFAULTS))
        .hasMessageContaining("TlsCertificateFileName");
  }

  private static X509Certificate[] chain(KeyProof holder) {
    return holder.own().getCertificateChain("own");
  }
}
