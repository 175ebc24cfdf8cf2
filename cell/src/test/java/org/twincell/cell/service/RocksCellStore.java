// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.twincell.cell.log.LogApplier;
import org.twincell.cell.store.EntryMaker;
import org.twincell.cell.store.EventStore;
import org.twincell.cell.store.StoreSettings;
import org.twincell.history.EventRow;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.RowPage;
import org.twincell.protocol.RowRequest;
import org.twincell.time.TimeSource;

/** The product's own store and its rules, on the disk. */
public final class RocksCellStore extends SimulatedStore {
  private static final StoreSettings SMALL = new StoreSettings(4 << 20, 4 << 20, 1 << 20, 64);
  private static final int PAGE_ROWS = 1000;

  private final Path folder;
  private final String cell;
  private EventStore store;
  private boolean isOpen = true;

  public RocksCellStore(Path folder, String cell) {
    this.folder = folder;
    this.cell = cell;
    this.store = EventStore.open(folder, SMALL);
  }

  @Override
  public LogApplier applier() {
    return store;
  }

  @Override
  Entries entries(TimeSource time) {
    return Entries.of(new EntryMaker(store, cell, StoreSettings.Retention.DEFAULTS, time));
  }

  @Override
  StoreReader reader() {
    return StoreReader.of(store);
  }

  @Override
  Optional<String> designated() {
    return isOpen ? store.designatedMember() : Optional.empty();
  }

  @Override
  public void crash(RandomGenerator chance) {
    store.close();
    isOpen = false;
  }

  @Override
  public void reopen() {
    if (isOpen) return;
    store = EventStore.open(folder, SMALL);
    isOpen = true;
  }

  @Override
  public List<EventRow> content() {
    List<EventRow> rows = new ArrayList<>();
    OpenedQuery opened = store.openQuery(ObjectKind.EVENT, "EVENT", () -> false);
    RowRequest.Cursor cursor = RowRequest.START;
    while (true) {
      RowPage page =
          store.readRows(
              new RowRequest(
                  ObjectKind.EVENT,
                  "EVENT",
                  SimulatedEvents.SLOTS,
                  opened.commitIndex(),
                  cursor,
                  PAGE_ROWS),
              () -> false);
      for (RowPage.Row row : page.rows()) SimulatedEvents.row(row.slots()).ifPresent(rows::add);
      if (page.end() || page.rows().isEmpty()) return rows;
      cursor = new RowRequest.Cursor(page.lastHandle(), 0);
    }
  }

  @Override
  public void close() {
    if (isOpen) store.close();
    isOpen = false;
  }
}
