// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.cell.log.Duty;
import org.twincell.cell.log.LogStatus;
import org.twincell.cell.log.ReplicatedLog;
import org.twincell.protocol.MemberInfo;
import org.twincell.time.TimeSource;

/**
 * What happens around the duty: a member that is chosen gets open before it answers, changes are
 * told as events of the cell, and twice a second everyone who watches gets a sign of life.
 *
 * <p>Owns the thread {@code cell-pulse}, which never waits for the log or the store.
 */
final class DutyOffice implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DutyOffice.class);

  /** How often members give a sign of life; callers take three missed ones for a lost member. */
  static final Duration PULSE = Duration.ofMillis(500);

  /** How long the designated member of manual mode may take to get the lead of the log back. */
  private static final Duration GIVE_BACK_LIMIT = Duration.ofSeconds(5);

  /** The pause before a member that was chosen and could not get open tries again. */
  private static final Duration OPEN_AGAIN = Duration.ofMillis(50);

  private final ReplicatedLog log;
  private final Batcher batcher;
  private final StatusBoard board;
  private final Optional<KnowledgeBase> classes;
  private final CellEvents events;
  private final TimeSource time;
  private final ScheduledExecutorService pulse;
  private final Map<String, Boolean> reachable = new HashMap<>();
  private CompletableFuture<@Nullable Void> givingBack = CompletableFuture.completedFuture(null);
  private long openingTerm = -1;
  private String formerActive = "";

  DutyOffice(
      ReplicatedLog log,
      Batcher batcher,
      StatusBoard board,
      Optional<KnowledgeBase> classes,
      TimeSource time) {
    this(log, batcher, board, classes, time, pulse(board.cell()));
  }

  /** With the pulse of someone else; it is ended by {@link #close} all the same. */
  DutyOffice(
      ReplicatedLog log,
      Batcher batcher,
      StatusBoard board,
      Optional<KnowledgeBase> classes,
      TimeSource time,
      ScheduledExecutorService pulse) {
    this.log = log;
    this.batcher = batcher;
    this.board = board;
    this.classes = classes;
    this.events = new CellEvents(board.members());
    this.time = time;
    this.pulse = pulse;
  }

  private static ScheduledExecutorService pulse(String cell) {
    return Executors.newSingleThreadScheduledExecutor(
        work -> {
          Thread thread = new Thread(work, "cell-pulse-" + cell);
          thread.setDaemon(true);
          return thread;
        });
  }

  void start() {
    log.onChange(change -> look());
    look();
    var unused = pulse.scheduleAtFixedRate(this::beat, 0, PULSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void beat() {
    try {
      look();
      giveBack();
      watchPeers();
      board.tell();
    } catch (RuntimeException fault) {
      // A pulse that ended would make a working member look dead to its callers.
      LOG.error("the pulse of the member met a fault", fault);
    }
  }

  /** Looks at the log as it is now: what a listener was told may be older than what a beat saw. */
  private synchronized void look() {
    LogStatus status = log.status();
    String self = board.members().self().name();
    Optional<String> active = status.activeMember();
    if (active.isPresent() && !active.get().equals(self)) {
      formerActive =
          board.members().named(active.get()).map(Members.One::describe).orElse(active.get());
    }
    board.logChanged(status);
    boolean canServe = board.members().self().keepsStore();
    if (!canServe || status.duty() != Duty.ACTIVE || openingTerm == status.term()) return;
    Designation.Step step = board.designation().whenLeading();
    if (step == Designation.Step.WAIT) return;
    openingTerm = status.term();
    open(status.term(), step == Designation.Step.DESIGNATE_AND_TAKE);
  }

  /** Brings the shipped classes and, for a new cell, the operator's into the store; then opens. */
  private void open(long term, boolean designates) {
    CompletableFuture<Void> designated =
        designates
            ? batcher.designate(board.members().self().name())
            : CompletableFuture.completedFuture(null);
    CompletableFuture<Void> opening =
        designated
            .thenCompose(done -> batcher.open())
            .thenRun(
                () -> classes.flatMap(KnowledgeBase::firstProposal).ifPresent(batcher::submitOwn));
    var unused =
        opening.whenComplete(
            (done, failure) -> {
              if (failure == null) opened(term);
              else openAgain(term, failure);
            });
  }

  private void opened(long term) {
    board.opened(term);
    if (board.activeTerm().orElse(-1) != term) return;
    String reason = board.info().reason();
    batcher.submitOwn(events.dutyTaken(term, MemberInfo.Duty.STANDBY, takeFormerActive(), reason));
    classes.ifPresent(KnowledgeBase::compare);
  }

  private synchronized String takeFormerActive() {
    String former = formerActive;
    formerActive = "";
    return former;
  }

  private void openAgain(long term, Throwable failure) {
    LOG.debug("not open in term {} yet", term, failure);
    try {
      var unused =
          pulse.schedule(() -> forgetOpening(term), OPEN_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closing) {
      LOG.trace("closing", closing);
    }
  }

  private synchronized void forgetOpening(long term) {
    if (openingTerm == term) openingTerm = -1;
    look();
  }

  /**
   * In manual mode: a member that leads the log without the duty gives the lead to the designated
   * one as soon as that is in step.
   */
  private void giveBack() {
    LogStatus status = log.status();
    Optional<String> designated = board.designation().member();
    if (status.duty() != Duty.ACTIVE || designated.isEmpty() || !givingBack.isDone()) return;
    boolean isInStep =
        status.peers().stream()
            .filter(peer -> peer.name().equals(designated.get()))
            .anyMatch(peer -> isInStep(peer));
    if (!isInStep) return;
    givingBack =
        log.handOver(designated.get(), GIVE_BACK_LIMIT)
            .exceptionally(
                failure -> {
                  LOG.debug("{} did not take the lead back yet", designated.get(), failure);
                  return null;
                });
  }

  private static boolean isInStep(LogStatus.Peer peer) {
    boolean heard = peer.lastHeard().filter(it -> it.compareTo(PULSE) < 0).isPresent();
    return heard && peer.lag().orElse(Long.MAX_VALUE) <= HandOverDesk.IN_STEP_ENTRIES;
  }

  /** On the active member: tells once when another member falls silent and when it is back. */
  private void watchPeers() {
    if (!board.isActive()) {
      reachable.clear();
      return;
    }
    long term = board.activeTerm().orElse(0);
    for (MemberInfo.Peer peer : board.info().peers()) {
      Boolean before = reachable.put(peer.address(), peer.reachable());
      if (before == null || before == peer.reachable()) continue;
      board.members().all().stream()
          .filter(one -> one.address().toString().equals(peer.address()))
          .forEach(one -> told(one, peer.reachable(), term));
    }
  }

  private void told(Members.One one, boolean back, long term) {
    if (back) LOG.info("{} is back", one.describe());
    else LOG.warn("{} is lost; the cell goes on with the others", one.describe());
    batcher.submitOwn(events.peer(one, back, term, time.wallClock().toEpochMilli()));
  }

  @Override
  public void close() {
    pulse.shutdownNow();
  }
}
