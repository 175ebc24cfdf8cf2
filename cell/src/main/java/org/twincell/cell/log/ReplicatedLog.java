// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.twincell.time.TimeSource;

/**
 * One member's end of the log that all members of a cell share. Any thread may call any method;
 * none blocks but {@link #close}. Futures complete on threads of the log: what hangs on them must
 * be short and must not wait.
 *
 * <p>Every future that fails does so with a {@link LogException} (as the cause of the {@code
 * CompletionException} that {@code join} throws), whose class says what to do next.
 */
public interface ReplicatedLog extends AutoCloseable {
  /**
   * Opens this member's end and starts to take part. Returns before a member is active: see {@link
   * #onChange}. Entries that the applier has not yet applied are applied from now on.
   *
   * @throws LogFailedException when the data folder, the port or the store cannot be used
   */
  static ReplicatedLog open(LogSettings settings, LogApplier applier, TimeSource time)
      throws LogFailedException {
    return RatisLog.start(settings, applier, time);
  }

  /**
   * Appends an entry, an opaque batch. Completes once a majority has it on disk and this member has
   * applied it. Entries of one caller that wait at the same time keep their order.
   *
   * <p>Fails with {@link NotActiveException} (nothing was appended), {@link
   * OutcomeUnknownException} (send it again with the same ids) or {@link LogFailedException}.
   *
   * @throws IllegalArgumentException when the entry is larger than {@link
   *     LogTuning#entryLimitBytes}
   */
  CompletableFuture<Appended> append(byte[] entry);

  /**
   * Asks whether this member is still active, so that it may answer a question from its store.
   * Completes with an index once a majority has confirmed it and this member's applier has applied
   * at least that index: everything acknowledged by any member before the call is in the store.
   * Fails as {@link #append} does.
   */
  CompletableFuture<Long> confirmActive();

  /** What this member knows now. Cheap; reads memory only. */
  LogStatus status();

  /**
   * Calls the listener after every change of duty, term or active member, one call at a time, in
   * order, on a thread of the log. The listener must be short; it may call {@link #status}.
   */
  void onChange(Consumer<LogStatus> listener);

  /**
   * Calls the listener once when this log has stopped by itself. The caller closes it; a listener
   * that is added later is called at once.
   */
  void onFailure(Consumer<LogFailedException> listener);

  /**
   * Gives the duty to another member, which must keep a store and be in step within the time.
   * Completes when that member is active. Fails with {@link NotActiveException} when this member
   * was not active, {@link OutcomeUnknownException} when the other was not active in time; the duty
   * may then be anywhere, see {@link #status}.
   *
   * @throws IllegalArgumentException when there is no such member or it is a witness
   */
  CompletableFuture<Void> handOver(String toMember, Duration timeout);

  /**
   * Cuts this member off from the others for so long, for a drill: nothing is sent and nothing is
   * taken. It heals by itself; the member may then be on standby. Returns at once.
   */
  void cutLinks(Duration length);

  /** What is known of a copy of the store that is being received now; empty when none is. */
  default Optional<Receiving> receiving() {
    return Optional.empty();
  }

  /**
   * How much of a copy of the store has come.
   *
   * @param bytes received so far
   * @param totalBytes of the whole copy; -1 when not known
   */
  record Receiving(long bytes, long totalBytes) {}

  /**
   * Whether this member may ask for the duty; at the start it may. One that has no store to answer
   * from leaves it to the others, and goes on taking part.
   */
  default void mayBecomeActive(boolean may) {}

  /**
   * Makes a snapshot of the store now and lets go of the log behind it, as happens by itself every
   * {@link LogTuning#snapshotEvery} entries. Completes with the index up to which it reaches.
   */
  CompletableFuture<Long> takeSnapshot();

  /**
   * Stops taking part; ends all threads within {@link LogTuning#closeLimit}. Open futures fail with
   * {@link OutcomeUnknownException}. Does not hand the duty over: call {@link #handOver} before.
   * The applier is not closed; it is not called any more once this returns. Twice does no harm.
   */
  @Override
  void close();
}
