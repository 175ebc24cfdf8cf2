// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.time.Duration;
import org.twincell.faults.load.StoreContent;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.ObjectKind;

/**
 * How often a pair without witness went apart and came together, as the cell itself tells it.
 *
 * @param partings how often a member went on alone
 * @param merges how often what one had accepted alone was sent to the other
 * @param keptEvents events whose operation log keeps a modification that lost
 */
record PairFigures(long partings, long merges, long keptEvents) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static PairFigures of(CellClient client, String run) {
    long kept =
        StoreContent.of(client, run).stream().filter(row -> !row.keptVersions().isEmpty()).count();
    return new PairFigures(
        count(client, "MC_CELL_SPLIT_RISK"), count(client, "MC_CELL_MERGED"), kept);
  }

  private static long count(CellClient client, String className) {
    return client.openQuery(ObjectKind.EVENT, className, PATIENCE).count();
  }

  String text() {
    return "partings "
        + partings
        + ", merges "
        + merges
        + ", events that keep a lost modification "
        + keptEvents;
  }
}
