// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.rocksdb.RocksIterator;
import org.twincell.cell.store.RunPage.Run;

/**
 * Which rows each client has acknowledged ({@code client_ack}), kept so that asking for the others
 * costs what there is to answer and not the size of the store.
 *
 * <p>For a client with a place ({@link ClientPlaces}) and a class, the handles of acknowledged rows
 * are kept as runs {@code [first, last]}: between the two ends every row <em>of that class</em> is
 * acknowledged. So the rows that are not are those in the gaps between runs, and the class index
 * lists them. A client that reads everything in order has one run per class, a client that was
 * never heard of has none, and a new event writes nothing here.
 *
 * <p>The runs themselves lie in {@link RunPages}.
 *
 * <p>Held after every change: the ends of a run are rows of the class, and between two runs lies at
 * least one row that is in none. So there are never more runs than such rows, plus one.
 *
 * <p>What a client acknowledged while it had no place is in no run. Such rows are listed as loose:
 * they lie in gaps and go through the query's condition like new ones, and a count looks at them. A
 * row stays listed until nobody has acknowledged it or it goes.
 *
 * <p>{@link #ANYBODY} stands for a client that has acknowledged what anybody has.
 */
final class AcknowledgedRuns {
  /** The pseudo client for {@code client_ack: equals ''}. */
  static final String ANYBODY = "";

  private static final long NO_ROW = -1;
  private static final int CLASS_PREFIX_BYTES = 5;

  private final EntryScope scope;
  private final Changes changes;
  private final RunPages runs;
  private final ClientPlaces places;
  private final Counts counts;

  AcknowledgedRuns(EntryScope scope) {
    this.scope = scope;
    this.changes = scope.changes();
    this.runs = new RunPages(changes);
    this.places = scope.places();
    this.counts = scope.counts();
  }

  /** A row's clients went from one set to another; its class index entry is there. */
  void change(int type, long handle, Set<String> before, Set<String> after) {
    if (before.equals(after)) return;
    Set<String> was = withAnybody(before);
    Set<String> is = withAnybody(after);
    Neighbours rows = neighbours(type, handle);
    for (String client : was) {
      if (is.contains(client)) continue;
      places.find(client).ifPresent(place -> withdraw(place.number(), type, handle, rows));
    }
    boolean loose = false;
    int taken = 0;
    for (String client : is) {
      if (was.contains(client)) continue;
      Optional<ClientPlaces.Place> place = places.find(client);
      if (place.isEmpty() && taken < ClientPlaces.TAKEN_PER_CHANGE) {
        place = takePlace(client);
        if (place.isPresent()) taken++;
      }
      if (place.isPresent()) acknowledge(place.get().number(), type, handle, rows);
      else loose = true;
    }
    if (loose) addLoose(type, handle);
    else if (after.isEmpty()) removeLoose(type, handle);
  }

  /** A row goes; its class index entry is gone already. */
  void delete(int type, long handle) {
    removeLoose(type, handle);
    Neighbours rows = neighbours(type, handle);
    for (int place : places.numbers()) {
      if (counts.acknowledged(place, type) == 0) continue;
      RunPages.Around around = runs.around(place, type, handle);
      Run before = around.before();
      if (before != null && before.contains(handle)) shrink(place, type, before, rows);
      else joinAcross(place, type, around, rows);
    }
  }

  // ---- places

  private Optional<ClientPlaces.Place> takePlace(String client) {
    if (!places.mayTakeOne(client)) return Optional.empty();
    if (places.isFull()) {
      Optional<String> leaving = places.leastUsed(counts);
      if (leaving.isEmpty()) return Optional.empty();
      leave(leaving.get());
    }
    return Optional.of(places.take(client, scope));
  }

  /** A client gives its place up: what it has acknowledged is loose from now on. */
  private void leave(String client) {
    int place = places.find(client).orElseThrow().number();
    for (RunPages.OfClass each : runs.removeAll(place)) {
      List<Long> rows = rowsOf(each);
      counts.addAcknowledged(place, each.type(), -rows.size());
      for (long row : rows) addLoose(each.type(), row);
    }
    places.leave(client, changes);
  }

