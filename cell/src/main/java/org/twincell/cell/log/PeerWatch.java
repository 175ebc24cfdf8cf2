// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one line when the active member no longer hears another, and one when it does again. */
final class PeerWatch {
  private static final Logger LOG = LoggerFactory.getLogger(PeerWatch.class);

  /** A member that was not heard for so long is worth a line. */
  static final Duration SILENCE = Duration.ofSeconds(3);

  private final String name;
  private final Set<String> silent = new HashSet<>();

  /** {@code name} is this member's, with its cell, for the lines. */
  PeerWatch(String name) {
    this.name = name;
  }

  /** Looks once; called from one thread. */
  void look(LogStatus status) {
    if (status.duty() == Duty.STANDBY) {
      silent.clear();
      return;
    }
    for (LogStatus.Peer peer : status.peers()) {
      boolean heard = peer.lastHeard().filter(it -> it.compareTo(SILENCE) < 0).isPresent();
      if (!heard && silent.add(peer.name())) {
        LOG.warn(
            "{}: member '{}' ({}) has not been heard for {} s; with one more gone the cell stops",
            name,
            peer.name(),
            peer.role(),
            SILENCE.toSeconds());
      }
      if (heard && silent.remove(peer.name())) {
        LOG.info("{}: member '{}' is heard again, {} entries behind", name, peer.name(), lag(peer));
      }
    }
  }

  private static Object lag(LogStatus.Peer peer) {
    return peer.lag().isPresent() ? peer.lag().getAsLong() : "some";
  }
}
