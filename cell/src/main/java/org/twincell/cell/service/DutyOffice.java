// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.cell.duty.CatchUp;
import org.twincell.cell.duty.DutyCause;
import org.twincell.cell.duty.StartWait;
import org.twincell.cell.duty.SwitchBack;
import org.twincell.cell.log.Duty;
import org.twincell.cell.log.LogStatus;
import org.twincell.cell.log.ReplicatedLog;
import org.twincell.cell.pair.PairOffice;
import org.twincell.time.TimeSource;

/**
 * What happens around the duty: a member that is chosen gets open before it answers, changes are
 * told as events of the cell, the primary gets the duty back where that is wanted, and twice a
 * second everyone who watches gets a sign of life.
 *
 * <p>Owns the thread {@code cell-pulse}, which never waits for the log or another member.
 */
final class DutyOffice implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DutyOffice.class);

  /** How often members give a sign of life; callers take three missed ones for a lost member. */
  static final Duration PULSE = Duration.ofMillis(500);

  /** How long the designated member of manual mode may take to get the lead of the log back. */
  private static final Duration GIVE_BACK_LIMIT = Duration.ofSeconds(5);

  private static final Duration SIGNAL_TIME_OUT = Duration.ofSeconds(2);

  /** The pause before a member that was chosen and could not get open tries again. */
  private static final Duration OPEN_AGAIN = Duration.ofMillis(50);

  private final ReplicatedLog log;
  private final Batcher batcher;
  private final StatusBoard board;
  private final Optional<KnowledgeBase> classes;
  private final Admittance admittance;
  private final PeerDesk peers;
  private final StartWait startWait;
  private final Optional<SwitchBack> switchBack;
  private final Runnable giveBack;
  private final CellEvents events;
  private final MeterRegistry metrics;
  private final Optional<PairOffice> pair;
  private final TimeSource time;
  private final ScheduledExecutorService pulse;
  private CompletableFuture<@Nullable Void> givingBack = CompletableFuture.completedFuture(null);
  private long openingTerm = -1;
  private @Nullable Active former;
  private OptionalLong activeTerm = OptionalLong.empty();
  private boolean countsAsActive;
  private boolean waiting;
  private boolean waitTold;

  /**
   * The parts around the duty.
   *
   * @param switchBack absent where the duty stays where it is
   * @param giveBack begins to give the duty to the primary; returns at once
   */
  record Parts(
      Batcher batcher,
      StatusBoard board,
      Optional<KnowledgeBase> classes,
      Admittance admittance,
      PeerDesk peers,
      Optional<PairOffice> pair,
      StartWait startWait,
      Optional<SwitchBack> switchBack,
      Runnable giveBack) {}

  /** Another member that was active, and when it was last heard. */
  private record Active(String who, long term, long heardNanos) {}

  DutyOffice(ReplicatedLog log, Parts parts, MeterRegistry metrics, TimeSource time) {
    this(log, parts, metrics, time, pulse(parts.board().cell()));
  }

  /** Of a simulated member: with the pulse of someone else, without a store and switch-back. */
  DutyOffice(
      ReplicatedLog log,
      Batcher batcher,
      StatusBoard board,
      Optional<KnowledgeBase> classes,
      Optional<PairOffice> pair,
      TimeSource time,
      ScheduledExecutorService pulse) {
    this(
        log,
        new Parts(
            batcher,
            board,
            classes,
            new Admittance(board, batcher, Optional.empty()),
            new PeerDesk(log, board, batcher, SIGNAL_TIME_OUT, new SimpleMeterRegistry(), time),
            Optional.empty(),
            StartWait.none(),
            Optional.empty(),
            () -> LOG.trace("nobody switches back here")),
        new SimpleMeterRegistry(),
        time,
        pulse);
  }

  /** With the pulse of someone else; it is ended by {@link #close} all the same. */
  DutyOffice(
      ReplicatedLog log,
      Parts parts,
      MeterRegistry metrics,
      TimeSource time,
      ScheduledExecutorService pulse) {
    this.log = log;
    this.batcher = parts.batcher();
    this.board = parts.board();
    this.classes = parts.classes();
    this.admittance = parts.admittance();
    this.peers = parts.peers();
    this.pair = parts.pair();
    this.startWait = parts.startWait();
    this.switchBack = parts.switchBack();
    this.giveBack = parts.giveBack();
    this.events = new CellEvents(board.members());
    this.metrics = metrics;
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
      giveLeadBack();
      peers.look();
      admittance.refresh();
      if (switchBack.isPresent() && switchBack.get().isDue(log.status()) && board.isActive()) {
        giveBack.run();
      }
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
    // Who leads the log in manual mode without being designated has not got the duty.
    active
        .filter(name -> !name.equals(self) && board.designation().permits(name))
        .ifPresent(name -> remember(name, status));
    boolean gives = board.isLeaving();
    board.logChanged(status);
    if (countsAsActive && board.activeTerm().isEmpty()) {
      countsAsActive = false;
      count("standby", gives ? "GIVEN_AWAY" : "GIVEN_UP");
    }
    boolean waits = startWait.holds(status, time.monotonicNanos());
    boolean canServe = board.members().self().keepsStore();
    if (!canServe || status.duty() != Duty.ACTIVE || openingTerm == status.term()) return;
    Designation.Step step = board.designation().whenLeading();
    if (step == Designation.Step.WAIT) return;
    if (waits) {
      lookSoon();
      return;
    }
    openingTerm = status.term();
    open(status.term(), step == Designation.Step.DESIGNATE_AND_TAKE);
  }

  /** While it waits for the primary: that one is heard before the next beat. */
  private void lookSoon() {
    if (waiting) return;
    waiting = true;
    if (!waitTold) LOG.info("{}: {}", board.cell(), startWait.note());
    waitTold = true;
    later(
        () -> {
          synchronized (this) {
            waiting = false;
          }
          look();
        });
  }

  private void later(Runnable work) {
    try {
      var unused = pulse.schedule(work, OPEN_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closing) {
      LOG.trace("closing", closing);
    }
  }

  private void remember(String active, LogStatus status) {
    long ago =
        status.peers().stream()
            .filter(peer -> peer.name().equals(active))
            .findFirst()
            .flatMap(LogStatus.Peer::lastHeard)
            .orElse(Duration.ZERO)
            .toNanos();
    String who = board.members().named(active).map(Members.One::describe).orElse(active);
    former = new Active(who, status.term(), time.monotonicNanos() - ago);
  }

  /** Brings the shipped classes and, for a new cell, the operator's into the store; then opens. */
  private void open(long term, boolean designates) {
    long chosenNanos = time.monotonicNanos();
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
              if (failure == null) opened(term, chosenNanos);
              else openAgain(term, failure);
            });
  }

  private void opened(long term, long chosenNanos) {
    // Everything of former terms is in the store now, so what they left is read before callers are.
    CellRecord.State left = admittance.takeOver();
    boolean alone = pair.map(PairOffice::isAlone).orElse(false);
    DutyCause cause = cause(chosenNanos, alone, left.notice());
    if (!opened(term, cause)) return;
    batcher.submitOwn(events.dutyTaken(term, cause));
    if (alone) batcher.submitOwn(events.splitRisk(term));
    classes.ifPresent(KnowledgeBase::compare);
  }

  private synchronized DutyCause cause(
      long chosenNanos, boolean alone, Optional<DutyCause.Notice> notice) {
    String self = board.members().self().name();
    Optional<DutyCause.Former> before =
        Optional.ofNullable(former)
            .map(
                it ->
                    new DutyCause.Former(
                        it.who(),
                        it.term(),
                        Duration.ofNanos(chosenNanos - it.heardNanos()).toMillis()));
    return DutyCause.of(new DutyCause.Own(self, activeTerm, alone), before, notice);
  }

  /** False when the duty has gone again meanwhile. */
  private synchronized boolean opened(long term, DutyCause cause) {
    board.opened(term, cause.reason());
    if (board.activeTerm().orElse(-1) != term) return false;
    former = null;
    activeTerm = OptionalLong.of(term);
    if (countsAsActive) count("standby", "GIVEN_UP");
    countsAsActive = true;
    count("active", cause.kind().name());
    return true;
  }

  private void count(String to, String cause) {
    metrics.counter("twincell.duty.changes", "to", to, "cause", cause).increment();
  }

  private void openAgain(long term, Throwable failure) {
    LOG.debug("not open in term {} yet", term, failure);
    later(() -> forgetOpening(term));
  }

  private synchronized void forgetOpening(long term) {
    if (openingTerm == term) openingTerm = -1;
    look();
  }

  /**
   * In manual mode: a member that leads the log without the duty gives the lead to the designated
   * one as soon as that is in step.
   */
  private void giveLeadBack() {
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
    return heard && peer.lag().orElse(Long.MAX_VALUE) <= CatchUp.IN_STEP_ENTRIES;
  }

  @Override
  public void close() {
    pulse.shutdownNow();
  }
}
