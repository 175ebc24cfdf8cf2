// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.rocksdb.RocksIterator;
import org.twincell.cell.store.RunPage.Run;

/**
 * Which rows each client has acknowledged ({@code client_ack}), kept so that asking for the others
 * costs what there is to answer and not the size of the store.
 *
 * <p>For a client and a class, the handles of acknowledged rows are kept as runs {@code [first,
 * last]}: between the two ends every row <em>of that class</em> is acknowledged. So the rows that
 * are not are those in the gaps between runs, and the class index lists them. A client that reads
 * everything in order has one run per class, a client that was never heard of has none, and a new
 * event writes nothing here.
 *
 * <p>The runs themselves lie in {@link RunPages}.
 *
 * <p>Held after every change: the ends of a run are rows of the class, and between two runs lies at
 * least one row that is not acknowledged. So there are never more runs than such rows, plus one.
 *
 * <p>{@link #ANYBODY} stands for a client that has acknowledged what anybody has.
 */
final class AcknowledgedRuns {
  /** The pseudo client for {@code client_ack: equals ''}. */
  static final String ANYBODY = "";

  private static final long NO_ROW = -1;
  private static final int CLASS_PREFIX_BYTES = 5;

  private final Changes changes;
  private final RunPages runs;
  private final NameTable names;
  private final Counts counts;

  AcknowledgedRuns(Changes changes, NameTable names, Counts counts) {
    this.changes = changes;
    this.runs = new RunPages(changes);
    this.names = names;
    this.counts = counts;
  }

  /** A row's clients went from one set to another; its class index entry is there. */
  void change(int type, long handle, Set<String> before, Set<String> after) {
    if (before.equals(after)) return;
    Set<String> was = withAnybody(before);
    Set<String> is = withAnybody(after);
    Neighbours rows = neighbours(type, handle);
    for (String client : was) {
      if (!is.contains(client)) withdraw(client, type, handle, rows);
    }
    for (String client : is) {
      if (!was.contains(client)) acknowledge(client, type, handle, rows);
    }
  }

  /** A row goes; its class index entry is gone already. */
  void delete(int type, long handle, Set<String> clients) {
    Set<Integer> acknowledgedBy = new TreeSet<>();
    for (String client : withAnybody(clients)) {
      names.client(client, changes).ifPresent(acknowledgedBy::add);
    }
    Neighbours rows = neighbours(type, handle);
    for (int client : new TreeSet<>(names.clients())) {
      if (acknowledgedBy.contains(client)) {
        shrink(client, type, handle, rows);
      } else if (counts.acknowledged(client, type) > 1) {
        joinAcross(client, type, handle, rows);
      }
    }
  }

  private static Set<String> withAnybody(Set<String> clients) {
    Set<String> all = new TreeSet<>(clients);
    if (!all.isEmpty()) all.add(ANYBODY);
    return all;
  }

  private void acknowledge(String name, int type, long handle, Neighbours rows) {
    OptionalInt indexed = names.client(name, changes);
    if (indexed.isEmpty()) return;
    int client = indexed.getAsInt();
    RunPages.Around around = runs.around(client, type, handle);
    Run before = around.before();
    Run after = around.after();
    if (before != null && before.contains(handle)) return;
    boolean joinsLeft = before != null && rows.previous <= before.last();
    boolean joinsRight = after != null && (rows.next == NO_ROW || rows.next >= after.first());
    long first = joinsLeft && before != null ? before.first() : handle;
    long last = joinsRight && after != null ? after.last() : handle;
    if (joinsRight && after != null) runs.replace(client, type, after, null);
    runs.replace(client, type, joinsLeft ? before : null, new Run(first, last));
    counts.addAcknowledged(client, type, 1);
  }

  private void withdraw(String name, int type, long handle, Neighbours rows) {
    OptionalInt indexed = names.client(name, changes);
    if (indexed.isEmpty()) return;
    int client = indexed.getAsInt();
    Run run = runs.around(client, type, handle).before();
    if (run == null || !run.contains(handle)) return;
    boolean hasLeft = rows.previous != NO_ROW && rows.previous >= run.first();
    boolean hasRight = rows.next != NO_ROW && rows.next <= run.last();
    runs.replace(client, type, run, hasLeft ? new Run(run.first(), rows.previous) : null);
    if (hasRight) runs.replace(client, type, null, new Run(rows.next, run.last()));
    counts.addAcknowledged(client, type, -1);
  }

  /** An acknowledged row goes: the run ends at the next row that is still there. */
  private void shrink(int client, int type, long handle, Neighbours rows) {
    Run run = runs.around(client, type, handle).before();
    if (run == null || !run.contains(handle)) return;
    counts.addAcknowledged(client, type, -1);
    boolean hasLeft = rows.previous != NO_ROW && rows.previous >= run.first();
    boolean hasRight = rows.next != NO_ROW && rows.next <= run.last();
    if (hasLeft && hasRight) return;
    if (!hasLeft && !hasRight) runs.replace(client, type, run, null);
    else if (hasLeft) runs.replace(client, type, run, new Run(run.first(), rows.previous));
    else runs.replace(client, type, run, new Run(rows.next, run.last()));
  }

  /** A row that was not acknowledged goes: perhaps it was all that lay between two runs. */
  private void joinAcross(int client, int type, long handle, Neighbours rows) {
    if (rows.previous == NO_ROW || rows.next == NO_ROW) return;
    RunPages.Around around = runs.around(client, type, handle);
    Run before = around.before();
    Run after = around.after();
    if (before == null || before.last() != rows.previous) return;
    if (after == null || after.first() != rows.next) return;
    runs.replace(client, type, after, null);
    runs.replace(client, type, before, new Run(before.first(), after.last()));
  }

  /** The rows of the class next to a handle on either side, not the row itself. */
  private record Neighbours(long previous, long next) {}

  private Neighbours neighbours(int type, long handle) {
    byte[] before = Keys.classRow(type, handle - 1);
    byte[] after = Keys.classRow(type, handle + 1);
    try (RocksIterator at = changes.iterator(Family.INDEX)) {
      at.seekForPrev(before);
      long previous = rowAt(at, before);
      at.seek(after);
      return new Neighbours(previous, rowAt(at, after));
    }
  }

  private static long rowAt(RocksIterator at, byte[] wanted) {
    if (!at.isValid()) return NO_ROW;
    byte[] key = at.key();
    return Keys.startsWith(key, wanted, CLASS_PREFIX_BYTES) ? Keys.lastLong(key) : NO_ROW;
  }
}
