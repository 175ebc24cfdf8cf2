// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import java.time.Duration;
import org.twincell.protocol.keys.KeySettings;

/**
 * What a client of a cell may use and how soon it gives a member up.
 *
 * @param keys how connections are guarded
 * @param pendingLimit the most calls that may be under way at one moment; further ones fail with
 *     BUSY
 * @param silenceLimit a member that said nothing for this long is taken for lost, and its calls go
 *     elsewhere; members speak twice a second
 * @param connectLimit how long setting up one connection may take
 * @param anyName believe a member whatever cell it says it belongs to, where the caller knows an
 *     address and no name ({@code -n @host}); otherwise a member of another cell counts as lost
 */
public record ClientSettings(
    KeySettings keys,
    int pendingLimit,
    Duration silenceLimit,
    Duration connectLimit,
    boolean anyName) {
  /** 4096 calls, 1.5 s of silence, 2 s for a connection. */
  public static final ClientSettings DEFAULTS =
      new ClientSettings(
          KeySettings.DEFAULTS, 4096, Duration.ofMillis(1500), Duration.ofSeconds(2), false);

  /** Checks the ranges. */
  public ClientSettings {
    if (pendingLimit < 1) throw new IllegalArgumentException("pendingLimit is at least 1");
    if (silenceLimit.toMillis() < 600) {
      throw new IllegalArgumentException("silenceLimit is at least 600 ms: members speak each 500");
    }
    if (connectLimit.toMillis() < 100) {
      throw new IllegalArgumentException("connectLimit is at least 100 ms");
    }
  }

  /** The same with other keys. */
  public ClientSettings withKeys(KeySettings newKeys) {
    return new ClientSettings(newKeys, pendingLimit, silenceLimit, connectLimit, anyName);
  }

  /** The same for a caller that does not know the name of the cell. */
  public ClientSettings withAnyName() {
    return new ClientSettings(keys, pendingLimit, silenceLimit, connectLimit, true);
  }

  /** The same with another limit of calls under way. */
  public ClientSettings withPendingLimit(int newLimit) {
    return new ClientSettings(keys, newLimit, silenceLimit, connectLimit, anyName);
  }
}
