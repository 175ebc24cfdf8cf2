// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.twincell.history.HistoryWriter;
import org.twincell.protocol.CellClient;

/**
 * Modifies its events at each member in turn that says it is active, as callers of both sides of a
 * cut do: when a pair is apart, both sides write the same slot. Each modification comes after the
 * one before has ended, so it is known which is the newest. One thread uses it.
 */
final class Contender {
  private static final String NAME = "contender";
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int OWN_EVENTS_KEPT = 50;

  private final DirectSender sender;
  private final Map<CellClient, DirectSender> sides = new LinkedHashMap<>();
  private final RandomGenerator random;
  private final List<String> own = new ArrayList<>();
  private final Map<String, Long> versions = new HashMap<>();
  private long sequence;

  Contender(LoadSettings settings, HistoryWriter history, CellClient cell, RandomGenerator random) {
    this.random = random;
    this.sender = DirectSender.toTheActiveOne(settings, history, cell, NAME);
    for (LoadSettings.Direct member : settings.members()) {
      sides.put(member.client(), DirectSender.toOne(settings, history, member, NAME, PATIENCE));
    }
  }

  /** One event, and a modification of an older one at each side; the id of the event. */
  Optional<String> sendAndModify() {
    Optional<String> sent = sender.send(++sequence);
    sent.ifPresent(own::add);
    if (own.size() > OWN_EVENTS_KEPT) versions.remove(own.remove(0));
    if (own.isEmpty()) return sent;
    String id = own.get(random.nextInt(own.size()));
    sides.forEach(
        (member, side) -> {
          if (member.isReachable()) side.modify(id, versions.merge(id, 1L, Long::sum));
        });
    return sent;
  }
}
