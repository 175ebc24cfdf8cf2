// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.twincell.cell.store.ObjectWriter.RowKey;
import org.twincell.cell.store.wire.StoreState;
import org.twincell.protocol.ObjectKind;

/**
 * The store as it was after one entry, for one reader; entries go on being applied meanwhile. Holds
 * on to the files that it shows until it is closed. Used by one thread.
 */
final class ReadView implements AutoCloseable {
  private final Content content;
  private final StoreState state;
  private final NameTable names;
  private final Classes classes;
  private final RowCache cache;
  private final DateRanges dateRanges;
  private final Snapshot snapshot;
  private final ReadOptions how;

  /** Called while nothing is being published. The content has a share for this reader. */
  ReadView(EventStore.Live live, RowCache cache, DateRanges dateRanges) {
    this.dateRanges = dateRanges;
    this.content = live.content();
    this.state = live.state();
    this.names = live.names();
    this.classes = live.classes();
    this.cache = cache;
    this.snapshot = content.snapshot();
    this.how = new ReadOptions().setSnapshot(snapshot);
  }

  StoreState state() {
    return state;
  }

  Content content() {
    return content;
  }

  long index() {
    return state.getAppliedIndex();
  }

  Classes classes() {
    return classes;
  }

  NameTable names() {
    return names;
  }

  DateRanges dateRanges() {
    return dateRanges;
  }

  byte @Nullable [] get(Family family, byte[] key) {
    return content.get(family, how, key);
  }

  RocksIterator iterator(Family family) {
    return content.iterator(family, how);
  }

  long number(Family family, byte[] key) {
    byte[] value = get(family, key);
    return value == null ? 0 : Keys.longAt(value, 0);
  }

  /** The newest version of a row, or null when there is none now. */
  @Nullable RowVersion newest(ObjectKind kind, long handle) {
    RowKey key = new RowKey(kind, handle);
    StoredRow cached = cache.find(key, index());
    if (cached != null) return new RowVersion.Decoded(cached);
    byte[] row = get(Family.ROWS, key.bytes());
    return row == null ? null : version(row);
  }

  RowVersion version(byte[] row) {
    return new RowVersion.Encoded(row, names, classes.table());
  }

  /**
   * The version of a row that held at a commit index, or null when there was none. Right for every
   * index from the horizon on.
   *
   * @param newest the newest version, or null when there is none now
   */
  @Nullable RowVersion asOf(RowKey key, @Nullable RowVersion newest, long index) {
    if (newest != null && newest.modifiedIndex() <= index) return newest;
    byte[] next = Keys.version(key.kind(), key.handle(), index + 1);
    try (RocksIterator at = iterator(Family.HISTORY)) {
      at.seek(next);
      if (!Content.isAt(at) || !Keys.startsWith(at.key(), next, next.length - 8)) return null;
      return old(at.value(), index);
    }
  }

  /** Objects that are gone do not keep their class; without it they can not be shown. */
  private @Nullable RowVersion old(byte[] row, long index) {
    RowCodec.Header header = RowCodec.header(row);
    boolean isKnown = classes.table().find(names.name(header.type())).isPresent();
    return isKnown && header.modifiedIndex() <= index ? version(row) : null;
  }

  @Override
  public void close() {
    how.close();
    content.release(snapshot);
    content.release();
  }
}
