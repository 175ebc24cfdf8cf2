// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.twincell.cell.store.EventStore;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.codec.FaultCodec;
import org.twincell.protocol.wire.Outcome;

/**
 * Whether the cell admits new events. The pause is in the cell's own record, so it survives a
 * takeover and a restart; every member shows it. Shared by the thread that carries control words
 * out, the pulse and the thread that opens a member.
 */
final class Admittance {
  /** How long a pause waits until it is in the log. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final StatusBoard board;
  private final Batcher batcher;
  private final Optional<EventStore> store;
  private final CellRecord record;
  private boolean changing;

  Admittance(StatusBoard board, Batcher batcher, Optional<EventStore> store) {
    this.board = board;
    this.batcher = batcher;
    this.store = store;
    this.record = new CellRecord(board.cell());
  }

  /** Reads what the members before left; for a member that is about to be open. */
  synchronized CellRecord.State takeOver() {
    CellRecord.State left = read();
    board.pause(left.paused());
    return left;
  }

  /** Shows what the cell's record says now. */
  synchronized void refresh() {
    if (!changing) board.pause(read().paused());
  }

  private CellRecord.State read() {
    return store.map(record::read).orElse(CellRecord.State.NOTHING);
  }

  /**
   * Pauses or resumes; returns once a majority of the members has it.
   *
   * @throws CellException when it is not known whether it is done
   */
  void change(boolean paused, String by) {
    synchronized (this) {
      changing = true;
      // From now on nothing comes in; what was admitted before is carried out before the pause.
      if (paused) board.pause(true);
    }
    CompletableFuture<Outcome> decided = new CompletableFuture<>();
    try {
      batcher.submit(record.pause(paused, by), decided::complete);
      Outcome outcome = decided.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (outcome.hasFault()) throw FaultCodec.fromWire(outcome.getFault());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown("the member is stopping");
    } catch (TimeoutException | ExecutionException e) {
      throw unknown("no outcome after " + LIMIT.toSeconds() + " s");
    } finally {
      synchronized (this) {
        changing = false;
      }
      refresh();
    }
  }

  private static CellException unknown(String why) {
    return new CellException(
        CellError.OUTCOME_UNKNOWN,
        "it is not known whether the cell admits events",
        why,
        "Look at mcontrol status, then say the word again.");
  }
}
