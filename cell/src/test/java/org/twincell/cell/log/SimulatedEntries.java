// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one {@link SimulatedLog}: what it holds in memory, what of it its disk has, and
 * the snapshot under both. Forcing takes time, which passes elsewhere.
 */
final class SimulatedEntries {
  /** One entry; without data it only begins a term. */
  record Entry(long term, long index, byte @Nullable [] data) {}

  /** A copy of a store, with the position that it stands for. */
  record Snapshot(long term, long index, @Nullable Path store) {}

  private final SimulatedLogGroup.Disk disk;
  private final List<Entry> entries;
  private Snapshot snapshot;
  private long onDisk;

  /** What the disk kept. */
  SimulatedEntries(SimulatedLogGroup.Disk disk) {
    this.disk = disk;
    this.entries = new ArrayList<>(disk.entries);
    this.snapshot = disk.snapshot;
    this.onDisk = lastIndex();
  }

  Snapshot snapshot() {
    return snapshot;
  }

  /** Up to here everything is on the disk. */
  long onDisk() {
    return onDisk;
  }

  long lastIndex() {
    return entries.isEmpty() ? snapshot.index() : entries.get(entries.size() - 1).index();
  }

  long lastTerm() {
    return entries.isEmpty() ? snapshot.term() : entries.get(entries.size() - 1).term();
  }

  private long firstKept() {
    return entries.isEmpty() ? lastIndex() + 1 : entries.get(0).index();
  }

  @Nullable Entry at(long index) {
    if (entries.isEmpty()) return null;
    long at = index - entries.get(0).index();
    return at < 0 || at >= entries.size() ? null : entries.get((int) at);
  }

  /** The term of an entry, or -1 when it is not known. */
  long termAt(long index) {
    Entry entry = at(index);
    if (entry != null) return entry.term();
    return index == snapshot.index() ? snapshot.term() : -1;
  }

  /** Whether a member that has everything before an entry can be brought on from here. */
  boolean canGoOnFrom(long next) {
    return next >= firstKept() && (next <= 0 || termAt(next - 1) >= 0);
  }

  List<Entry> from(long index, int limit) {
    if (entries.isEmpty()) return List.of();
    long from = Math.max(0, index - entries.get(0).index());
    if (from >= entries.size()) return List.of();
    return List.copyOf(entries.subList((int) from, (int) Math.min(entries.size(), from + limit)));
  }

  /** Adds entries in memory; the disk has them once {@link #forced} is called. */
  void add(List<Entry> added) {
    entries.addAll(added);
  }

  /** The disk has everything up to an entry; false when that was cut off meanwhile. */
  boolean forced(Entry last) {
    Entry still = at(last.index());
    if (still == null || still.term() != last.term()) return false;
    onDisk = Math.max(onDisk, last.index());
    keep();
    return true;
  }

  /** Cuts off an entry and all behind it. */
  void truncate(long from) {
    entries.removeIf(each -> each.index() >= from);
    onDisk = Math.min(onDisk, from - 1);
    keep();
  }

  /** Takes a snapshot of one's own, and lets entries go but for some behind it. */
  void snapshot(Snapshot made, long keptBehind) {
    snapshot = made;
    onDisk = Math.max(onDisk, made.index());
    entries.removeIf(each -> each.index() <= made.index() - keptBehind);
    keep();
  }

  /** Puts a received snapshot in the place of everything. */
  void replaceBy(Snapshot received) {
    entries.clear();
    snapshot = received;
    onDisk = received.index();
    keep();
  }

  /** Brings the disk to what it holds now: the entries up to {@link #onDisk}, the snapshot. */
  private void keep() {
    List<Entry> kept = disk.entries;
    long first = firstKept();
    if (!kept.isEmpty() && kept.get(0).index() < first) {
      kept.removeIf(each -> each.index() < first);
    }
    while (!kept.isEmpty() && kept.get(kept.size() - 1) != at(lastOf(kept))) {
      kept.remove(kept.size() - 1);
    }
    while (!kept.isEmpty() && lastOf(kept) > onDisk) kept.remove(kept.size() - 1);
    long from = kept.isEmpty() ? first : lastOf(kept) + 1;
    for (long at = from; at <= onDisk; at++) {
      Entry entry = at(at);
      if (entry != null) kept.add(entry);
    }
    disk.snapshot = snapshot;
  }

  private static long lastOf(List<Entry> kept) {
    return kept.get(kept.size() - 1).index();
  }
}
