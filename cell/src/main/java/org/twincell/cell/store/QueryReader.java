// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;
import org.twincell.cell.store.ObjectWriter.RowKey;
import org.twincell.condition.CompiledQuery;
import org.twincell.condition.Query;
import org.twincell.condition.QueryException;
import org.twincell.event.Slot;
import org.twincell.event.SlotValue;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.RowPage;
import org.twincell.protocol.RowRequest;

/**
 * Answers queries from one view of the store.
 *
 * <p>A page shows the state of an earlier commit index C: the rows to look at are those that the
 * plan finds now, and those of which an older version is kept; each is taken back to its version as
 * of C, and the condition is put to that. So a row that has left an index since is still found.
 */
final class QueryReader {
  /** The most rows of one page. */
  static final int PAGE_LIMIT_ROWS = 10_000;

  /** The most bytes of one page, about; below the 4 MiB of a reply. */
  static final int PAGE_LIMIT_BYTES = 4 * 1024 * 1024 - 128 * 1024;

  /** Rows superseded since C that are listed up front; more are looked up as the page goes. */
  static final int LISTED_LIMIT_ROWS = 10_000;

  private static final int ASK_EVERY_ROWS = 256;
  private static final String ROOT_EVENT = "CORE_EVENT";
  private static final String ROOT_DATA = "CORE_DATA";

  private final ReadView view;
  private final BooleanSupplier giveUp;
  private long looked;

  QueryReader(ReadView view, BooleanSupplier giveUp) {
    this.view = view;
    this.giveUp = giveUp;
  }

  OpenedQuery open(ObjectKind kind, String text) {
    Query query = parse(kind, text);
    long index = Math.max(0, view.index());
    Planner.Plan plan = new Planner(view, kind, query, view.index()).choose();
    OptionalLong known = plan.count();
    if (known.isPresent()) return new OpenedQuery(known.getAsLong(), index);
    CompiledQuery compiled = query.compile();
    long count = 0;
    try (Handles handles = plan.handles().get()) {
      for (long h = handles.seek(1); h != Handles.END; h = handles.seek(h + 1)) {
        askWhetherToGoOn();
        RowVersion row = newest(new RowKey(kind, h), handles);
        if (row != null && compiled.matches(row)) count++;
      }
    }
    return new OpenedQuery(count, index);
  }

  RowPage read(RowRequest request) {
    requireReadable(request);
    Query query = parse(request.kind(), request.query());
    Page page = new Page(request, query.compile());
    try (Handles handles = candidates(request, query)) {
      long h = handles.seek(request.cursor().afterHandle() + 1);
      while (h != Handles.END && !page.isFull()) {
        askWhetherToGoOn();
        RowKey key = new RowKey(request.kind(), h);
        RowVersion newest = newest(key, handles);
        if (newest != null && newest.createdIndex() > request.commitIndex()) {
          h = Handles.END; // Handles go up with commit indexes: no older row follows.
          break;
        }
        RowVersion row = view.asOf(key, newest, request.commitIndex());
        if (row == null || page.take(h, row)) h = handles.seek(h + 1);
      }
      return page.done(h == Handles.END);
    }
  }

  private @Nullable RowVersion newest(RowKey key, Handles handles) {
    byte[] row = handles.row();
    return row != null ? view.version(row) : view.newest(key.kind(), key.handle());
  }

  private Handles candidates(RowRequest request, Query query) {
    Handles now =
        new Planner(view, request.kind(), query, request.commitIndex()).choose().handles().get();
    if (request.commitIndex() >= view.index()) return now;
    return Handles.merged(List.of(now, superseded(request)));
  }

  private Handles superseded(RowRequest request) {
    byte[] from = Keys.superseded(request.commitIndex() + 1, ObjectKind.DATA, 0);
    TreeSet<Long> handles = new TreeSet<>();
    int looked = 0;
    try (RocksIterator at = view.iterator(Family.HISTORY)) {
      for (at.seek(from); Content.isAt(at) && at.key()[0] == 'o'; at.next()) {
        if (++looked > LISTED_LIMIT_ROWS) return Handles.superseded(view, request.kind());
        byte[] key = at.key();
        long handle = Keys.lastLong(key);
        boolean isOurs = key[9] == Keys.tag(request.kind());
        if (isOurs && handle > request.cursor().afterHandle()) handles.add(handle);
      }
    }
    return Handles.of(handles.stream().mapToLong(Long::longValue).toArray());
  }

