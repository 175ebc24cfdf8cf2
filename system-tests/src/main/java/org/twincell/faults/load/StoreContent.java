// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.twincell.history.EventRow;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.RowPage;
import org.twincell.protocol.RowRequest;

/** Reads what the active member holds of a run, in the order of handles. */
public final class StoreContent {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int PAGE = 1000;

  private StoreContent() {}

  /** All events of the run. */
  public static List<EventRow> of(CellClient client, String run) {
    String query = "EVENT where [ " + Rows.RUN_SLOT + ": == '" + run + "' ]";
    OpenedQuery opened = client.openQuery(ObjectKind.EVENT, query, PATIENCE);
    List<EventRow> rows = new ArrayList<>();
    RowRequest.Cursor cursor = RowRequest.START;
    while (rows.size() < opened.count()) {
      RowPage page =
          client.readRows(
              new RowRequest(
                  ObjectKind.EVENT, query, Rows.SLOTS, opened.commitIndex(), cursor, PAGE),
              PATIENCE);
      if (page.rows().isEmpty()) {
        throw new IllegalStateException(
            opened.count() + " rows were promised, " + rows.size() + " came");
      }
      page.rows().forEach(row -> rows.add(Rows.row(row)));
      cursor = new RowRequest.Cursor(page.lastHandle(), 0);
    }
    return rows;
  }
}
