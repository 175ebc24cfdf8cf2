// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.twincell.cell.log.Duty;
import org.twincell.cell.log.LogException;
import org.twincell.cell.log.ReplicatedLog;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.MemberInfo;

/** Gives the duty of this member to the other one that keeps a store, when that one is in step. */
final class HandOverDesk {
  /** How long a hand-over may take. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  /** A member this many entries behind is in step: it has them before callers notice. */
  static final long IN_STEP_ENTRIES = 1000;

  private final ReplicatedLog log;
  private final StatusBoard board;

  private final Batcher batcher;

  HandOverDesk(ReplicatedLog log, StatusBoard board, Batcher batcher) {
    this.log = log;
    this.board = board;
    this.batcher = batcher;
  }

  /**
   * Hands over and returns once the other member is active.
   *
   * @param anyway also when the other member seems far behind; it still gets every entry first
   * @throws CellException REFUSED with the reason, or OUTCOME_UNKNOWN
   */
  void toPartner(boolean anyway, Duration limit, Consumer<String> lines) {
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
    if (!anyway) checkInStep(partner);
    lines.accept("handing the duty over to " + partner.describe());
    if (board.designation().isManual()) designate(partner, limit);
    try {
      carryOut(partner, limit);
    } catch (CellException failure) {
      // Who was named and did not get the duty would keep everyone waiting.
      if (board.designation().isManual() && log.status().duty() == Duty.ACTIVE) {
        designate(board.members().self(), limit);
      }
      throw failure;
    }
    lines.accept(partner.describe() + " is active");
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

  private void checkInStep(Members.One partner) {
    MemberInfo.Peer seen =
        board.info().peers().stream()
            .filter(peer -> peer.address().equals(partner.address().toString()))
            .findFirst()
            .orElseThrow(() -> notInStep(partner, "it was never heard"));
    if (!seen.reachable()) throw notInStep(partner, "it is silent");
    if (seen.lagEntries() > IN_STEP_ENTRIES) {
      throw notInStep(partner, "it is " + seen.lagEntries() + " log entries behind");
    }
  }

  private static CellException notInStep(Members.One partner, String why) {
    return MemberControls.refused(
        partner.describe() + " is not in step, so it cannot take the duty",
        why,
        "Start it, or wait until it has caught up; mcontrol status shows its lag.");
  }

  private void carryOut(Members.One partner, Duration limit) {
    try {
      log.handOver(partner.name(), limit).get(2 * limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(partner, "the member is stopping");
    } catch (ExecutionException | CompletionException e) {
      Throwable cause = e.getCause();
      throw unknown(
          partner, cause instanceof LogException ? cause.getMessage() : String.valueOf(cause));
    } catch (TimeoutException e) {
      throw unknown(partner, "it took too long");
    }
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
