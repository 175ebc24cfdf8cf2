// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToLongFunction;
import org.twincell.protocol.MemberInfo;

/** What a member says of itself, as metrics; what is not known is NaN. */
final class StatusFigures {
  private static final double MILLIS_PER_SECOND = 1000;

  private StatusFigures() {}

  static void measure(StatusBoard board, MeterRegistry metrics) {
    metrics.gauge("twincell.active", board, it -> it.isActive() ? 1 : 0);
    metrics.gauge("twincell.mode", Tags.of("mode", board.members().mode().word()), 1);
    metrics.gauge("twincell.term", board, it -> it.info().term());
    metrics.gauge("twincell.log.applied", board, it -> it.info().appliedIndex());
    metrics.gauge("twincell.events", board, it -> it.info().events());
    metrics.gauge("twincell.data.objects", board, it -> it.info().dataObjects());
    Gauge.builder("twincell.alone", board, it -> it.info().alone() ? 1 : 0)
        .description("1: on a branch that this member began alone, as the other one may be too")
        .register(metrics);
    board.members().all().stream()
        .filter(one -> !one.equals(board.members().self()))
        .forEach(one -> measure(board, one, metrics));
  }

  private static void measure(StatusBoard board, Members.One other, MeterRegistry metrics) {
    Tags tags = Tags.of("peer", other.name());
    Gauge.builder(
            "twincell.peer.lag.entries", board, it -> known(it, other, MemberInfo.Peer::lagEntries))
        .tags(tags)
        .description("log entries that the other member lacks, as the active member sees it")
        .register(metrics);
    Gauge.builder(
            "twincell.peer.lag.seconds",
            board,
            it -> known(it, other, MemberInfo.Peer::lagMillis) / MILLIS_PER_SECOND)
        .tags(tags)
        .description("age of the oldest log entry that the other member lacks")
        .register(metrics);
  }

  private static double known(
      StatusBoard board, Members.One other, ToLongFunction<MemberInfo.Peer> figure) {
    return board.info().peers().stream()
        .filter(peer -> peer.address().equals(other.address().toString()))
        .mapToLong(figure)
        .filter(number -> number >= 0)
        .mapToDouble(number -> number)
        .findFirst()
        .orElse(Double.NaN);
  }
}
