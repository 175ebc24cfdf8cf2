// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellException;
import org.twincell.protocol.CommandOutcome;

/**
 * Sends messages without waiting for each answer, a bounded number ahead of the oldest unanswered
 * one, and tells the answers in the order of sending.
 */
final class SendWindow {
  /** The most messages under way. */
  static final int WINDOW_LIMIT = 256;

  private final CellClient client;
  private final Duration patience;
  private final Listener listener;
  private final Deque<UnderWay> underWay = new ArrayDeque<>();
  private Optional<CellException> fatal = Optional.empty();

  SendWindow(CellClient client, Duration patience, Listener listener) {
    this.client = client;
    this.patience = patience;
    this.listener = listener;
  }

  /** Is told what became of each message, in the order of sending. */
  interface Listener {
    void stored(Outgoing message, CommandOutcome outcome);

    /** The cell said no, and would again. */
    void refused(Outgoing message, CellException refusal);

    /**
     * Nobody knows whether it was stored, or it certainly was not; the same id may be sent again.
     */
    void unanswered(Outgoing message, CellException failure);
  }

  private record UnderWay(Outgoing message, CompletableFuture<CommandOutcome> answer) {}

  /** Sends, and waits for the oldest answer when the window is full. False when it is of no use. */
  boolean send(Outgoing message) {
    if (underWay.size() >= WINDOW_LIMIT) settleOldest();
    while (!underWay.isEmpty() && underWay.getFirst().answer.isDone()) settleOldest();
    if (fatal.isPresent()) return false;
    underWay.addLast(new UnderWay(message, client.submit(message.command(), patience)));
    return true;
  }

  /** Waits for all answers. Empty when the cell answered everything, if only with a refusal. */
  Optional<CellException> finish() {
    while (!underWay.isEmpty()) settleOldest();
    return fatal;
  }

  private void settleOldest() {
    UnderWay oldest = underWay.removeFirst();
    try {
      listener.stored(oldest.message, oldest.answer.join());
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof CellException failure)) throw e;
      if (endsSending(failure)) {
        listener.unanswered(oldest.message, failure);
        if (fatal.isEmpty()) fatal = Optional.of(failure);
      } else {
        listener.refused(oldest.message, failure);
      }
    }
  }

  private static boolean endsSending(CellException failure) {
    return failure.error().worthRetrying()
        || CommandFailure.code(failure.error()) == ExitCode.CONNECTION;
  }
}
