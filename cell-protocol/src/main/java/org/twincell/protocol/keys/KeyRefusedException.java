// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.keys;

import java.security.cert.CertificateException;

/** The other side of a connection showed a certificate that was not made from the same key. */
public final class KeyRefusedException extends CertificateException {
  private static final long serialVersionUID = 1L;

  KeyRefusedException(String message) {
    super(message);
  }
}
