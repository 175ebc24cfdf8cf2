// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.time.TimeSource;

/**
 * The log of a pair without witness. It is one Raft group for each {@link Branch} of the cell's
 * history, and this member takes part in one at a time: in the group of both, in one of its own
 * while it carries on alone, or in that of the other member, which takes it in again.
 *
 * <p>Each change is on the disk before the first command of the new branch is accepted, and one
 * that was cut off half-way is finished by the next {@link #open}.
 *
 * <p>Whoever calls the methods that change the branch does so from one thread; they block on the
 * disk. Everything else is as {@link ReplicatedLog} says. While no branch is open this member is on
 * standby.
 */
public final class BranchedLog implements ReplicatedLog {
  private static final Logger LOG = LoggerFactory.getLogger(BranchedLog.class);

  /** The port of a branch that was just closed may be taken for a moment. */
  private static final int OPEN_ATTEMPTS = 20;

  private static final Duration OPEN_AGAIN = Duration.ofMillis(250);

  private final LogSettings settings;
  private final LogApplier applier;
  private final TimeSource time;
  private final BranchFile file;
  private final List<Consumer<LogStatus>> listeners = new CopyOnWriteArrayList<>();
  private final CompletableFuture<LogFailedException> failed = new CompletableFuture<>();
  private volatile Branch branch;
  private volatile @Nullable RatisLog now;
  private volatile LogStatus lastStatus;
  private volatile Instant since;
  private volatile boolean mayBecomeActive = true;
  private volatile boolean closed;

  private BranchedLog(LogSettings settings, LogApplier applier, TimeSource time, Branch branch) {
    this.settings = settings;
    this.applier = applier;
    this.time = time;
    this.file = new BranchFile(settings.folder());
    this.branch = branch;
    this.since = time.wallClock();
    this.lastStatus = nothingOpen(branch.baseTerm());
  }

  /**
   * Looks where this member stands. Nothing is open yet: see {@link #run}. A change of branch that
   * was cut off is finished.
   */
  public static BranchedLog open(LogSettings settings, LogApplier applier, TimeSource time)
      throws LogFailedException {
    try {
      java.nio.file.Files.createDirectories(settings.folder());
      LogPort.check(settings);
      Branch found = new BranchFile(settings.folder()).read();
      BranchedLog log = new BranchedLog(settings, applier, time, found);
      if (found.kind() == Branch.Kind.PARTING) log.finishParting();
      return log;
    } catch (IOException e) {
      throw FailureText.of(
          "the log of member '" + settings.member() + "' cannot be opened", settings.folder(), e);
    }
  }

  /** Where this member stands. */
  public Branch branch() {
    return branch;
  }

  /** Whether this member takes part in its branch now. */
  public boolean isRunning() {
    return now != null;
  }

  /** What the other members are; of a pair it is one. */
  public LogMember other() {
    return settings.members().stream()
        .filter(each -> !each.equals(settings.self()))
        .findFirst()
        .orElseThrow();
  }

  /** How many members have a vote on this branch, when this one has; empty while it has none. */
  public OptionalInt votes() {
    RatisLog open = now;
    return open == null ? OptionalInt.empty() : open.votesWithSelf();
  }

  /** Takes part in the present branch. */
  public void run() throws LogFailedException {
    if (now != null || closed) return;
    RatisLog opened = openBranch();
    now = opened;
    opened.onChange(status -> tell());
    opened.onFailure(failed::complete);
    if (!mayBecomeActive) opened.mayBecomeActive(false);
    if (closed) opened.close();
    tell();
  }

