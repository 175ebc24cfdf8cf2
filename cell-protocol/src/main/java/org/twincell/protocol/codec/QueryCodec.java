// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.codec;

import static org.twincell.protocol.codec.ValueCodec.badMessage;

import org.twincell.protocol.RowPage;
import org.twincell.protocol.RowRequest;
import org.twincell.protocol.wire.ReadRowsReply;
import org.twincell.protocol.wire.ReadRowsRequest;
import org.twincell.protocol.wire.Row;

/** Pages of a query. */
public final class QueryCodec {
  /** The most rows of one page. */
  public static final int ROWS_LIMIT = 10_000;

  private QueryCodec() {}

  /** A request for a page as a message. */
  public static ReadRowsRequest toWire(RowRequest request) {
    return ReadRowsRequest.newBuilder()
        .setKind(CommandCodec.toWire(request.kind()))
        .setQuery(request.query())
        .addAllSlots(request.slots())
        .setCommitIndex(request.commitIndex())
        .setAfterHandle(request.cursor().afterHandle())
        .setSkip(request.cursor().skip())
        .setLimit(request.limit())
        .build();
  }

  /** A request for a page from a message, with every number in its range. */
  public static RowRequest fromWire(ReadRowsRequest wire) {
    if (wire.getLimit() < 1 || wire.getLimit() > ROWS_LIMIT) {
      throw badMessage("a page has 1 to " + ROWS_LIMIT + " rows, not " + wire.getLimit());
    }
    if (wire.getSkip() < 0 || wire.getAfterHandle() < 0 || wire.getCommitIndex() < 0) {
      throw badMessage("skip, handle and commit index are never negative");
    }
    return new RowRequest(
        CommandCodec.fromWire(wire.getKind()),
        wire.getQuery(),
        wire.getSlotsList(),
        wire.getCommitIndex(),
        new RowRequest.Cursor(wire.getAfterHandle(), wire.getSkip()),
        wire.getLimit());
  }

  /** A page as a message, answered in this term. */
  public static ReadRowsReply toWire(RowPage page, long term) {
    ReadRowsReply.Builder wire =
        ReadRowsReply.newBuilder()
            .setLastHandle(page.lastHandle())
            .setEnd(page.end())
            .setTerm(term);
    for (RowPage.Row row : page.rows()) {
      wire.addRows(
          Row.newBuilder()
              .setClassName(row.className())
              .setHandle(row.handle())
              .addAllSlots(ValueCodec.typedToWire(row.slots())));
    }
    return wire.build();
  }

  /** A page from a message. */
  public static RowPage fromWire(ReadRowsReply wire) {
    return new RowPage(
        wire.getRowsList().stream().map(QueryCodec::row).toList(),
        wire.getLastHandle(),
        wire.getEnd());
  }

  private static RowPage.Row row(Row wire) {
    return new RowPage.Row(
        wire.getClassName(), wire.getHandle(), ValueCodec.typedFromWire(wire.getSlotsList()));
  }
}
