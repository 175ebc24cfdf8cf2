// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import io.grpc.SynchronizationContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.twincell.directory.CellEntry;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.keys.CellKeys;
import org.twincell.protocol.keys.KeyProof;
import org.twincell.time.TimeSource;

/** Opens clients of cells. */
public final class CellClients {
  private CellClients() {}

  /**
   * Opens a client of the cell that a directory line describes. Returns at once: connections are
   * made in the background, and calls wait for them within their patience.
   *
   * <p>The first client with a shared key takes some ten milliseconds to stretch it.
   *
   * @throws org.twincell.protocol.CellException NOT_AUTHORISED when the line's key cannot be used
   *     here: plain text to another machine, a weak key where strong ones are asked for, PEM files
   *     that are missing or wrong
   */
  public static CellClient open(CellEntry entry, ClientSettings settings, TimeSource time) {
    FollowingClient client =
        new FollowingClient(
            entry,
            settings,
            time,
            RandomGenerator.getDefault(),
            (line, serial) -> overGrpc(line, settings, serial));
    client.start();
    return client;
  }

  private static MemberLink.Opener overGrpc(
      CellEntry line, ClientSettings settings, SynchronizationContext serial) {
    Optional<SslContext> tls =
        CellKeys.proof(line.name(), line.key(), FollowingClient.addresses(line), settings.keys())
            .map(KeyProof::clientContext);
    return (address, listener) -> {
      GrpcLink link = new GrpcLink(address, tls, settings, serial, listener);
      link.start();
      return link;
    };
  }
}
