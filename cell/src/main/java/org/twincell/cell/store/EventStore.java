// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.cell.log.LogApplier;
import org.twincell.cell.store.wire.Entry;
import org.twincell.cell.store.wire.EntryResult;
import org.twincell.cell.store.wire.StoreState;
import org.twincell.event.ClassTable;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.RowPage;
import org.twincell.protocol.RowRequest;
import org.twincell.protocol.wire.ClassFile;

/**
 * The events and data objects of one cell member: the state that the replicated log makes.
 *
 * <p>The log applies entries one at a time; any thread may ask, and sees the state after some whole
 * entry. Questions never wait for an entry and entries never wait for a question, but for the
 * instant in which either takes its place.
 *
 * <p>Everything throws {@link StoreFailedException} when the files can not be read or written; the
 * member stops then. After a failure to apply, this store applies nothing more.
 */
public final class EventStore implements LogApplier, AutoCloseable {
  /** Deeper than any command that is admitted, with the entry around it. */
  private static final int ENTRY_DEPTH_LIMIT = 256;

  private static final Logger LOG = LoggerFactory.getLogger(EventStore.class);
  private static final long NEVER_APPLIED = -1;

  /** How long closing waits for a disk that does not answer. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final StoreFolder folder;
  private final StoreSettings settings;
  private final RowCache cache;
  private final DateRanges dateRanges = new DateRanges();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Held while an entry is applied or a copy made or taken, as long as the disk needs for it. */
  final ReentrantLock applying = new ReentrantLock();

  /** Held while an entry's changes become visible. What tells of the store never waits for it. */
  final Object publishing = new Object();

  private volatile Live live;
  private Counts counts;
  private ClientPlaces places;
  private @Nullable Throwable failure;

  /** What readers see; replaced whole after each entry. */
  record Live(Content content, NameTable names, Classes classes, StoreState state) {}

  private EventStore(StoreFolder folder, StoreSettings settings, Content content) {
    this.folder = folder;
    this.settings = settings;
    this.cache = new RowCache(settings.rowCacheBytes());
    this.live = load(content);
    this.counts = Counts.load(content);
    this.places = ClientPlaces.load(content);
  }

  /**
   * Opens the store in a folder; makes an empty one where there is none.
   *
   * @throws StoreFailedException when the files are damaged, of a newer format, or in use
   */
  public static EventStore open(Path folder, StoreSettings settings) {
    StoreFolder files = new StoreFolder(folder);
    Content content;
    try {
      content = Content.open(files.current(), settings);
    } catch (IOException | NumberFormatException e) {
      throw StoreFailedException.of("the store in " + folder + " can not be opened", e);
    }
    try {
      return new EventStore(files, settings, content);
    } catch (RuntimeException e) {
      content.release();
      throw e;
    }
  }

  private static Live load(Content content) {
    byte[] stored = content.get(Family.META, Keys.STATE);
    try {
      StoreState state =
          stored == null
              ? StoreState.newBuilder().setAppliedIndex(NEVER_APPLIED).build()
              : StoreState.parseFrom(stored);
      Classes classes = Classes.load(content, state.getClassVersion());
      return new Live(content, NameTable.load(content), classes, state);
    } catch (InvalidProtocolBufferException e) {
      throw StoreFailedException.of("the store in " + content.folder() + " is damaged", e);
    }
  }

  // ---- for the log ----

  /** {@inheritDoc} An entry at or below the applied index changes nothing and answers nothing. */
  @Override
  public byte[] apply(long term, long index, byte[] entry) {
    applying.lock();
    try {
      return applyLocked(term, index, entry);
    } finally {
      applying.unlock();
    }
  }

  private byte[] applyLocked(long term, long index, byte[] entry) {
    requireWorking();
    if (index <= live().state().getAppliedIndex())
      return EntryResult.getDefaultInstance().toByteArray();
    try {
      CodedInputStream input = CodedInputStream.newInstance(entry);
      input.setRecursionLimit(ENTRY_DEPTH_LIMIT);
      Entry parsed = Entry.parseFrom(input);
      return apply(term, index, parsed).toByteArray();
    } catch (IOException e) {
      failure = e;
      throw StoreFailedException.of("entry " + index + " of the log is damaged", e);
    } catch (RuntimeException | Error e) {
      failure = e;
      throw e;
    }
  }

