// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares, checks and mends a store. Decides nothing: whoever knows the other member does. {@link
 * #scrub}, {@link #mend} and {@link #takeCopy} are for one thread, which they may keep for long;
 * the rest for any.
 *
 * <p>While a store is compared with another or mended, entries wait; the log goes on and keeps
 * them.
 */
public final class StoreCare {
  private static final Logger LOG = LoggerFactory.getLogger(StoreCare.class);

  /** Progress of a pass is kept each time that it has read so much. */
  private static final long SAVE_EVERY_BYTES = 64L << 20;

  private static final String SCRUB = "scrub";
  private static final String INCOMING = "incoming";
  private static final String OUTGOING = "outgoing";

  private final EventStore store;
  private final ApplyGate gate;
  private final Marks marks;
  private final AtomicBoolean markWanted = new AtomicBoolean();
  private final AtomicReference<String> damageReplaced = new AtomicReference<>("");
  private volatile Doubt doubt = Doubt.NONE;
  private @Nullable ScrubPass pass;
  private long savedBytes;

  /** What is known of a store's content. */
  public enum State {
    /** Nothing wrong was found. */
    WHOLE,
    /** Some buckets hold something else than their digest says. */
    DOUBTED,
    /** Something can not be read; only a copy helps. */
    UNREADABLE
  }

  /**
   * What was found.
   *
   * @param buckets which, when {@link State#DOUBTED}
   * @param reason for the operator; empty when whole
   */
  public record Doubt(State state, Set<Integer> buckets, String reason) {
    /** Nothing wrong was found. */
    public static final Doubt NONE = new Doubt(State.WHOLE, Set.of(), "");

    public Doubt {
      buckets = Set.copyOf(buckets);
    }

    public boolean isWhole() {
      return state == State.WHOLE;
    }
  }

  /** The other member's records. */
  public interface Source {
    /**
     * Reads buckets of the other member, as they were at some entry.
     *
     * @param index entries up to this one are applied here; the answer should be of this or later
     * @throws MendingException when it can not or will not say
     */
    Records read(Set<Integer> buckets, long index) throws MendingException;
  }

  /** Brings a whole copy of the other member's store. */
  public interface CopySource {
    /**
     * Fills a folder that is there and empty.
     *
     * @throws MendingException when the other member can not or will not send one
     */
    void copyInto(Path folder) throws MendingException;
  }

  /** Mending did not come to its end; the store is as it was. */
  public static final class MendingException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean otherInDoubt;

    /**
     * @param otherInDoubt the other member's store is damaged itself
     */
    public MendingException(String reason, boolean otherInDoubt) {
      super(reason);
      this.otherInDoubt = otherInDoubt;
    }

