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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
import org.twincell.protocol.wire.MergeReply;
import org.twincell.protocol.wire.MergeRequest;

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
  private final Marks marks = new Marks();
  private final ApplyGate gate;
  private final StoreCare care;
  private Counts counts;
  private ClientPlaces places;
  private Buckets buckets;
  private @Nullable Throwable failure;

  /** What readers see; replaced whole after each entry. */
  record Live(Content content, NameTable names, Classes classes, StoreState state) {}

  private EventStore(
      StoreFolder folder, StoreSettings settings, Content content, boolean mendable) {
    this.folder = folder;
    this.settings = settings;
    this.gate = new ApplyGate(mendable);
    this.cache = new RowCache(settings.rowCacheBytes());
    this.live = load(content);
    this.counts = Counts.load(content);
    this.places = ClientPlaces.load(content);
    this.buckets = DigestReader.load(content, live.state());
    this.care = new StoreCare(this, gate, marks);
  }

  /**
   * Opens the store in a folder; makes an empty one where there is none.
   *
   * @throws StoreFailedException when the files are damaged, of a newer format, or in use
   */
  public static EventStore open(Path folder, StoreSettings settings) {
    return open(new StoreFolder(folder), settings, false);
  }

  /**
   * The same for a member that can get what it lacks from another: a content that is damaged is
   * moved aside, and nothing is applied before {@link StoreCare} has brought a whole one.
   *
   * @throws StoreFailedException when the files are of a newer format, in use, or the disk refuses
   */
  public static EventStore openMendable(Path folder, StoreSettings settings) {
    StoreFolder files = new StoreFolder(folder);
    EventStore store;
    String lacking;
    try {
      lacking = files.lacking();
      store = open(files, settings, true);
    } catch (StoreFailedException e) {
      if (!e.isDamage()) throw e;
      LOG.error("{}: the store is damaged and waits for a copy of another member", folder, e);
      lacking = "it could not be opened: " + e.getMessage();
      store = openEmpty(files, settings, lacking);
    } catch (IOException e) {
      throw StoreFailedException.of("the store in " + folder + " can not be opened", e);
    }
    if (!lacking.isEmpty()) store.care.awaitCopy(lacking);
    return store;
  }

  private static EventStore openEmpty(StoreFolder files, StoreSettings settings, String lacking) {
    try {
      files.lack(lacking);
      files.moveAside(files.current());
    } catch (IOException e) {
      throw StoreFailedException.of("a damaged store can not be moved aside", e);
    }
    return open(files, settings, true);
  }

  private static EventStore open(StoreFolder files, StoreSettings settings, boolean mendable) {
    Content content;
    try {
      content = Content.open(files.current(), settings);
    } catch (IOException | NumberFormatException e) {
      throw StoreFailedException.of("the store in " + files + " can not be opened", e);
    }
    try {
      return new EventStore(files, settings, content, mendable);
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
      throw StoreFailedException.of(
          "the store in " + content.folder() + " is damaged",
          new StoreFailedException.DamagedBytesException(e));
    }
  }

  // ---- for the log ----

  /**
   * {@inheritDoc} An entry at or below the applied index changes nothing and answers nothing. Waits
   * while the store is being compared or mended, or lacks a whole content and can get one.
   */
  @Override
  public byte[] apply(long term, long index, byte[] entry) {
    while (true) {
      gate.await(appliedIndex());
      try {
        byte[] result = locked(() -> applyLocked(term, index, entry));
        if (result == null) continue;
        gate.reached(index);
        return result;
      } catch (StoreFailedException e) {
        if (!e.isDamage() || !gate.isMendable()) throw e;
        LOG.error(
            "entry {} met a damaged store, which waits for a copy of another member", index, e);
        care.awaitCopy(String.valueOf(e.getMessage()));
      }
    }
  }

  private <T extends @Nullable Object> T locked(Supplier<T> work) {
    applying.lock();
    try {
      return work.get();
    } finally {
      applying.unlock();
    }
  }

  /** Null when the gate was closed meanwhile. */
  private byte @Nullable [] applyLocked(long term, long index, byte[] entry) {
    requireWorking();
    long applied = live().state().getAppliedIndex();
    if (index <= applied) return EntryResult.getDefaultInstance().toByteArray();
    if (!gate.isOpen(applied)) return null;
    try {
      CodedInputStream input = CodedInputStream.newInstance(entry);
      input.setRecursionLimit(ENTRY_DEPTH_LIMIT);
      Entry parsed = Entry.parseFrom(input);
      return apply(term, index, parsed).toByteArray();
    } catch (IOException e) {
      failure = e;
      throw StoreFailedException.of("entry " + index + " of the log is damaged", e);
    } catch (RuntimeException | Error e) {
      boolean isMendable = e instanceof StoreFailedException s && s.isDamage() && gate.isMendable();
      if (!isMendable) failure = e;
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
              before.content(),
              buckets,
              before.state().getDigestSum(),
              before.state().getDigestKeys())) {
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
        if (entry.getDigestMark()) marks.add(mark(live().state(), buckets));
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

  private static DigestMark mark(StoreState state, Buckets buckets) {
    StoreDigest digest = digest(state);
    return new DigestMark(digest.term(), digest.index(), digest.value(), buckets.copy());
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
  public long stampMillis() {
    return live().state().getStampEpochMillis();
  }

  @Override
  public long appliedTerm() {
    return live().state().getAppliedTerm();
  }

  /** The history that this store belongs to, for ever the same; empty when it has not begun. */
  public String lineage() {
    return live().state().getLineage();
  }

  /** {@inheritDoc} Waits, as an entry does, when a damaged store can get a copy of another. */
  @Override
  public Path checkpoint(Path into) throws IOException {
    while (true) {
      try {
        return checkpointNow(into);
      } catch (IOException e) {
        boolean isDamage = e.getCause() != null && StoreFailedException.isDamage(e.getCause());
        if (!isDamage || !gate.isMendable()) throw e;
        LOG.error("no copy of a damaged store is made; it waits for one of another member", e);
        care.awaitCopy(String.valueOf(e.getMessage()));
        StoreFolder.delete(into);
        gate.awaitWhole();
      }
    }
  }

  private Path checkpointNow(Path into) throws IOException {
    applying.lock();
    try {
      requireWorking();
      live().content().copyTo(into);
      return into;
    } finally {
      applying.unlock();
    }
  }

  /** {@inheritDoc} A copy that is damaged itself leaves a store that waits for one as it is. */
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
    try {
      install(checkpoint, term, index, gate.unreadable().isPresent());
    } catch (StoreFailedException e) {
      if (!e.isDamage() || !gate.isMendable()) throw e;
      LOG.error("the copy in {} is damaged, too; the store waits for another", checkpoint, e);
      care.awaitCopy("a copy of it was damaged: " + e.getMessage());
    }
  }

  /** The same for a copy of which another member says up to where it goes, read whole before. */
  void installChecked(Path copy) throws IOException {
    applying.lock();
    try {
      requireOpen();
      install(copy, 0, NEVER_APPLIED, true);
    } finally {
      applying.unlock();
    }
  }

  private void install(Path checkpoint, long term, long index, boolean check) throws IOException {
    Content old = live().content();
    Path target = folder.next(old.folder());
    Content fresh = openCopy(checkpoint, target, check);
    boolean wasDamaged = care.isInDoubt();
    try {
      Live loaded = load(fresh);
      if (check) requireAhead(loaded.state());
      Buckets loadedBuckets = DigestReader.load(fresh, loaded.state());
      boolean isBehind =
          loaded.state().getAppliedIndex() < index || loaded.state().getAppliedTerm() < term;
      if (isBehind) loaded = moveTo(loaded, loadedBuckets, term, index);
      Counts loadedCounts = Counts.load(fresh);
      ClientPlaces loadedPlaces = ClientPlaces.load(fresh);
      folder.switchTo(target);
      counts = loadedCounts;
      places = loadedPlaces;
      buckets = loadedBuckets;
      failure = null;
      replaced(loaded);
    } catch (IOException | RuntimeException e) {
      fresh.afterClose(() -> deleteQuietly(target));
      fresh.release();
      throw e;
    }
    care.replaced();
    LOG.info("store replaced by a copy, applied index {}", appliedIndex());
    old.afterClose(
        () -> {
          if (wasDamaged) moveAsideQuietly(old.folder());
          else deleteQuietly(old.folder());
        });
    old.release();
  }

  /** What was applied is never taken back, for the log does not bring it again. */
  private void requireAhead(StoreState copied) throws IOException {
    if (copied.getAppliedIndex() >= appliedIndex()) return;
    throw new IOException(
        "the copy goes up to entry "
            + copied.getAppliedIndex()
            + ", this store has applied up to "
            + appliedIndex());
  }

  private void replaced(Live loaded) {
    synchronized (publishing) {
      live = loaded;
      cache.clear();
      dateRanges.clear();
    }
  }

  private void moveAsideQuietly(Path content) {
    try {
      folder.moveAside(content);
    } catch (IOException e) {
      LOG.warn("{} is damaged and could not be moved aside: {}", content, e.toString());
    }
  }

  @Override
  public void moveTo(long term, long index) throws IOException {
    applying.lock();
    try {
      requireWorking();
      Live moved = moveTo(live(), buckets, term, index);
      synchronized (publishing) {
        live = moved;
      }
    } finally {
      applying.unlock();
    }
  }

  private Content openCopy(Path checkpoint, Path target, boolean check) throws IOException {
    try {
      StoreFolder.copy(checkpoint, target);
      if (check) ScrubPass.requireWhole(target);
      return Content.open(target, settings);
    } catch (IOException | RuntimeException e) {
      deleteQuietly(target);
      throw e;
    }
  }

  /** The log says that everything up to an index is in the copy, though the last were not ours. */
  private static Live moveTo(Live loaded, Buckets buckets, long term, long index) {
    StoreState state =
        loaded.state().toBuilder().setAppliedTerm(term).setAppliedIndex(index).build();
    try (Changes changes =
        new Changes(loaded.content(), buckets, state.getDigestSum(), state.getDigestKeys())) {
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
    return answered(view -> new QueryReader(view, giveUp).open(kind, query));
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
    return answered(view -> new QueryReader(view, giveUp).read(request));
  }

  /** A question that meets damage is not answered, and whoever mends the store learns of it. */
  private <T> T answered(Function<ReadView, T> question) {
    try (ReadView view = view()) {
      return question.apply(view);
    } catch (StoreFailedException e) {
      if (e.isDamage()) care.unreadable(String.valueOf(e.getMessage()));
      throw e;
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

  static StoreDigest digest(StoreState state) {
    byte[] counters =
        state.toBuilder().clearAppliedIndex().clearAppliedTerm().build().toByteArray();
    return new StoreDigest(state.getAppliedTerm(), state.getAppliedIndex(), Hash64.of(counters, 0));
  }

  /** The digest computed anew from everything that is stored: reads it all. */
  public StoreDigest recomputeDigest() {
    try (ReadView view = view()) {
      DigestReader.Sums sums = DigestReader.read(view::iterator);
      return digest(
          view.state().toBuilder().setDigestSum(sums.total()).setDigestKeys(sums.keys()).build());
    }
  }

  /**
   * Everything that came or changed since a commit index, in pieces of about so many bytes. Reads
   * the whole store once; blocks.
   */
  public void changesSince(long index, int pieceBytes, Consumer<MergeRequest.Builder> taker) {
    try (ReadView view = view()) {
      new ChangesSince(view, index, pieceBytes, taker).read();
    }
  }

  /**
   * What came so far of merging a branch, without remarks; zeros when another one was merged since.
   */
  public MergeReply mergeTotals(long branch) {
    try (ReadView view = view()) {
      return MergeRun.soFar(view.get(Family.META, Keys.MERGE), branch);
    }
  }

  /** The designated member of manual mode, by its name in the log; empty when none was named. */
  public Optional<String> designatedMember() {
    return Optional.of(live().state().getDesignatedMember()).filter(name -> !name.isEmpty());
  }

  /** Compares, checks and mends this store. */
  public StoreCare care() {
    return care;
  }

  // ---- for StoreCare ----

  StoreFolder folder() {
    return folder;
  }

  /** A frozen copy; entries wait for the moment that it takes. */
  void freeze(Path into) throws IOException {
    applying.lock();
    try {
      requireOpen();
      live().content().copyTo(into);
    } finally {
      applying.unlock();
    }
  }

  /** Whether the buckets add up to the digest that is kept with the counters. */
  boolean isTotalRight() {
    return locked(() -> buckets.total() == live().state().getDigestSum());
  }

  /** Lets the entry that is being applied come to its end. */
  long settledIndex() {
    return locked(
        () -> {
          requireOpen();
          return appliedIndex();
        });
  }

  /**
   * Changes what is stored past the log, to what another member has: all or nothing. The gate must
   * be closed.
   */
  void overwrite(Mending mending) {
    applying.lock();
    try {
      overwriteLocked(mending);
    } finally {
      applying.unlock();
    }
  }

  private void overwriteLocked(Mending mending) {
    requireOpen();
    Live before = live();
    StoreState state = mending.write(before.content(), buckets, before.state());
    counts = Counts.load(before.content());
    places = ClientPlaces.load(before.content());
    Live loaded = load(before.content());
    replaced(new Live(loaded.content(), loaded.names(), loaded.classes(), state));
    marks.clear();
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
    gate.close();
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
