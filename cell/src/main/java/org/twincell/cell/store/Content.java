// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.RocksObject;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatchWithIndex;
import org.rocksdb.WriteOptions;

/**
 * One open database in one folder. Readers hold a share of it while they read; it closes when its
 * owner and the last reader have let go, so that a copy can replace it under them.
 */
final class Content {
  /** Raised when a change of the files or of what applying does keeps older programs from them. */
  static final int FORMAT = 3;

  private static final String DAMAGED = "the store in %s can not be opened";
  private static final int BLOCK_BYTES = 8 << 10;
  private static final int BLOOM_BITS = 10;
  private static final int LOGS_KEPT = 2;

  /** Parts of the cache: few, for a block that is larger than its part is never kept. */
  private static final int CACHE_SHARD_BITS = 2;

  /** Filters and indexes are read in blocks of this size and not one for a whole file. */
  private static final int METADATA_BLOCK_BYTES = 8 << 10;

  /** The end of a run of acknowledged rows is written over and over: skip its versions early. */
  private static final int SKIPPED_VERSIONS = 2;

  private static final long LOG_BYTES = 4L << 20;

  private final Path folder;
  private final List<RocksObject> opened = new ArrayList<>();
  private final Map<Family, ColumnFamilyHandle> families = new EnumMap<>(Family.class);
  private final RocksDB db;
  private final WriteOptions unsynced;
  private final ReadOptions newest;
  private int shares = 1;
  private @Nullable Runnable afterClose;

  private Content(Path folder, StoreSettings settings) throws RocksDBException {
    this.folder = folder;
    boolean complete = false;
    try {
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      List<ColumnFamilyDescriptor> wanted = new ArrayList<>();
      Cache cache = own(new LRUCache(settings.blockCacheBytes(), CACHE_SHARD_BITS));
      for (Family family : Family.values()) {
        wanted.add(new ColumnFamilyDescriptor(family.id(), options(family, settings, cache)));
      }
      this.db = RocksDB.open(options(settings), folder.toString(), wanted, handles);
      for (Family family : Family.values()) {
        families.put(family, own(handles.get(family.ordinal())));
      }
      this.unsynced = own(new WriteOptions());
      this.newest = own(new ReadOptions());
      complete = true;
    } finally {
      if (!complete) closeOpened();
    }
  }

  /**
   * Opens the database in a folder, which is made when it is not there.
   *
   * @throws StoreFailedException when it can not be opened or has a newer format
   */
  static Content open(Path folder, StoreSettings settings) {
    RocksDB.loadLibrary();
    Content content;
    try {
      Files.createDirectories(folder);
      content = new Content(folder, settings);
    } catch (RocksDBException | IOException e) {
      throw StoreFailedException.of(DAMAGED.formatted(folder), e);
    }
    try {
      content.checkFormat();
      return content;
    } catch (RuntimeException e) {
      content.release();
      throw e;
    }
  }

  private void checkFormat() {
    byte[] format = get(Family.META, Keys.FORMAT);
    if (format == null) {
      put(Keys.FORMAT, Keys.number(FORMAT));
    } else if (Keys.intAt(format, 0) > FORMAT) {
      throw new StoreFailedException(
          "the store in "
              + folder
              + " has format "
              + Keys.intAt(format, 0)
              + ", this program reads up to format "
              + FORMAT,
          "Start the newer program that wrote it, or delete the folder and the member fetches a copy"
              + " from its peer");
    } else if (Keys.intAt(format, 0) < FORMAT) {
      throw new StoreFailedException(
          "the store in "
              + folder
              + " has format "
              + Keys.intAt(format, 0)
              + ", from before the first release, and this program reads format "
              + FORMAT,
          "Move the member's data folder away: it begins empty, or fetches a copy from a member"
              + " that has data already");
    }
  }

  private void put(byte[] key, byte[] value) {
    try {
      db.put(key, value);
    } catch (RocksDBException e) {
      throw StoreFailedException.of("the store in " + folder + " can not be written", e);
    }
  }

  private DBOptions options(StoreSettings settings) {
    return own(new DBOptions())
        .setCreateIfMissing(true)
        .setCreateMissingColumnFamilies(true)
        .setDbWriteBufferSize(settings.writeBufferBytes())
        .setMaxTotalWalSize(2 * settings.writeBufferBytes())
        .setMaxOpenFiles(settings.openFilesLimit())
        .setMaxBackgroundJobs(2)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setKeepLogFileNum(LOGS_KEPT)
        .setMaxLogFileSize(LOG_BYTES);
  }

