// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.keys;

import java.nio.file.Path;

/**
 * What the key {@code *TLS} needs, in PEM form.
 *
 * @param certificate the own certificate, followed by the ones between it and the trusted one
 * @param privateKey its private key: PKCS#8, not encrypted, readable by this process alone
 * @param trusted the certificates of the authorities whose certificates are believed
 */
public record PemFiles(Path certificate, Path privateKey, Path trusted) {}
