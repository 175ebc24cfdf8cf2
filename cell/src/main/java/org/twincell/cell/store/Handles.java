// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;
import org.twincell.cell.store.RunPage.Run;
import org.twincell.protocol.ObjectKind;

/**
 * Handles of rows that may match a query, going up. What a query reads is merged from several; each
 * is asked for handles that never go back. Used by one thread.
 */
interface Handles extends AutoCloseable {
  /** Beyond all handles. */
  long END = Long.MAX_VALUE;

  /** The first handle at or after {@code from}, or {@link #END}. */
  long seek(long from);

  /** The newest version of the row last answered, where it lies at hand; else null. */
  default byte @Nullable [] row() {
    return null;
  }

  @Override
  default void close() {}

  /** Some handles, sorted. */
  static Handles of(long[] sorted) {
    return new Listed(sorted);
  }

  /** Handles that are in any of the parts. */
  static Handles merged(List<Handles> parts) {
    return parts.size() == 1 ? parts.get(0) : new Merged(parts);
  }

  /** Sorted handles in memory. */
  final class Listed implements Handles {
    private final long[] sorted;
    private int at;

    private Listed(long[] sorted) {
      this.sorted = sorted;
    }

    @Override
    public long seek(long from) {
      if (at < sorted.length && sorted[at] < from) {
        int found = Arrays.binarySearch(sorted, at, sorted.length, from);
        at = found >= 0 ? found : -found - 1;
      }
      return at < sorted.length ? sorted[at] : END;
    }
  }

  /** Merges parts; a part is asked only once its head lies behind. */
  final class Merged implements Handles {
    private final List<Handles> parts;
    private final long[] heads;
    private int last = -1;

    private Merged(List<Handles> parts) {
      this.parts = List.copyOf(parts);
      this.heads = new long[parts.size()];
      Arrays.fill(heads, -1);
    }

    @Override
    public long seek(long from) {
      long least = END;
      last = -1;
      for (int i = 0; i < heads.length; i++) {
        if (heads[i] < from) heads[i] = parts.get(i).seek(from);
        if (heads[i] < least) {
          least = heads[i];
          last = i;
        }
      }
      return least;
    }

    @Override
    public byte @Nullable [] row() {
      return last < 0 ? null : parts.get(last).row();
    }

    @Override
    public void close() {
      parts.forEach(Handles::close);
    }
  }

  /** Rows that one index lists, by any of its keys: a handle is the key's end. */
  static Handles indexed(ReadView view, byte[] anyKey) {
    return new Keyed(view, Family.INDEX, Arrays.copyOf(anyKey, anyKey.length - Long.BYTES));
  }

  /** All rows of a kind, with the rows at hand. */
  static Handles allRows(ReadView view, ObjectKind kind) {
    return new Keyed(view, Family.ROWS, new byte[] {Keys.tag(kind)});
  }

  /** Rows of a kind of which older versions are kept. */
  static Handles superseded(ReadView view, ObjectKind kind) {
    return new Keyed(view, Family.HISTORY, new byte[] {'h', Keys.tag(kind)});
  }

  /** Keys of one family under one prefix; the handle follows it, and in the history more. */
  final class Keyed implements Handles {
    private final RocksIterator at;
    private final Family family;
    private final byte[] prefix;
    private long head = -1;

    private Keyed(ReadView view, Family family, byte[] prefix) {
      this.at = view.iterator(family);
      this.family = family;
      this.prefix = prefix;
    }

    @Override
    public long seek(long from) {
      if (head >= from) return head;
      boolean isNext = head >= 0 && head == from - 1;
      if (isNext) {
        at.next();
        head = handleHere();
        if (head >= from) return head;
      }
      at.seek(ByteBuffer.allocate(prefix.length + Long.BYTES).put(prefix).putLong(from).array());
      head = handleHere();
      return head;
    }

    private long handleHere() {
      if (!Content.isAt(at)) return END;
      byte[] key = at.key();
      boolean isOurs =
          key.length >= prefix.length + Long.BYTES && Keys.startsWith(key, prefix, prefix.length);
      return isOurs ? Keys.longAt(key, prefix.length) : END;
    }

    @Override
    public byte @Nullable [] row() {
      return family == Family.ROWS && head >= 0 && head != END ? at.value() : null;
    }

    @Override
    public void close() {
      at.close();
    }
  }

  /** Rows of one class that a client has not acknowledged: see {@link AcknowledgedRuns}. */
  final class Unacknowledged implements Handles {
    private final Handles rows;
    private final RunPages.Reader runs;
    private boolean positioned;
    private @Nullable Run run;

    Unacknowledged(ReadView view, int place, int type) {
      this.rows = Handles.indexed(view, Keys.classRow(type, 0));
      this.runs = new RunPages.Reader(view.iterator(Family.INDEX), place, type);
    }

    @Override
    public long seek(long from) {
      long row = rows.seek(from);
      while (row != END) {
        Run next = runReaching(row);
        if (next == null || row < next.first()) return row;
        row = rows.seek(next.last() + 1);
      }
      return END;
    }

    /** The first run that ends at or after a row, or null. */
    private @Nullable Run runReaching(long row) {
      if (!positioned) {
        positioned = true;
        run = runs.seek(row);
      }
      while (run != null && run.last() < row) run = runs.next(run);
      return run;
    }

    @Override
    public void close() {
      rows.close();
      runs.close();
    }
  }
}