    public boolean isOtherInDoubt() {
      return otherInDoubt;
    }
  }

  /**
   * The end of one pass over everything on the disk.
   *
   * @param found what is wrong; whole when nothing is
   * @param keys how many keys were read
   * @param bytes how many bytes, before compression
   */
  public record ScrubReport(Doubt found, long keys, long bytes) {}

  StoreCare(EventStore store, ApplyGate gate, Marks marks) {
    this.store = store;
    this.gate = gate;
    this.marks = marks;
  }

  // ---- comparing ----

  /** The digests remembered at entries that asked for it, oldest first. */
  public List<DigestMark> marks() {
    return marks.all();
  }

  /** Asks for an entry that makes all members remember; the active member appends it soon. */
  public void wantMark() {
    markWanted.set(true);
  }

  boolean takeMarkWanted() {
    return markWanted.getAndSet(false);
  }

  /** The digest as it is now; costs nothing. */
  public StoreDigest digest() {
    return store.digest();
  }

  /** What is known of the content. */
  public Doubt doubt() {
    return doubt;
  }

  boolean isInDoubt() {
    return !doubt.isWhole();
  }

  /** Whether nothing is applied until a copy is there. */
  public boolean isAwaitingCopy() {
    return gate.unreadable().isPresent();
  }

  /** Something can not be read. */
  public void unreadable(String reason) {
    doubt = new Doubt(State.UNREADABLE, Set.of(), reason);
  }

  /** The same, met while applying or opening: nothing is applied any more. */
  void awaitCopy(String reason) {
    unreadable(reason);
    gate.unreadable(reason);
    try {
      store.folder().lack(reason);
    } catch (IOException e) {
      LOG.warn("that the store is not whole will be found again after a restart: {}", reason, e);
    }
  }

  /**
   * Why the content was in doubt that a whole one has replaced since the last call; empty when none
   * was. Whoever brought it does not matter: the other member, the log, or this member's snapshot.
   */
  public String takeDamageReplaced() {
    return damageReplaced.getAndSet("");
  }

  /** Another content took the place of the former. */
  void replaced() {
    if (isInDoubt()) damageReplaced.set(doubt.reason());
    marks.clear();
    doubt = Doubt.NONE;
    gate.whole();
    try {
      store.folder().isWhole();
    } catch (IOException e) {
      LOG.warn("after a restart the store will be copied once more", e);
    }
  }

  /**
   * What some buckets hold now, read and checked against their digest; what does not fit is kept in
   * {@link #doubt}.
   *
   * @throws MendingException when this store is damaged itself, or there is too much
   */
  public Records read(Set<Integer> buckets) throws MendingException {
    Records records;
    try (ReadView view = store.view()) {
      records = Records.read(view, buckets);
    } catch (Records.TooManyException e) {
      throw new MendingException(e.getMessage() + " differ", false);
    } catch (StoreFailedException e) {
      if (e.isDamage()) unreadable(String.valueOf(e.getMessage()));
      throw new MendingException(String.valueOf(e.getMessage()), e.isDamage());
    }
    Set<Integer> doubtful = records.doubtful();
    if (doubtful.isEmpty()) return records;
    doubted(doubtful, "buckets " + doubtful + " hold something else than their digest says");
    throw new MendingException(doubt.reason(), true);
  }

  private void doubted(Set<Integer> buckets, String reason) {
    if (doubt.state() == State.UNREADABLE) return;
    Set<Integer> all = new TreeSet<>(doubt.buckets());
    all.addAll(buckets);
    doubt = new Doubt(State.DOUBTED, all, reason);
  }

  // ---- mending ----

  /**
   * Compares buckets with the other member's at one entry, and takes over what that one has.
   *
   * @param write false to compare alone
   * @param limit how long entries may take to reach the other member's index
   * @return the names of what differed, one line each
   * @throws MendingException the other member can not say, or records are not enough
   */
  public List<String> mend(Set<Integer> buckets, Source source, boolean write, Duration limit)
      throws MendingException {
    Set<Integer> wanted = new TreeSet<>(buckets);
    gate.holdAt(Long.MIN_VALUE);
    try {
      long held = store.settledIndex();
      Records theirs = source.read(wanted, held);
      if (theirs.index() < held) {
        throw new MendingException(
            "the other member is at entry " + theirs.index() + ", this one at " + held, false);
      }
      reach(theirs.index(), held, limit);
      return mend(theirs, write);
    } catch (StoreFailedException e) {
      if (e.isDamage()) unreadable(String.valueOf(e.getMessage()));
      throw new MendingException(String.valueOf(e.getMessage()), false);
    } catch (Records.TooManyException e) {
      throw new MendingException(String.valueOf(e.getMessage()), false);
    } finally {
      gate.release();
    }
  }

  private void reach(long index, long held, Duration limit) throws MendingException {
    CompletableFuture<Void> reached = gate.whenReached(index, held);
    gate.holdAt(index);
    try {
      reached.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MendingException("the member is stopping", false);
    } catch (ExecutionException | TimeoutException e) {
      throw new MendingException("entry " + index + " was not reached in time", false);
    }
    if (store.settledIndex() != index) {
      throw new MendingException("entry " + index + " was passed over", false);
    }
  }

  private List<String> mend(Records theirs, boolean write) throws MendingException {
    List<String> lines;
    Records own;
    try (ReadView view = store.view()) {
      own = Records.read(view, theirs.buckets());
      if (own.counters().getAppliedTerm() != theirs.counters().getAppliedTerm()) {
        throw new MendingException("the same entry has another term on the other member", false);
      }
      lines = Differences.lines(view, own, theirs);
    }
    if (!write) return lines;
    store.overwrite(new Mending(own, theirs));
    requireMended(theirs);
    Set<Integer> left = new TreeSet<>(doubt.buckets());
    left.removeAll(theirs.buckets());
    if (doubt.state() == State.DOUBTED) {
      doubt = left.isEmpty() ? Doubt.NONE : new Doubt(State.DOUBTED, left, doubt.reason());
    }
    return lines;
  }

  private void requireMended(Records theirs) throws MendingException {
    try (ReadView view = store.view()) {
      Records now = Records.read(view, theirs.buckets());
      Map<Integer, Long> wanted = theirs.sums();
      boolean isEqual = now.sums().equals(wanted) && now.doubtful().isEmpty();
      if (isEqual && store.isTotalRight()) return;
    }
    unreadable("mending some records did not make the stores equal");
    throw new MendingException(doubt.reason(), false);
  }

  /**
   * Replaces the content by a copy of the other member's, after reading the copy whole. What was
   * there is kept beside it when it was in doubt.
   *
   * @throws MendingException when there is none, it is damaged, or older than what is here
   */
  public void takeCopy(CopySource source) throws MendingException {
    Path incoming = store.folder().path().resolve(INCOMING);
    gate.holdAt(Long.MIN_VALUE);
    try {
      store.settledIndex();
      endScrub();
      StoreFolder.delete(incoming);
      Files.createDirectories(incoming);
      source.copyInto(incoming);
      store.installChecked(incoming);
    } catch (IOException e) {
      throw new MendingException(String.valueOf(e.getMessage()), false);
    } catch (StoreFailedException e) {
      throw new MendingException(String.valueOf(e.getMessage()), e.isDamage());
    } finally {
      gate.release();
      deleteQuietly(incoming);
    }
  }

  /**
   * A copy of this store as it is now, for another member; the caller deletes it with {@link
   * #deleteCopy}. One at a time.
   */
  public Path copyForAnother() throws IOException {
    Path outgoing = store.folder().path().resolve(OUTGOING);
    StoreFolder.delete(outgoing);
    store.freeze(outgoing);
    return outgoing;
  }

  public void deleteCopy(Path copy) {
    deleteQuietly(copy);
  }

  private static void deleteQuietly(Path folder) {
    try {
      StoreFolder.delete(folder);
    } catch (IOException e) {
      LOG.warn("{} is no longer used and could not be deleted: {}", folder, e.toString());
    }
  }

  // ---- scrubbing ----

  /**
   * Reads on in the present pass over everything on the disk, or begins one.
   *
   * @param bytes read about so many
   * @return what was found, at the end of a pass
   * @throws IOException when no frozen copy can be made; there is no pass then
   */
  public Optional<ScrubReport> scrub(long bytes) throws IOException {
    ScrubPass now = pass;
    try {
      if (now == null) now = beginScrub();
      pass = now;
      if (!now.step(bytes)) {
        save(now);
        return Optional.empty();
      }
      ScrubPass.Result result = now.result();
      endScrub();
      return Optional.of(new ScrubReport(found(result), result.keys(), result.bytes()));
    } catch (StoreFailedException | IOException e) {
      endScrub();
      boolean isDamage =
          e instanceof StoreFailedException failed
              ? failed.isDamage()
              : e.getCause() != null && StoreFailedException.isDamage(e.getCause());
      if (!isDamage) throw new IOException(e.getMessage(), e);
      unreadable(String.valueOf(e.getMessage()));
      return Optional.of(new ScrubReport(doubt, 0, 0));
    }
  }

  private ScrubPass beginScrub() throws IOException {
    Path folder = store.folder().path().resolve(SCRUB);
    Path copy = folder.resolve("copy");
    Optional<ScrubProgress> before = ScrubProgress.load(folder.resolve("progress"));
    if (before.isPresent() && ScrubPass.isThere(copy)) {
      LOG.info("reading the store on the disk goes on after {} bytes", before.get().bytes());
      savedBytes = before.get().bytes();
      return ScrubPass.open(copy, before.get());
    }
    StoreFolder.delete(folder);
    Files.createDirectories(folder);
    store.freeze(copy);
    savedBytes = 0;
    return ScrubPass.open(copy, ScrubProgress.start());
  }

  private void save(ScrubPass now) throws IOException {
    if (now.progress().bytes() - savedBytes < SAVE_EVERY_BYTES) return;
    now.progress().save(store.folder().path().resolve(SCRUB).resolve("progress"));
    savedBytes = now.progress().bytes();
  }

  /** What the frozen copy lacked may have been written anew since: the live store decides. */
  private Doubt found(ScrubPass.Result result) {
    if (result.isWhole()) return Doubt.NONE;
    if (!result.unreadable().isEmpty()) {
      unreadable(result.unreadable());
      return doubt;
    }
    try {
      Records still = read(result.damaged());
      LOG.info("{} buckets were damaged and are no longer", still.buckets().size());
      return Doubt.NONE;
    } catch (MendingException e) {
      if (doubt.isWhole()) doubted(result.damaged(), String.valueOf(e.getMessage()));
      return doubt;
    }
  }

  /** Gives up the present pass. */
  private void endScrub() {
    ScrubPass now = pass;
    pass = null;
    if (now != null) now.close();
    deleteQuietly(store.folder().path().resolve(SCRUB));
  }

  /**
   * Lets the present pass go on after the next start, and an entry that waits for a copy come to
   * its end without one. Called once the thread of {@link #scrub} has ended.
   */
  public void close() {
    gate.close();
    ScrubPass now = pass;
    pass = null;
    if (now == null) return;
    try {
      now.progress().save(store.folder().path().resolve(SCRUB).resolve("progress"));
    } catch (IOException e) {
      LOG.debug("the next pass begins anew", e);
    }
    now.close();
  }
}