  private List<Long> rowsOf(RunPages.OfClass of) {
    List<Long> rows = new ArrayList<>();
    byte[] from = Keys.classRow(of.type(), of.run().first());
    try (RocksIterator at = changes.iterator(Family.INDEX)) {
      at.seek(from);
      for (long row = rowAt(at, from);
          row != NO_ROW && row <= of.run().last();
          row = rowAt(at, from)) {
        rows.add(row);
        at.next();
      }
    }
    return rows;
  }

  private void addLoose(int type, long handle) {
    byte[] key = Keys.looseRow(type, handle);
    if (changes.get(Family.INDEX, key) != null) return;
    changes.insert(Family.INDEX, key, Keys.NOTHING);
    scope.state().setLooseRows(scope.state().getLooseRows() + 1);
  }

  private void removeLoose(int type, long handle) {
    if (scope.state().getLooseRows() == 0) return;
    byte[] key = Keys.looseRow(type, handle);
    if (changes.get(Family.INDEX, key) == null) return;
    changes.remove(Family.INDEX, key, Keys.NOTHING);
    scope.state().setLooseRows(scope.state().getLooseRows() - 1);
  }

  // ---- runs

  private static Set<String> withAnybody(Set<String> clients) {
    Set<String> all = new TreeSet<>(clients);
    if (!all.isEmpty()) all.add(ANYBODY);
    return all;
  }

  private void acknowledge(int place, int type, long handle, Neighbours rows) {
    RunPages.Around around = runs.around(place, type, handle);
    Run before = around.before();
    Run after = around.after();
    if (before != null && before.contains(handle)) return;
    boolean joinsLeft = before != null && rows.previous <= before.last();
    boolean joinsRight = after != null && (rows.next == NO_ROW || rows.next >= after.first());
    long first = joinsLeft && before != null ? before.first() : handle;
    long last = joinsRight && after != null ? after.last() : handle;
    if (joinsRight && after != null) runs.replace(place, type, after, null);
    runs.replace(place, type, joinsLeft ? before : null, new Run(first, last));
    counts.addAcknowledged(place, type, 1);
  }

  private void withdraw(int place, int type, long handle, Neighbours rows) {
    Run run = runs.around(place, type, handle).before();
    if (run == null || !run.contains(handle)) return;
    boolean hasLeft = rows.previous != NO_ROW && rows.previous >= run.first();
    boolean hasRight = rows.next != NO_ROW && rows.next <= run.last();
    runs.replace(place, type, run, hasLeft ? new Run(run.first(), rows.previous) : null);
    if (hasRight) runs.replace(place, type, null, new Run(rows.next, run.last()));
    counts.addAcknowledged(place, type, -1);
  }

  /** An acknowledged row goes: the run ends at the next row that is still there. */
  private void shrink(int place, int type, Run run, Neighbours rows) {
    counts.addAcknowledged(place, type, -1);
    boolean hasLeft = rows.previous != NO_ROW && rows.previous >= run.first();
    boolean hasRight = rows.next != NO_ROW && rows.next <= run.last();
    if (hasLeft && hasRight) return;
    if (!hasLeft && !hasRight) runs.replace(place, type, run, null);
    else if (hasLeft) runs.replace(place, type, run, new Run(run.first(), rows.previous));
    else runs.replace(place, type, run, new Run(rows.next, run.last()));
  }

  /** A row that is in no run goes: perhaps it was all that lay between two. */
  private void joinAcross(int place, int type, RunPages.Around around, Neighbours rows) {
    if (rows.previous == NO_ROW || rows.next == NO_ROW) return;
    Run before = around.before();
    Run after = around.after();
    if (before == null || before.last() != rows.previous) return;
    if (after == null || after.first() != rows.next) return;
    runs.replace(place, type, after, null);
    runs.replace(place, type, before, new Run(before.first(), after.last()));
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
    if (!Content.isAt(at)) return NO_ROW;
    byte[] key = at.key();
    return Keys.startsWith(key, wanted, CLASS_PREFIX_BYTES) ? Keys.lastLong(key) : NO_ROW;
  }
}
