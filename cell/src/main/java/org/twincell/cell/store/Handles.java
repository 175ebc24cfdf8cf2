// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

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
        int found = java.util.Arrays.binarySearch(sorted, at, sorted.length, from);
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
      java.util.Arrays.fill(heads, -1);
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

  /** Keys of one index under one prefix; the handle is the key's end. */
  final class Indexed implements Handles {
    private final RocksIterator at;
    private final byte[] prefix;
    private long head = -1;

    /** With a template of the keys: their handle is put in its place. */
    Indexed(ReadView view, byte[] anyKey) {
      this.at = view.iterator(Family.INDEX);
      this.prefix = anyKey;
    }

    @Override
    public long seek(long from) {
      if (head >= from) return head;
      if (head == from - 1 && head >= 0) {
        at.next();
      } else {
        at.seek(java.nio.ByteBuffer.wrap(prefix.clone()).putLong(prefix.length - 8, from).array());
      }
      head = END;
      if (at.isValid()) {
        byte[] key = at.key();
        boolean isOurs =
            key.length == prefix.length && Keys.startsWith(key, prefix, prefix.length - 8);
        if (isOurs) head = Keys.lastLong(key);
      }
      return head;
    }

    @Override
    public void close() {
      at.close();
    }
  }

  /** All rows of a kind, with the rows at hand. */
  final class AllRows implements Handles {
    private final RocksIterator at;
    private final ObjectKind kind;
    private long head = -1;

    AllRows(ReadView view, ObjectKind kind) {
      this.at = view.iterator(Family.ROWS);
      this.kind = kind;
    }

    @Override
    public long seek(long from) {
      if (head >= from) return head;
      if (head == from - 1 && head >= 0) {
        at.next();
      } else {
        at.seek(Keys.row(kind, from));
      }
      head = END;
      if (at.isValid()) {
        byte[] key = at.key();
        if (key[0] == Keys.tag(kind)) head = Keys.lastLong(key);
      }
      return head;
    }

    @Override
    public byte @Nullable [] row() {
      return head == END || head < 0 ? null : at.value();
    }

    @Override
    public void close() {
      at.close();
    }
  }

  /** Rows of one class that a client has not acknowledged: see {@link AcknowledgedRuns}. */
  final class Unacknowledged implements Handles {
    private final Indexed rows;
    private final RunPages.Reader runs;
    private boolean positioned;
    private @Nullable Run run;

    Unacknowledged(ReadView view, int client, int type) {
      this.rows = new Indexed(view, Keys.classRow(type, 0));
      this.runs = new RunPages.Reader(view.iterator(Family.INDEX), client, type);
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

  /** Rows of which an older version is kept. */
  final class Superseded implements Handles {
    private final RocksIterator at;
    private final ObjectKind kind;
    private long head = -1;

    Superseded(ReadView view, ObjectKind kind) {
      this.at = view.iterator(Family.HISTORY);
      this.kind = kind;
    }

    @Override
    public long seek(long from) {
      if (head >= from) return head;
      byte[] wanted = Keys.version(kind, from, 0);
      at.seek(wanted);
      head = END;
      if (at.isValid() && Keys.startsWith(at.key(), wanted, 2)) head = Keys.longAt(at.key(), 2);
      return head;
    }

    @Override
    public void close() {
      at.close();
    }
  }
}
