// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.twincell.event.SlotValue;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.RowPage;
import org.twincell.protocol.RowRequest;

/**
 * What the cell holds of a run, by tag: the ids under which it is stored.
 *
 * @param idsByTag for each tag the event ids that carry it; more than one is a double
 */
public record StoredEvents(Map<String, List<String>> idsByTag) {
  private static final Duration PATIENCE = LocalSystem.PATIENCE;

  /** Reads all events of a run from the active member. */
  public static StoredEvents of(CellClient client, String run) {
    String query = "EVENT where [ mc_parameter: == '" + run + "' ]";
    OpenedQuery opened = client.openQuery(ObjectKind.EVENT, query, PATIENCE);
    Map<String, List<String>> ids = new TreeMap<>();
    RowRequest.Cursor cursor = RowRequest.START;
    long rows = 0;
    while (rows < opened.count()) {
      RowPage page =
          client.readRows(
              new RowRequest(
                  ObjectKind.EVENT,
                  query,
                  List.of(Senders.TAG_SLOT, "mc_ueid"),
                  opened.commitIndex(),
                  cursor,
                  1000),
              PATIENCE);
      if (page.rows().isEmpty()) {
        throw new IllegalStateException(opened.count() + " rows were promised, " + rows + " came");
      }
      for (RowPage.Row row : page.rows()) {
        ids.computeIfAbsent(text(row, Senders.TAG_SLOT), tag -> new ArrayList<>())
            .add(text(row, "mc_ueid"));
      }
      rows += page.rows().size();
      cursor = new RowRequest.Cursor(page.lastHandle(), 0);
    }
    return new StoredEvents(ids);
  }

  private static String text(RowPage.Row row, String slot) {
    return row.slots().get(slot) instanceof SlotValue.TextValue text ? text.value() : "";
  }

  /** Acknowledged tags that are not there under their id. */
  public List<String> lost(Map<String, String> acknowledged) {
    return acknowledged.entrySet().stream()
        .filter(e -> !idsByTag.getOrDefault(e.getKey(), List.of()).contains(e.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Tags that are there more than once, acknowledged or not. */
  public List<String> doubled() {
    return idsByTag.entrySet().stream()
        .filter(e -> e.getValue().size() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }
}
