// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.twincell.imapi.basic.ArrayOfNameValue;
import org.twincell.imapi.elems.QueryResultHandleOutput;

/**
 * The rows of a query, read page by page as they are asked for. All pages show the cell as it was
 * when the query was made, through whichever gateways they come. For one thread at a time; close it
 * when done, which tells the gateway.
 *
 * <p>{@code hasNext} and {@code next} may block for as long as the client's patience, and throw
 * {@link ImpactException}; a {@link RefusedException} here mostly means that the query was left
 * open for too long and must be made again.
 *
 * @param <T> {@link Event} or {@link DataObject}
 */
public final class Query<T> implements Iterator<T>, AutoCloseable {
  private final Requests requests;
  private final String handle;
  private final long count;
  private final int pageSize;
  private final Function<ArrayOfNameValue, T> rowReader;
  private final Deque<T> page = new ArrayDeque<>();
  private long nextIndex = 1;
  private boolean end;
  private boolean closed;

  Query(
      Requests requests,
      QueryResultHandleOutput opened,
      int pageSize,
      Function<ArrayOfNameValue, T> rowReader) {
    this.requests = requests;
    String given = opened.getResultHandle();
    this.handle = given == null ? "" : given;
    this.count = opened.getResultCount();
    this.pageSize = pageSize;
    this.rowReader = rowReader;
    this.end = handle.isEmpty() || count == 0;
  }

  /** How many rows the query has in all. */
  public long count() {
    return count;
  }

  @Override
  public boolean hasNext() {
    if (page.isEmpty() && !end) readPage();
    return !page.isEmpty();
  }

  @Override
  public T next() {
    if (!hasNext()) throw new NoSuchElementException("the query has no more rows");
    return page.remove();
  }

  private void readPage() {
    if (closed) throw new IllegalStateException("the query is closed");
    List<ArrayOfNameValue> rows = requests.rows(handle, nextIndex, pageSize);
    rows.forEach(row -> page.add(rowReader.apply(row)));
    nextIndex += rows.size();
    end = rows.isEmpty() || nextIndex > count;
  }

  /** The rows that were not read yet, as a stream that closes the query when it is closed. */
  public Stream<T> stream() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(this::close);
  }

  /** Ends the query, within about a second. Throws nothing: a gateway also cleans up by itself. */
  @Override
  public void close() {
    if (closed) return;
    closed = true;
    end = true;
    page.clear();
    if (!handle.isEmpty()) requests.endQuery(handle);
  }
}
