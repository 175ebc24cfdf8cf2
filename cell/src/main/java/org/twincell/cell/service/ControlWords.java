// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.codec.FaultCodec;
import org.twincell.protocol.wire.ControlReply;
import org.twincell.protocol.wire.ControlRequest;

/**
 * Obeys control words, one after the other on the thread {@code cell-control}: they may wait for
 * other members, and two operators at once are carried out in order.
 */
final class ControlWords implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlWords.class);

  /** Words that may wait; further ones are refused as BUSY. */
  private static final int WAITING_LIMIT = 32;

  private static final String TERMINATE = "terminate";

  private final ControlActions actions;
  private final ThreadPoolExecutor thread;

  ControlWords(String cell, ControlActions actions) {
    this.actions = actions;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING_LIMIT),
            work -> {
              Thread made = new Thread(work, "cell-control-" + cell);
              made.setDaemon(true);
              return made;
            });
    thread.allowCoreThreadTimeOut(true);
  }

  void obey(ControlRequest request, CellCalls.Reply<ControlReply> reply) {
    try {
      thread.execute(() -> carryOut(request, reply));
    } catch (RejectedExecutionException full) {
      reply.refuse(
          FaultCodec.toWire(
              new CellException(
                  CellError.BUSY,
                  "the member is busy with other control words",
                  WAITING_LIMIT + " wait already",
                  "Retry later.")));
    }
  }

  private void carryOut(ControlRequest request, CellCalls.Reply<ControlReply> reply) {
    String word = request.getWord().toLowerCase(Locale.ROOT);
    LOG.info("control word '{}' {} from {}", word, request.getArgumentsList(), request.getSender());
    Consumer<String> lines = line -> reply.line(ControlReply.newBuilder().setLine(line).build());
    try {
      act(word, new ControlActions.Asked(request.getSender(), request.getArgumentsList()), lines);
      reply.answer(ControlReply.newBuilder().setDone(true).build());
      if (word.equals(TERMINATE)) actions.stop();
    } catch (CellException refusal) {
      LOG.info("control word '{}' refused: {}", word, refusal.getMessage());
      reply.refuse(FaultCodec.toWire(refusal));
    } catch (RuntimeException fault) {
      LOG.error("control word '{}' met a fault of the member", word, fault);
      reply.refuse(
          FaultCodec.toWire(
              new CellException(
                  CellError.INTERNAL, "the word met a fault of the member", "see its log", "")));
    }
  }

  /** Does something else between two words; false when too many wait already. */
  boolean run(Runnable work) {
    try {
      thread.execute(work);
      return true;
    } catch (RejectedExecutionException full) {
      return false;
    }
  }

  private void act(String word, ControlActions.Asked asked, Consumer<String> lines) {
    switch (word) {
      case "status" -> actions.status(lines);
      case "active" -> actions.active(asked, lines);
      case "standby" -> actions.standby(asked, lines);
      case "pause" -> actions.pause(true, asked, lines);
      case "resume" -> actions.pause(false, asked, lines);
      case TERMINATE -> actions.terminate(lines);
      case Farewell.WORD -> actions.closing(asked);
      case "reload" -> actions.reload(asked.arguments(), lines);
      case "connections" -> actions.connections(lines);
      case "config" -> actions.config(lines);
      case "metrics" -> actions.metrics(lines);
      default ->
          throw new CellException(
              CellError.BAD_REQUEST,
              "'" + word + "' is not a control word",
              "",
              "The words are status, active, standby, pause, resume, reload, terminate,"
                  + " connections, config and metrics.");
    }
  }

  /** Does not wait for a word that runs: it may be the one that stops the member. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
