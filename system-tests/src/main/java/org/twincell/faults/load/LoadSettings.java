// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.load;

import java.time.Duration;
import java.util.List;
import org.twincell.protocol.CellClient;

/**
 * How much load, and where it goes.
 *
 * @param run goes into {@code mc_parameter} of every event, so that a query finds them all
 * @param cell name of the cell
 * @param gateways URLs; callers take turns in which one is their primary
 * @param members each alone, for callers that ask no other one
 * @param senders callers that send and modify
 * @param readers callers that read by id
 * @param pause between two calls of one caller
 * @param patience of one call with its retries
 */
public record LoadSettings(
    String run,
    String cell,
    List<String> gateways,
    List<Direct> members,
    int senders,
    int readers,
    Duration pause,
    Duration patience) {
  public LoadSettings {
    gateways = List.copyOf(gateways);
    members = List.copyOf(members);
  }

  /**
   * A way to one member alone.
   *
   * @param client knows the address of this member only; whoever made it closes it
   */
  public record Direct(String name, CellClient client) {}
}
