// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.RocksObject;
import org.rocksdb.WALRecoveryMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a frozen copy of a store once, whole and really from the disk (past RocksDB's cache and,
 * where the file system allows it, the operating system's), and compares what it holds with the
 * digest that was kept when it was written. The copy is made of hard links, so what is read are the
 * live store's own files. Used by one thread; {@link #progress} goes on after a restart.
 */
final class ScrubPass implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScrubPass.class);
  private static final long READ_AHEAD_BYTES = 256 << 10;
  private static final Family[] FAMILIES = Family.values();

  private final List<RocksObject> opened = new ArrayList<>();
  private final RocksDB db;
  private final List<ColumnFamilyHandle> handles = new ArrayList<>();
  private final ReadOptions how;
  private final ScrubProgress progress;
  private @Nullable RocksIterator at;

  /**
   * What was found.
   *
   * @param damaged buckets that hold something else than their digest says
   * @param unreadable why something could not be read at all; empty when all could
   * @param keys how many keys were read
   * @param bytes how many bytes, before compression
   */
  record Result(Set<Integer> damaged, String unreadable, long keys, long bytes) {
    boolean isWhole() {
      return damaged.isEmpty() && unreadable.isEmpty();
    }
  }

  private ScrubPass(Path copy, ScrubProgress progress, boolean direct) throws RocksDBException {
    this.progress = progress;
    boolean complete = false;
    try {
      DBOptions options =
          own(new DBOptions())
              .setUseDirectReads(direct)
              .setInfoLogLevel(InfoLogLevel.FATAL_LEVEL)
              .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery);
      List<ColumnFamilyDescriptor> wanted = new ArrayList<>();
      for (Family family : FAMILIES) {
        ColumnFamilyOptions table =
            own(new ColumnFamilyOptions())
                .setTableFormatConfig(new BlockBasedTableConfig().setNoBlockCache(true));
        wanted.add(new ColumnFamilyDescriptor(family.id(), table));
      }
      this.db = RocksDB.openReadOnly(options, copy.toString(), wanted, handles);
      this.how =
          own(new ReadOptions())
              .setVerifyChecksums(true)
              .setFillCache(false)
              .setReadaheadSize(READ_AHEAD_BYTES);
      complete = true;
    } finally {
      if (!complete) closeOpened();
    }
  }

  /**
   * Opens a frozen copy.
   *
   * @throws StoreFailedException when it can not be opened; mostly for damage
   */
  static ScrubPass open(Path copy, ScrubProgress progress) {
    RocksDB.loadLibrary();
    try {
      return new ScrubPass(copy, progress, true);
    } catch (RocksDBException direct) {
      LOG.debug("{} can not be read past the system's cache", copy, direct);
    }
    try {
      return new ScrubPass(copy, progress, false);
    } catch (RocksDBException e) {
      throw StoreFailedException.of("the copy " + copy + " can not be read", e);
    }
  }

  /**
   * Reads a copy whole.
   *
   * @throws StoreFailedException when it does not hold what its digest says
   */
  static void requireWhole(Path copy) {
    try (ScrubPass pass = open(copy, ScrubProgress.start())) {
      while (!pass.step(Long.MAX_VALUE)) LOG.trace("reading on");
      Result result = pass.result();
      if (result.isWhole()) return;
      String found =
          result.unreadable().isEmpty()
              ? result.damaged().size() + " buckets differ from its digest"
              : result.unreadable();
      throw StoreFailedException.of(
          "the copy " + copy + " is damaged",
          new StoreFailedException.DamagedBytesException(new IOException(found)));
    }
  }

  private <T extends RocksObject> T own(T object) {
    opened.add(object);
    return object;
  }

  /**
   * Reads on for about so many bytes. True when there is nothing more to read; what could not be
   * read ends it, too.
   */
  boolean step(long bytes) {
    try {
      return read(bytes);
    } catch (StoreFailedException e) {
      progress.unreadable(String.valueOf(e.getMessage()));
      return true;
    }
  }

  private boolean read(long bytes) {
    ScrubProgress now = progress;
    long until = bytes == Long.MAX_VALUE ? bytes : now.bytes() + bytes;
    while (now.family() < FAMILIES.length) {
      Family family = FAMILIES[now.family()];
      RocksIterator walk = at == null ? begin(now) : at;
      at = walk;
      while (Content.isAt(walk)) {
        if (now.bytes() >= until) return false;
        now.count(family, walk.key(), walk.value());
        walk.next();
      }
      walk.close();
      at = null;
      now.nextFamily();
    }
    return true;
  }

  private RocksIterator begin(ScrubProgress from) {
    RocksIterator walk = db.newIterator(handles.get(from.family()), how);
    byte[] last = from.lastKey();
    if (last.length == 0) {
      walk.seekToFirst();
    } else {
      walk.seek(last);
      if (Content.isAt(walk) && Arrays.equals(walk.key(), last)) walk.next();
    }
    return walk;
  }

  ScrubProgress progress() {
    return progress;
  }

  /** What was found, once all is read. */
  Result result() {
    if (!progress.unreadable().isEmpty()) {
      return new Result(Set.of(), progress.unreadable(), progress.keys(), progress.bytes());
    }
    long[] kept;
    try (RocksIterator meta = db.newIterator(handles.get(Family.META.ordinal()), how)) {
      kept = Buckets.load(meta).copy();
    }
    Set<Integer> damaged = new TreeSet<>();
    for (int i = 0; i < kept.length; i++) if (kept[i] != progress.sum(i)) damaged.add(i);
    return new Result(damaged, "", progress.keys(), progress.bytes());
  }

  @Override
  public void close() {
    RocksIterator walk = at;
    if (walk != null) walk.close();
    closeOpened();
  }

  private void closeOpened() {
    for (ColumnFamilyHandle handle : handles) handle.close();
    // Null only when opening failed half-way.
    @Nullable RocksDB openDb = db;
    if (openDb != null) openDb.close();
    for (int i = opened.size() - 1; i >= 0; i--) opened.get(i).close();
  }

  /** Whether something is left of a pass that a restart cut off. */
  static boolean isThere(Path copy) {
    return Files.exists(copy.resolve("CURRENT"));
  }
}
