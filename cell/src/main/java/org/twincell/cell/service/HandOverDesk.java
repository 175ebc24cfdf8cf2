// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.cell.duty.CatchUp;
import org.twincell.cell.duty.DutyCause;
import org.twincell.cell.log.Duty;
import org.twincell.cell.log.LogException;
import org.twincell.cell.log.ReplicatedLog;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.MemberInfo;

/** Gives the duty of this member to the other one that keeps a store, when that one is in step. */
final class HandOverDesk {
  private static final Logger LOG = LoggerFactory.getLogger(HandOverDesk.class);

  /** How long a hand-over may take. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  /** How long one may take that was asked for though the other member is behind. */
  static final Duration PATIENT_LIMIT = Duration.ofSeconds(50);

  /** How long the other member may take to apply what it has, when nobody asked for patience. */
  private static final Duration BACKLOG_LIMIT = Duration.ofSeconds(5);

  /** How long the reason may take to get into the log; without it the duty is given as well. */
  private static final Duration NOTICE_LIMIT = Duration.ofSeconds(2);

  private static final Duration LINE_EVERY = Duration.ofSeconds(1);

  /** How much later than at its limit the log may say that it did not work. */
  private static final Duration AFTER_LIMIT = Duration.ofSeconds(5);

  private static final String FORCE_HINT =
      "; --force waits for it, up to " + PATIENT_LIMIT.minus(LIMIT).toSeconds() + " s";

  private final ReplicatedLog log;
  private final StatusBoard board;
  private final Batcher batcher;
  private final Backlog backlog;
  private final CellRecord record;

  /**
   * Why the duty is given.
   *
   * @param patient also when the other member is behind; it still gets every entry first
   * @param switchBack the primary gets it back by itself
   * @param reason for the operator
   * @param limit how long it may take
   */
  record Ask(boolean patient, boolean switchBack, String reason, Duration limit) {}

  HandOverDesk(ReplicatedLog log, StatusBoard board, Batcher batcher, Backlog backlog) {
    this.log = log;
    this.board = board;
    this.batcher = batcher;
    this.backlog = backlog;
    this.record = new CellRecord(board.cell());
  }

  /**
   * Hands over and returns once the other member is active.
   *
   * @throws CellException REFUSED with the reason, or OUTCOME_UNKNOWN
   */
  void toPartner(Ask ask, Consumer<String> lines) {
    if (!board.isActive()) {
      throw MemberControls.refused(
          board.members().self().describe() + " is not active, so it has no duty to hand over",
          board.notActive().getWhy(),
          "Ask the active member.");
    }
    Members.One partner =
        board
            .members()
            .partner()
            .orElseThrow(
                () ->
                    MemberControls.refused(
                        "the cell is alone, so nobody can take its duty", "", ""));
    checkInStep(partner, ask.patient());
    awaitApplied(partner, ask, lines);
    Duration limit = ask.patient() ? LIMIT : ask.limit();
    lines.accept("handing the duty over to " + partner.describe());
    board.leaving(ask.reason());
    boolean manual = board.designation().isManual();
    try {
      leaveNotice(partner, ask);
      if (manual) designate(partner, limit);
      carryOut(partner, limit, lines);
    } catch (CellException failure) {
      board.leaving("");
      // Who was named and did not get the duty would keep everyone waiting.
      if (manual && log.status().duty() == Duty.ACTIVE) {
        designate(board.members().self(), limit);
      }
      if (board.isActive()) batcher.submitOwn(record.noHandOver());
      throw failure;
    }
    lines.accept(partner.describe() + " is active");
  }

  /** Whether this member leads the log, with or without the duty. */
  boolean leads() {
    return log.status().duty() == Duty.ACTIVE;
  }

  /**
   * In manual mode, while nobody has the duty: this member takes it. It must lead the log, so that
   * a majority follows it and it has every event that was acknowledged.
   *
   * @throws CellException REFUSED when it does not
   */
  void takeDuty(Duration limit, Consumer<String> lines) {
    Members.One self = board.members().self();
    if (log.status().duty() != Duty.ACTIVE) {
      throw MemberControls.refused(
          self.describe() + " cannot become active now",
          "no majority of the members follows it, so it may lack events that were acknowledged",
          "Start the witness or the other member and say it again, or say it on the other member.");
    }
    designate(self, limit);
    lines.accept(self.describe() + " has the duty");
  }

