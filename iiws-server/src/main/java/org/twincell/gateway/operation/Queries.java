// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.operation;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.gateway.cells.Cells;
import org.twincell.gateway.cells.KnownCell;
import org.twincell.gateway.cells.PageCursors;
import org.twincell.gateway.cells.QueryHandle;
import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.fault.FaultCode;
import org.twincell.imapi.basic.TableOfNameValue;
import org.twincell.imapi.elems.EndQuery;
import org.twincell.imapi.elems.GetQueryResultCount;
import org.twincell.imapi.elems.GetQueryResultCountOutput;
import org.twincell.imapi.elems.NoValueOutput;
import org.twincell.imapi.elems.QueryData;
import org.twincell.imapi.elems.QueryEventByID;
import org.twincell.imapi.elems.QueryEvents;
import org.twincell.imapi.elems.QueryEventsByDate;
import org.twincell.imapi.elems.QueryResultHandleOutput;
import org.twincell.imapi.elems.RetrieveQueryResults;
import org.twincell.imapi.elems.RetrieveQueryResultsOutput;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.RowPage;
import org.twincell.protocol.RowRequest;

/**
 * The cycle of a query: open, count, read pages, end. The handle is the whole state: any gateway
 * with the same directory reads on where another stopped.
 */
final class Queries {
  private static final Logger LOG = LoggerFactory.getLogger(Queries.class);

  /** Rows asked of a cell at first; they show how many more fit into the page. */
  private static final int FIRST_ROWS = 20;

  private final Cells cells;
  private final OperationLimits limits;
  private final PageCursors cursors;

  Queries(Cells cells, OperationLimits limits, PageCursors cursors) {
    this.cells = cells;
    this.limits = limits;
    this.cursors = cursors;
  }

  QueryResultHandleOutput events(QueryEvents request, Caller caller) {
    String query = text("query", request.getQuery());
    String asked = query.isEmpty() ? QueryTexts.ALL_EVENTS : query;
    return open(request.getImname(), ObjectKind.EVENT, asked, List.of());
  }

  QueryResultHandleOutput data(QueryData request, Caller caller) {
    String query = text("query", request.getQuery());
    String asked = query.isEmpty() ? QueryTexts.ALL_DATA : query;
    return open(request.getImname(), ObjectKind.DATA, asked, List.of());
  }

  QueryResultHandleOutput eventById(QueryEventByID request, Caller caller) {
    String id = text("eventId", request.getEventId());
    if (id.isEmpty()) throw invalid("eventId is empty", "Put the event's mc_ueid into it");
    return open(request.getImname(), ObjectKind.EVENT, QueryTexts.byId(id), List.of());
  }

  QueryResultHandleOutput eventsByDate(QueryEventsByDate request, Caller caller) {
    List<String> classes = Arguments.list(text("classNames", request.getClassNames()));
    List<String> slots = Arguments.list(text("slotsList", request.getSlotsList()));
    String query = QueryTexts.byDate(request.getStartDate(), request.getEndDate(), classes);
    return open(request.getImname(), ObjectKind.EVENT, query, slots);
  }

  private String text(String name, @Nullable String value) {
    return Arguments.text(name, value, limits.queryTextLimit());
  }

  private QueryResultHandleOutput open(
      @Nullable String cellName, ObjectKind kind, String query, List<String> slots) {
    KnownCell cell = cells.find(Arguments.text(cellName));
    OpenedQuery opened = cell.client().openQuery(kind, query, limits.waits().usual());
    QueryHandle handle =
        new QueryHandle(cell.name(), kind, query, slots, opened.commitIndex(), opened.count());
    QueryResultHandleOutput answer = new QueryResultHandleOutput();
    answer.setResultHandle(cell.seal(handle));
    answer.setResultCount(opened.count());
    return answer;
  }

  GetQueryResultCountOutput count(GetQueryResultCount request, Caller caller) {
    GetQueryResultCountOutput answer = new GetQueryResultCountOutput();
    answer.setResultCount(cells.open(Arguments.text(request.getResultHandle())).count());
    return answer;
  }

  NoValueOutput end(EndQuery request, Caller caller) {
    LOG.debug("{} ends a query", caller.address());
    cursors.drop(Arguments.text(request.getResultHandle()));
    return new NoValueOutput();
  }

  RetrieveQueryResultsOutput retrieve(RetrieveQueryResults request, Caller caller) {
    String token = Arguments.text(request.getRetrieveResultHandle());
    QueryHandle handle = cells.open(token);
    if (request.getStartIndex() < 1) {
      throw invalid("startIndex is " + request.getStartIndex(), "The first row is 1");
    }
    if (request.getNumOfEvents() < 0) {
      throw invalid("num_of_events is " + request.getNumOfEvents(), "Ask for 0 rows or more");
    }
    long first = request.getStartIndex() - 1;
    int wanted =
        (int)
            Math.min(Math.min(request.getNumOfEvents(), limits.rowLimit()), handle.count() - first);
    RetrieveQueryResultsOutput answer = new RetrieveQueryResultsOutput();
    answer.setResults(new TableOfNameValue());
    if (wanted > 0) {
      read(new Page(token, handle, first, wanted), limits.waits().of(request.getTimeout()), answer);
    }
    answer.setNumOfEvents(answer.getResults().getNameValueArrayElement().size());
    return answer;
  }

  /** Rows wanted of a query, counted from 0. */
  private record Page(String token, QueryHandle handle, long first, int wanted) {}

  private void read(Page page, Duration patience, RetrieveQueryResultsOutput answer) {
    KnownCell cell = cells.find(page.handle().cell());
    RowWriter writer = new RowWriter(cell.client().classes(patience));
    RowRequest.Cursor cursor = cursors.at(page.token(), page.first());
    int got = 0;
    while (got < page.wanted() && writer.written() < limits.pageBytesLimit()) {
      int chunk = Math.min(rowsThatFit(got, writer.written()), page.wanted() - got);
      RowPage rows = cell.client().readRows(request(page.handle(), cursor, chunk), patience);
      if (rows.rows().isEmpty()) return;
      for (RowPage.Row row : rows.rows()) {
        answer.getResults().getNameValueArrayElement().add(writer.row(row));
        got++;
        cursor = new RowRequest.Cursor(row.handle(), 0);
        if (writer.written() >= limits.pageBytesLimit()) break;
      }
      if (writer.written() >= limits.pageBytesLimit() || rows.end()) break;
      cursor = new RowRequest.Cursor(rows.lastHandle(), 0);
    }
    cursors.note(page.token(), page.first() + got, cursor.afterHandle());
  }

  /** By the size of the rows so far, so that a page of large rows ends before it is large. */
  private int rowsThatFit(int got, long written) {
    if (got == 0) return FIRST_ROWS;
    long perRow = Math.max(1, written / got);
    return (int)
        Math.max(1, Math.min(limits.rowLimit(), (limits.pageBytesLimit() - written) / perRow));
  }

  private static RowRequest request(QueryHandle handle, RowRequest.Cursor cursor, int rows) {
    return new RowRequest(
        handle.kind(), handle.query(), handle.slots(), handle.commitIndex(), cursor, rows);
  }

  private static CallException invalid(String what, String mend) {
    return new CallException.Refused(FaultCode.ARGUMENT_INVALID, what, mend);
  }
}