  private Query parse(ObjectKind kind, String text) {
    String root = kind == ObjectKind.EVENT ? ROOT_EVENT : ROOT_DATA;
    if (view.classes().table().find(root).isEmpty()) {
      throw new CellException(
          CellError.UNAVAILABLE,
          "the cell has no classes yet",
          "its active member has not yet put the shipped classes into the log",
          "Ask again in a moment");
    }
    try {
      return Query.parse(text, view.classes().table(), root);
    } catch (QueryException e) {
      throw new CellException(
          CellError.QUERY_SYNTAX,
          "the query can not be understood",
          "line " + e.line() + ", column " + e.column() + ": " + e.what(),
          e.mend(),
          e.line(),
          e.column());
    }
  }

  private void requireReadable(RowRequest request) {
    if (request.limit() < 1 || request.limit() > PAGE_LIMIT_ROWS) {
      throw new CellException(
          CellError.BAD_REQUEST,
          "a page of " + request.limit() + " rows can not be read",
          "a page has 1 to " + PAGE_LIMIT_ROWS + " rows",
          "Ask for fewer rows and read several pages");
    }
    if (request.cursor().skip() < 0 || request.cursor().afterHandle() < 0) {
      throw new CellException(
          CellError.BAD_REQUEST,
          "a page can not begin there",
          "its handle and the rows to pass over are never negative",
          "Begin at 0, then go on with the last handle of the page before");
    }
    if (request.commitIndex() > Math.max(0, view.index())) {
      throw new CellException(
          CellError.UNAVAILABLE,
          "the state of commit index " + request.commitIndex() + " is not here yet",
          "this member has applied the log up to " + view.index(),
          "Ask again in a moment, or ask the active member");
    }
    if (request.commitIndex() < view.state().getHorizonIndex()) {
      throw new CellException(
          CellError.QUERY_EXPIRED,
          "the query was opened too long ago",
          "the cell keeps states from commit index "
              + view.state().getHorizonIndex()
              + " on, the query shows "
              + request.commitIndex(),
          "Open the query again");
    }
  }

  private void askWhetherToGoOn() {
    if (++looked % ASK_EVERY_ROWS != 0 || !giveUp.getAsBoolean()) return;
    throw new CellException(
        CellError.BUSY,
        "the query took longer than its caller waits",
        "it looked at " + looked + " rows so far, for no index helps with its condition",
        "Narrow it by class, mc_ueid, status, date_reception or client_ack, or allow it more time");
  }

  /** The rows of a page as they are collected. */
  private static final class Page {
    private final RowRequest request;
    private final CompiledQuery query;
    private final List<RowPage.Row> rows = new ArrayList<>();
    private long skip;
    private long bytes;
    private long last;
    private boolean full;

    Page(RowRequest request, CompiledQuery query) {
      this.request = request;
      this.query = query;
      this.skip = request.cursor().skip();
      this.last = request.cursor().afterHandle();
    }

    boolean isFull() {
      return full || rows.size() == request.limit();
    }

    /** False when the row no longer fits; it is then the first of the next page. */
    boolean take(long handle, RowVersion row) {
      if (!query.matches(row)) return true;
      if (skip > 0) {
        skip--;
        last = handle;
        return true;
      }
      Map<String, SlotValue> slots = slots(row);
      long size = WireSize.of(row.className(), slots);
      if (!rows.isEmpty() && bytes + size > PAGE_LIMIT_BYTES) {
        full = true;
        return false;
      }
      bytes += size;
      rows.add(new RowPage.Row(row.className(), handle, slots));
      last = handle;
      return true;
    }

    /** Asked-for slots that the class lacks are left out. */
    private Map<String, SlotValue> slots(RowVersion row) {
      Map<String, SlotValue> answer = new LinkedHashMap<>();
      if (request.slots().isEmpty()) {
        Map<String, SlotValue> set = row.slots();
        for (Slot slot : row.type().slots().values()) {
          answer.put(slot.name(), set.getOrDefault(slot.name(), slot.defaultValue()));
        }
      } else {
        for (String name : request.slots()) {
          SlotValue value = row.get(name);
          if (value != null) answer.put(name, value);
        }
      }
      return answer;
    }

    RowPage done(boolean end) {
      return new RowPage(rows, last, end);
    }
  }
}