  private void designate(Members.One one, Duration limit) {
    try {
      batcher.designate(one.name()).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(one, "the member is stopping");
    } catch (ExecutionException | TimeoutException e) {
      throw unknown(one, "the log did not record who has the duty: " + e);
    }
  }

  private Optional<MemberInfo.Peer> seen(Members.One partner) {
    return board.info().peers().stream()
        .filter(peer -> peer.address().equals(partner.address().toString()))
        .findFirst();
  }

  private void checkInStep(Members.One partner, boolean patient) {
    MemberInfo.Peer seen =
        seen(partner).orElseThrow(() -> notInStep(partner, "it was never heard", ""));
    if (!seen.reachable()) throw notInStep(partner, "it is silent", "");
    if (!patient && seen.lagEntries() > CatchUp.IN_STEP_ENTRIES) {
      throw notInStep(partner, "it is " + seen.lagEntries() + " log entries behind", FORCE_HINT);
    }
  }

  /**
   * The log of the other member is in step; its store has to be so too, or callers would wait. The
   * switch-back does not wait here: it comes again. Who asked with patience gets what is asked for
   * after the wait, for nothing is lost by it.
   */
  private void awaitApplied(Members.One partner, Ask ask, Consumer<String> lines) {
    try {
      Optional<String> why = backlog.unready(partner, patience(ask), lines);
      if (why.isEmpty()) return;
      if (!ask.patient()) throw notInStep(partner, why.get(), FORCE_HINT);
      lines.accept("the duty goes all the same: " + why.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(partner, "the member is stopping");
    }
  }

  private static Duration patience(Ask ask) {
    if (ask.switchBack()) return Duration.ZERO;
    if (ask.patient()) return ask.limit().minus(LIMIT);
    Duration half = ask.limit().dividedBy(2);
    return half.compareTo(BACKLOG_LIMIT) < 0 ? half : BACKLOG_LIMIT;
  }

  private static CellException notInStep(Members.One partner, String why, String more) {
    return MemberControls.refused(
        partner.describe() + " is not in step, so it cannot take the duty",
        why,
        "Start it, or wait until it has caught up; mcontrol status shows its lag" + more + ".");
  }

  /**
   * Writes into the cell why the duty goes, for the member that gets it. A member whose damaged
   * store waits for a copy applies nothing, so it cannot wait for that.
   */
  private void leaveNotice(Members.One partner, Ask ask) {
    DutyCause.Notice notice =
        new DutyCause.Notice(
            board.activeTerm().orElse(0), partner.name(), ask.switchBack(), ask.reason());
    try {
      batcher
          .submitOwnAndTell(record.handOver(notice))
          .get(NOTICE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(partner, "the member is stopping");
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the duty goes without its reason in the log: {}", e.toString());
    }
  }

  private void carryOut(Members.One partner, Duration limit, Consumer<String> lines) {
    CompletableFuture<Void> given = log.handOver(partner.name(), limit);
    long seconds = limit.plus(AFTER_LIMIT).toSeconds() / LINE_EVERY.toSeconds();
    for (long i = 0; i < seconds; i++) {
      try {
        given.get(LINE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw unknown(partner, "the member is stopping");
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        throw unknown(
            partner, cause instanceof LogException ? cause.getMessage() : String.valueOf(cause));
      } catch (TimeoutException e) {
        lines.accept("waiting for " + partner.describe() + waitingFor(partner));
      }
    }
    throw unknown(partner, "it took too long");
  }

  private String waitingFor(Members.One partner) {
    return seen(partner)
        .map(
            peer ->
                peer.progress()
                    .map(it -> ": " + it.text())
                    .orElse(
                        peer.lagEntries() < 0 ? "" : ": " + peer.lagEntries() + " entries left"))
        .orElse("");
  }

  private static CellException unknown(
      Members.One partner, @org.jspecify.annotations.Nullable String why) {
    return new CellException(
        CellError.OUTCOME_UNKNOWN,
        partner.describe() + " did not say that it is active",
        String.valueOf(why),
        "Look at the members with mcontrol status.");
  }
}