  /**
   * A fault of ours in one item must not stop the cell, and all members have it alike: the entry is
   * begun again without that item, which is answered with the fault.
   */
  private EntryResult apply(long term, long index, Entry entry) {
    Set<Integer> faulty = new HashSet<>();
    while (true) {
      Live before = live();
      StoreState.Builder state =
          before.state().toBuilder()
              .setAppliedTerm(term)
              .setAppliedIndex(index)
              .setStampEpochMillis(
                  Math.max(before.state().getStampEpochMillis(), entry.getStampEpochMillis()));
      try (Changes changes =
          new Changes(
              before.content(), before.state().getDigestSum(), before.state().getDigestKeys())) {
        EntryScope scope =
            new EntryScope(
                term,
                index,
                state.getStampEpochMillis(),
                wallMillis(entry, state),
                entry.getCell(),
                changes,
                state,
                before.names(),
                counts,
                places);
        EntryRun run = new EntryRun(scope, before.classes());
        EntryResult result = run.run(entry, faulty);
        state.setDigestSum(changes.digestSum()).setDigestKeys(changes.digestKeys());
        publish(run, changes, state.build());
        return result;
      } catch (FaultyItemException e) {
        LOG.error(
            "item {} of entry {} met a fault of the cell and was refused", e.item(), index, e);
        faulty.add(e.item());
        startOver(before.content());
      }
    }
  }

  private static long wallMillis(Entry entry, StoreState.Builder state) {
    long wall = entry.getWallEpochMillis();
    return wall != 0 ? wall : state.getStampEpochMillis();
  }

  private void publish(EntryRun run, Changes changes, StoreState state) {
    changes.putState(state.toByteArray());
    synchronized (publishing) {
      changes.write();
      if (run.classes().version() == live.classes().version()) cache.take(run.touched());
      else cache.clear(); // Rows in memory are of the former classes.
      live = new Live(live.content(), live.names(), run.classes(), state);
    }
  }

  /** Forgets what a broken-off entry left in memory. */
  private void startOver(Content content) {
    counts = Counts.load(content);
    places = ClientPlaces.load(content);
    synchronized (publishing) {
      live = load(content);
    }
  }

  @Override
  public long appliedIndex() {
    return live().state().getAppliedIndex();
  }

  /** The store's time after the last entry; 0 before there was one. */
  long stampMillis() {
    return live().state().getStampEpochMillis();
  }

  @Override
  public long appliedTerm() {
    return live().state().getAppliedTerm();
  }

  @Override
  public Path checkpoint(Path into) throws IOException {
    applying.lock();
    try {
      requireWorking();
      live().content().copyTo(into);
      return into;
    } finally {
      applying.unlock();
    }
  }

  @Override
  public void installFrom(Path checkpoint, long term, long index) throws IOException {
    applying.lock();
    try {
      install(checkpoint, term, index);
    } finally {
      applying.unlock();
    }
  }

  private void install(Path checkpoint, long term, long index) throws IOException {
    requireOpen();
    Content old = live().content();
    Path target = folder.next(old.folder());
    Content fresh = openCopy(checkpoint, target);
    try {
      Live loaded = load(fresh);
      if (loaded.state().getAppliedIndex() < index) loaded = moveTo(loaded, term, index);
      Counts loadedCounts = Counts.load(fresh);
      ClientPlaces loadedPlaces = ClientPlaces.load(fresh);
      folder.switchTo(target);
      counts = loadedCounts;
      places = loadedPlaces;
      failure = null;
      synchronized (publishing) {
        live = loaded;
        cache.clear();
        dateRanges.clear();
      }
    } catch (IOException | RuntimeException e) {
      fresh.afterClose(() -> deleteQuietly(target));
      fresh.release();
      throw e;
    }
    LOG.info("store replaced by a copy, applied index {}", appliedIndex());
    old.afterClose(() -> deleteQuietly(old.folder()));
    old.release();
  }

  private Content openCopy(Path checkpoint, Path target) throws IOException {
    try {
      StoreFolder.copy(checkpoint, target);
      return Content.open(target, settings);
    } catch (IOException | RuntimeException e) {
      deleteQuietly(target);
      throw e;
    }
  }

  /** The log says that everything up to an index is in the copy, though the last were not ours. */
  private static Live moveTo(Live loaded, long term, long index) {
    StoreState state =
        loaded.state().toBuilder().setAppliedTerm(term).setAppliedIndex(index).build();
    try (Changes changes =
        new Changes(loaded.content(), state.getDigestSum(), state.getDigestKeys())) {
      changes.putState(state.toByteArray());
      changes.write();
    }
    return new Live(loaded.content(), loaded.names(), loaded.classes(), state);
  }

  private static void deleteQuietly(Path content) {
    try {
      StoreFolder.delete(content);
    } catch (IOException e) {
      LOG.warn("{} is no longer used and could not be deleted: {}", content, e.toString());
    }
  }

  // ---- for everyone else ----

  /**
   * Counts what matches now.
   *
   * @param giveUp asked now and then; once it says true the work ends with BUSY
   * @throws org.twincell.protocol.CellException QUERY_SYNTAX, CLASS_UNKNOWN, BUSY
   */
  public OpenedQuery openQuery(ObjectKind kind, String query, BooleanSupplier giveUp) {
    try (ReadView view = view()) {
      return new QueryReader(view, giveUp).open(kind, query);
    }
  }