  private RatisLog openBranch() throws LogFailedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return RatisLog.start(settings, branch, applier, time);
      } catch (LogFailedException e) {
        if (attempt == OPEN_ATTEMPTS || closed) throw e;
        LOG.debug("branch {} did not open, attempt {}", branch.number(), attempt, e);
        pauseOrFail(e);
      }
    }
  }

  private void pauseOrFail(LogFailedException last) throws LogFailedException {
    try {
      time.pause(OPEN_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw last;
    }
  }

  /** Takes part no longer: from here on this member acknowledges nothing, and its store stays. */
  public void rest() {
    RatisLog open = now;
    if (open == null) return;
    lastStatus = open.status().closed();
    since = time.wallClock();
    now = null;
    open.close();
    tell();
  }

  /** Remembers that there is a branch of this number, so that the next one of its own is above. */
  public void heardOf(long number) throws LogFailedException {
    if (number > branch.highest()) write(branch.knowing(number));
  }

  /**
   * Carries on alone, on a branch of its own with higher terms than any before. On the disk when it
   * returns; then {@link #run}.
   */
  public void part() throws LogFailedException {
    rest();
    if (branch.kind() != Branch.Kind.PARTING) write(branch.parting(settings.self().role()));
    finishParting();
  }

  /** The same by the operator's word, above whatever branch the other member may be on. */
  public void partByForce() throws LogFailedException {
    rest();
    write(branch.partingByForce(settings.self().role()));
    finishParting();
  }

  private void finishParting() throws LogFailedException {
    try {
      if (!branch.hasLeft()) write(branch.leaving(endOfLog()));
      Branch next = branch.alone();
      long index = Math.max(next.beginsBehind(), applier.appliedIndex());
      if (applier.appliedIndex() >= 0 && applier.appliedTerm() < next.baseTerm()) {
        applier.moveTo(next.baseTerm(), index);
      }
      BranchMaker.make(settings, next, index, applier, time);
      LOG.info(
          "{}: {} carries on alone on branch {}, behind entry {} of branch {}",
          settings.cell(),
          settings.member(),
          next.number(),
          next.beginsBehind(),
          branch.number());
      write(next);
      BranchMaker.forget(settings, next);
    } catch (IOException | RuntimeException e) {
      throw FailureText.of("the log cannot go on alone", settings.folder(), e);
    }
  }

  /**
   * The last entry of the branch that this member leaves, after all of its log has been applied; -1
   * when its store is not of that branch, because it was still to get a copy.
   */
  private long endOfLog() throws IOException, LogFailedException {
    boolean isOfBranch = applier.appliedIndex() < 0 || applier.appliedTerm() >= branch.baseTerm();
    if (!isOfBranch) return -1;
    DataFolder left = DataFolder.open(settings, branch.number());
    try {
      OpenSegment.mend(left);
      LogTail tail = new LogTail(left.segments(), applier);
      return tail.apply(RatisSettings.recordLimitBytes(settings.tuning()));
    } finally {
      left.close();
    }
  }

  /**
   * Gives its own branch up for that of the other member, once that has everything of this one. The
   * store stays as it is until the copy is there. On the disk when it returns; then {@link #run}.
   */
  public void join(Branch others) throws LogFailedException {
    rest();
    try {
      if (branch.number() != others.number()) BranchMaker.delete(settings, others.number());
    } catch (IOException e) {
      throw FailureText.of("the log cannot make room", settings.folder(), e);
    }
    write(branch.joining(others));
    LOG.info("{}: {} joins branch {}", settings.cell(), settings.member(), others.number());
  }

  /** Takes the other member in on this branch. See {@link RatisLog#admit}. */
  public CompletableFuture<Void> admit() {
    RatisLog open = now;
    if (open == null) return CompletableFuture.failedFuture(notActive());
    return open.admit(other());
  }

  /** Records that both members are on this branch. */
  public void paired() throws LogFailedException {
    if (branch.kind() == Branch.Kind.PAIR) return;
    write(branch.paired());
    try {
      BranchMaker.forget(settings, branch);
    } catch (IOException e) {
      LOG.warn("files of earlier branches stay: {}", e.toString());
    }
  }

  private void write(Branch next) throws LogFailedException {
    try {
      file.write(next);
      branch = next;
    } catch (IOException e) {
      throw FailureText.of("the branch cannot be recorded", settings.folder(), e);
    }
  }

  // ---- the log

  private NotActiveException notActive() {
    return new NotActiveException(settings.member(), Optional.empty());
  }

  @Override
  public CompletableFuture<Appended> append(byte[] entry) {
    RatisLog open = now;
    return open == null ? CompletableFuture.failedFuture(notActive()) : open.append(entry);
  }

  @Override
  public CompletableFuture<Long> confirmActive() {
    RatisLog open = now;
    return open == null ? CompletableFuture.failedFuture(notActive()) : open.confirmActive();
  }

  @Override
  public LogStatus status() {
    RatisLog open = now;
    if (open == null) return lastStatus;
    LogStatus status = open.status();
    lastStatus = status.closed();
    return status;
  }

  private LogStatus nothingOpen(long term) {
    long applied = applier.appliedIndex();
    return new LogStatus(
        settings.member(),
        settings.self().role(),
        Duty.STANDBY,
        Math.max(term, applier.appliedTerm()),
        Optional.empty(),
        applied,
        applied,
        since,
        List.of());
  }

  private void tell() {
    LogStatus status = status();
    for (Consumer<LogStatus> each : listeners) {
      try {
        each.accept(status);
      } catch (RuntimeException e) {
        LOG.error("a listener failed on {}", status, e);
      }
    }
  }

  @Override
  public void onChange(Consumer<LogStatus> listener) {
    listeners.add(listener);
  }

  @Override
  public void onFailure(Consumer<LogFailedException> listener) {
    var unused = failed.thenAccept(listener);
  }

  @Override
  public CompletableFuture<Void> handOver(String toMember, Duration timeout) {
    RatisLog open = now;
    return open == null
        ? CompletableFuture.failedFuture(notActive())
        : open.handOver(toMember, timeout);
  }

  @Override
  public void cutLinks(Duration length) {
    RatisLog open = now;
    if (open != null) open.cutLinks(length);
  }

  @Override
  public void mayBecomeActive(boolean may) {
    mayBecomeActive = may;
    RatisLog open = now;
    if (open != null) open.mayBecomeActive(may);
  }

  @Override
  public Optional<Receiving> receiving() {
    RatisLog open = now;
    return open == null ? Optional.empty() : open.receiving();
  }

  @Override
  public CompletableFuture<Long> takeSnapshot() {
    RatisLog open = now;
    return open == null ? CompletableFuture.failedFuture(notActive()) : open.takeSnapshot();
  }

  @Override
  public void close() {
    closed = true;
    rest();
  }
}