  private ColumnFamilyOptions options(Family family, StoreSettings settings, Cache cache) {
    BlockBasedTableConfig table =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setBlockSize(BLOCK_BYTES)
            .setCacheIndexAndFilterBlocks(true)
            .setPinL0FilterAndIndexBlocksInCache(true)
            .setIndexType(IndexType.kTwoLevelIndexSearch)
            .setPartitionFilters(true)
            .setMetadataBlockSize(METADATA_BLOCK_BYTES)
            .setPinTopLevelIndexAndFilter(true)
            .setCacheIndexAndFilterBlocksWithHighPriority(true)
            .setFilterPolicy(own(new BloomFilter(BLOOM_BITS)));
    return own(new ColumnFamilyOptions())
        .setWriteBufferSize(settings.writeBufferBytes() / (family == Family.META ? 16 : 4))
        .setMaxWriteBufferNumber(3)
        .setLevelCompactionDynamicLevelBytes(true)
        .setMaxSequentialSkipInIterations(SKIPPED_VERSIONS)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setTableFormatConfig(table);
  }

  private <T extends RocksObject> T own(T object) {
    opened.add(object);
    return object;
  }

  Path folder() {
    return folder;
  }

  byte @Nullable [] get(Family family, byte[] key) {
    return get(family, newest, key);
  }

  byte @Nullable [] get(Family family, ReadOptions how, byte[] key) {
    try {
      return db.get(handle(family), how, key);
    } catch (RocksDBException e) {
      throw StoreFailedException.of("the store in " + folder + " can not be read", e);
    }
  }

  byte @Nullable [] get(WriteBatchWithIndex first, Family family, byte[] key) {
    try {
      return first.getFromBatchAndDB(db, handle(family), newest, key);
    } catch (RocksDBException e) {
      throw StoreFailedException.of("the store in " + folder + " can not be read", e);
    }
  }

  /**
   * Whether the iterator stands at a key. RocksDB ends an iteration at a block that it cannot read
   * just as at the last key, so who walks asks here and not the iterator itself.
   *
   * @throws StoreFailedException when the walk ended because something could not be read
   */
  static boolean isAt(RocksIterator at) {
    if (at.isValid()) return true;
    try {
      at.status();
      return false;
    } catch (RocksDBException e) {
      throw StoreFailedException.of("the store can not be read", e);
    }
  }

  /** The caller closes it. */
  RocksIterator iterator(Family family, ReadOptions how) {
    return db.newIterator(handle(family), how);
  }

  /** The caller closes it; it shows the batch over what is stored. */
  RocksIterator iterator(WriteBatchWithIndex first, Family family) {
    return first.newIteratorWithBase(handle(family), db.newIterator(handle(family), newest));
  }

  ColumnFamilyHandle handle(Family family) {
    ColumnFamilyHandle handle = families.get(family);
    if (handle == null) throw new IllegalStateException("not open: " + family);
    return handle;
  }

  /** Writes all or nothing; not synced, for the replicated log has it on disk. */
  void write(WriteBatchWithIndex batch) {
    try {
      db.write(unsynced, batch);
    } catch (RocksDBException e) {
      throw StoreFailedException.of("the store in " + folder + " can not be written", e);
    }
  }

  Snapshot snapshot() {
    return db.getSnapshot();
  }

  void release(Snapshot snapshot) {
    db.releaseSnapshot(snapshot);
  }

  /** A copy in another folder, by hard links where both are on one volume; on disk on return. */
  void copyTo(Path into) throws IOException {
    try (FlushOptions flush = new FlushOptions().setWaitForFlush(true);
        Checkpoint checkpoint = Checkpoint.create(db)) {
      db.flush(flush, List.copyOf(families.values()));
      checkpoint.createCheckpoint(into.toString());
    } catch (RocksDBException e) {
      throw new IOException(
          "no copy of the store could be made in " + into + " (" + e.getMessage() + ")", e);
    }
  }

  /** Takes a share; false when it is closed already. */
  synchronized boolean retain() {
    if (shares == 0) return false;
    shares++;
    return true;
  }

  /** Gives a share back; the last one closes. */
  synchronized void release() {
    if (shares == 0) throw new IllegalStateException("closed already: " + folder);
    if (--shares > 0) return;
    closeOpened();
    if (afterClose != null) afterClose.run();
  }

  /** What to do once the last share is given back, for instance to delete the folder. */
  synchronized void afterClose(Runnable action) {
    afterClose = action;
  }

  private void closeOpened() {
    List<RocksObject> later = new ArrayList<>(opened);
    for (ColumnFamilyHandle family : families.values()) {
      family.close();
      later.remove(family);
    }
    // Null only when opening failed half-way.
    @Nullable RocksDB openDb = db;
    if (openDb != null) openDb.close();
    for (int i = later.size() - 1; i >= 0; i--) later.get(i).close();
  }
}