  /**
   * One page of a query as of the commit index of its opening; the same whenever and wherever it is
   * asked for. It has fewer rows than asked where they would not fit a reply.
   *
   * @param giveUp asked now and then; once it says true the work ends with BUSY
   * @throws org.twincell.protocol.CellException QUERY_EXPIRED when that state is no longer kept,
   *     QUERY_SYNTAX, CLASS_UNKNOWN, BUSY, BAD_REQUEST
   */
  public RowPage readRows(RowRequest request, BooleanSupplier giveUp) {
    try (ReadView view = view()) {
      return new QueryReader(view, giveUp).read(request);
    }
  }

  /** The classes that the cell knows now. */
  public ClassTable classTable() {
    return live().classes().table();
  }

  /** Changes when the classes do; 0 before there are any. */
  public long classVersion() {
    return live().classes().version();
  }

  /** The class files in load order, the shipped ones first. */
  public List<ClassFile> classFiles() {
    var files = live().classes().files();
    return java.util.stream.Stream.concat(files.getBaseList().stream(), files.getOwnList().stream())
        .toList();
  }

  /** The operator's class files in load order, without the shipped ones. */
  public List<ClassFile> ownClassFiles() {
    return live().classes().files().getOwnList();
  }

  /** The shipped class files that the cell has taken over. */
  List<ClassFile> baseFiles() {
    return live().classes().files().getBaseList();
  }

  /** How much is kept. */
  public record StoreCounts(long events, long dataObjects, long oldVersions, long commands) {}

  public StoreCounts counts() {
    StoreState state = live().state();
    return new StoreCounts(
        state.getEvents(),
        state.getDataObjects(),
        state.getHistoryRows(),
        state.getRememberedCommands());
  }

  /** What this store holds as one number, for comparing members. Costs nothing to ask. */
  public StoreDigest digest() {
    return digest(live().state());
  }

  private static StoreDigest digest(StoreState state) {
    byte[] counters =
        state.toBuilder().clearAppliedIndex().clearAppliedTerm().build().toByteArray();
    return new StoreDigest(state.getAppliedTerm(), state.getAppliedIndex(), Hash64.of(counters, 0));
  }

  /** The digest computed anew from everything that is stored: reads it all. */
  public StoreDigest recomputeDigest() {
    try (ReadView view = view()) {
      long sum = 0;
      long keys = 0;
      for (Family family : Family.values()) {
        try (RocksIterator at = view.iterator(family)) {
          for (at.seekToFirst(); at.isValid(); at.next()) {
            byte[] key = at.key();
            boolean isOutside =
                family == Family.META
                    && (java.util.Arrays.equals(key, Keys.STATE)
                        || java.util.Arrays.equals(key, Keys.FORMAT));
            if (isOutside) continue;
            sum += Changes.hash(family, key, at.value());
            keys++;
          }
        }
      }
      return digest(view.state().toBuilder().setDigestSum(sum).setDigestKeys(keys).build());
    }
  }

  /** The designated member of manual mode, by its name in the log; empty when none was named. */
  public Optional<String> designatedMember() {
    return Optional.of(live().state().getDesignatedMember()).filter(name -> !name.isEmpty());
  }

  /** The state now, for one reader; the caller closes it. */
  ReadView view() {
    synchronized (publishing) {
      requireOpen();
      if (!live.content().retain()) throw new IllegalStateException("the store is closed");
      return new ReadView(live, cache, dateRanges);
    }
  }

  private Live live() {
    return live;
  }

  private void requireOpen() {
    if (closed.get()) throw new IllegalStateException("the store is closed");
  }

  private void requireWorking() {
    requireOpen();
    if (failure == null) return;
    throw new StoreFailedException(
        "the store has failed before and applies nothing more",
        "Start the member again once the cause is gone",
        failure);
  }

  /**
   * Closes the files once the last reader is done; twice does no harm. Where a disk does not answer
   * it returns after some seconds with a line in the log, and the files close when the disk does.
   */
  @Override
  public void close() {
    close(CLOSE_LIMIT);
  }

  void close(Duration limit) {
    if (!closed.compareAndSet(false, true)) return;
    Thread closer = new Thread(this::closeFiles, "store-close");
    closer.setDaemon(true);
    closer.start();
    try {
      closer.join(limit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!closer.isAlive()) return;
    LOG.warn(
        "the store in {} is not closed after {} ms: its disk does not answer. The log has all that"
            + " was acknowledged. Check the volume should the process not end",
        live().content().folder(),
        limit.toMillis());
  }

  private void closeFiles() {
    applying.lock();
    try {
      live().content().release();
    } finally {
      applying.unlock();
    }
  }
}
