// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;
import org.twincell.cell.store.RunPage.Run;

/**
 * All runs of every client's place and class, in pages of neighbouring runs. A page is stored under
 * its start while it holds a run; a run belongs to the page with the greatest start at or below its
 * first handle, or to a new one that starts at 0.
 */
final class RunPages {
  private static final int PREFIX_BYTES = 9;
  private static final int PLACE_PREFIX_BYTES = 5;

  private final Changes changes;

  RunPages(Changes changes) {
    this.changes = changes;
  }

  /** The run that begins at or before a handle, and the first that begins after it. */
  record Around(@Nullable Run before, @Nullable Run after) {}

  Around around(int place, int type, long handle) {
    byte[] wanted = Keys.runPage(place, type, handle);
    try (RocksIterator at = changes.iterator(Family.INDEX)) {
      at.seekForPrev(wanted);
      RunPage page = pageAt(at, wanted);
      if (page == null) {
        at.seek(wanted);
        page = pageAt(at, wanted);
        return new Around(null, page == null ? null : page.after(handle));
      }
      Run before = page.atOrBefore(handle);
      Run after = page.after(handle);
      if (before != null && after != null) return new Around(before, after);
      if (after == null) {
        at.next();
        RunPage next = pageAt(at, wanted);
        return new Around(before, next == null ? null : next.after(handle));
      }
      at.prev();
      RunPage previous = pageAt(at, wanted);
      return new Around(previous == null ? null : previous.atOrBefore(handle), after);
    }
  }

  /** One run instead of another; null where there is none. */
  void replace(int place, int type, @Nullable Run old, @Nullable Run now) {
    if (old != null && now != null && old.first() == now.first()) {
      RunPage page = pageOf(place, type, old.first());
      store(place, type, page, page.without(old).with(now));
      return;
    }
    if (old != null) {
      RunPage page = pageOf(place, type, old.first());
      store(place, type, page, page.without(old));
    }
    if (now != null) {
      RunPage page = pageOf(place, type, now.first());
      store(place, type, page, page.with(now));
    }
  }

  /** A run, and the class of its rows. */
  record OfClass(int type, Run run) {}

  /** Removes all runs of a place, and says which there were. */
  List<OfClass> removeAll(int place) {
    List<OfClass> runs = new ArrayList<>();
    List<byte[]> keys = new ArrayList<>();
    List<byte[]> pages = new ArrayList<>();
    byte[] first = Keys.runPage(place, 0, 0);
    try (RocksIterator at = changes.iterator(Family.INDEX)) {
      at.seek(first);
      while (Content.isAt(at) && Keys.startsWith(at.key(), first, PLACE_PREFIX_BYTES)) {
        keys.add(at.key());
        pages.add(at.value());
        int type = Keys.intAt(at.key(), PLACE_PREFIX_BYTES);
        RunPage page = RunPage.read(Keys.lastLong(at.key()), at.value());
        page.runs().forEach(run -> runs.add(new OfClass(type, run)));
        at.next();
      }
    }
    for (int i = 0; i < keys.size(); i++) {
      changes.remove(Family.INDEX, keys.get(i), pages.get(i));
    }
    return runs;
  }

  private RunPage pageOf(int place, int type, long handle) {
    byte[] wanted = Keys.runPage(place, type, handle);
    try (RocksIterator at = changes.iterator(Family.INDEX)) {
      at.seekForPrev(wanted);
      RunPage page = pageAt(at, wanted);
      return page != null ? page : new RunPage(0, List.of());
    }
  }

  private void store(int place, int type, RunPage old, RunPage now) {
    byte[] key = Keys.runPage(place, type, old.start());
    byte[] before = old.runs().isEmpty() ? null : old.bytes();
    if (now.runs().isEmpty()) {
      changes.set(Family.INDEX, key, before, null);
      return;
    }
    List<RunPage> pages = now.split();
    changes.set(Family.INDEX, key, before, pages.get(0).bytes());
    if (pages.size() > 1) {
      RunPage upper = pages.get(1);
      changes.insert(Family.INDEX, Keys.runPage(place, type, upper.start()), upper.bytes());
    }
  }

  /** The page at the iterator, or null when it stands outside the place's pages of the class. */
  private static @Nullable RunPage pageAt(RocksIterator at, byte[] wanted) {
    if (!Content.isAt(at)) return null;
    byte[] key = at.key();
    if (!Keys.startsWith(key, wanted, PREFIX_BYTES)) return null;
    return RunPage.read(Keys.lastLong(key), at.value());
  }

  /** Reads the runs of one place and class upwards; closes the iterator that it was given. */
  static final class Reader implements AutoCloseable {
    private final RocksIterator at;
    private final byte[] prefix;
    private final int place;
    private final int type;
    private @Nullable RunPage page;

    Reader(RocksIterator at, int place, int type) {
      this.at = at;
      this.place = place;
      this.type = type;
      this.prefix = Keys.runPage(place, type, 0);
    }

    /** The run that begins at or before a row, or else the first one after it; null at the end. */
    @Nullable Run seek(long row) {
      at.seekForPrev(Keys.runPage(place, type, row));
      page = pageAt(at, prefix);
      Run before = page == null ? null : page.atOrBefore(row);
      if (before != null) return before;
      if (page == null) {
        at.seek(prefix);
        page = pageAt(at, prefix);
        return page == null ? null : page.runs().get(0);
      }
      Run after = page.after(row);
      at.prev();
      RunPage previous = pageAt(at, prefix);
      if (previous == null) {
        at.seek(Keys.runPage(place, type, page.start()));
        return after;
      }
      page = previous;
      return previous.atOrBefore(row);
    }

    /** The run after one that this reader gave; null at the end. */
    @Nullable Run next(Run run) {
      if (page == null) return null;
      Run next = page.after(run.first());
      if (next != null) return next;
      at.next();
      page = pageAt(at, prefix);
      return page == null ? null : page.runs().get(0);
    }

    @Override
    public void close() {
      at.close();
    }
  }
}
