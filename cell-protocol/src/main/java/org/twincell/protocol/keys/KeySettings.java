// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.keys;

import java.util.Optional;

/**
 * What a process allows and has for guarding its connections.
 *
 * @param pem what the key {@code *TLS} asks for; absent where no line has that key
 * @param allowPlainText {@code AllowPlainText}: the key {@code 0} also for hosts that are not this
 *     machine
 * @param requireStrongKey {@code RequireStrongKey}: refuse a shared key that can be guessed
 */
public record KeySettings(
    Optional<PemFiles> pem, boolean allowPlainText, boolean requireStrongKey) {
  /** Shared keys of any strength; plain text on this machine only; no certificates. */
  public static final KeySettings DEFAULTS = new KeySettings(Optional.empty(), false, false);
}
