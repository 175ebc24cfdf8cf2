// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.codec.FaultCodec;
import org.twincell.protocol.drill.Drill;
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

  /** How long someone in this process waits for a word. */
  private static final Duration SAY_LIMIT = Duration.ofSeconds(60);

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
      reply.refuse(FaultCodec.toWire(tooMany()));
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

  /**
   * Carries a word out for someone in this process and returns its lines; waits for its turn.
   *
   * @throws CellException why it was refused, or BUSY
   */
  List<String> say(String word, ControlActions.Asked asked) {
    List<String> lines = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> done = new CompletableFuture<>();
    boolean taken =
        run(
            () -> {
              try {
                LOG.info("control word '{}' {} from {}", word, asked.arguments(), asked.sender());
                act(word, asked, lines::add);
                done.complete(null);
                if (word.equals(TERMINATE)) actions.stop();
              } catch (RuntimeException failure) {
                done.completeExceptionally(failure);
              }
            });
    if (!taken) throw tooMany();
    try {
      done.get(SAY_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      return List.copyOf(lines);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notSaid(word, "the thread was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CellException refusal) throw refusal;
      LOG.error("control word '{}' met a fault of the member", word, e);
      throw notSaid(word, String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      throw notSaid(word, "it took longer than " + SAY_LIMIT.toSeconds() + " s");
    }
  }

  private static CellException notSaid(String word, String why) {
    return new CellException(
        CellError.OUTCOME_UNKNOWN,
        "it is not known whether '" + word + "' was carried out",
        why,
        "Look at the status.");
  }

  private static CellException tooMany() {
    return new CellException(
        CellError.BUSY,
        "the member is busy with other control words",
        WAITING_LIMIT + " wait already",
        "Retry later.");
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
      case "active" -> actions.active(asked, lines);
      case "standby" -> actions.standby(asked, lines);
      case "pause" -> actions.pause(true, asked, lines);
      case "resume" -> actions.pause(false, asked, lines);
      case TERMINATE -> actions.terminate(asked, lines);
      case Drill.WORD -> actions.drill(asked, lines);
      case Farewell.WORD -> actions.closing(asked);
      case "reload" -> actions.reload(asked.arguments(), lines);
      case "digest" -> actions.digest(lines);
      case "diff" -> actions.diff(lines);
      case "connections" -> actions.connections(lines);
      case "config" -> actions.config(lines);
      case "metrics" -> actions.metrics(lines);
      default ->
          throw new CellException(
              CellError.BAD_REQUEST,
              "'" + word + "' is not a control word",
              "",
              "What a member says of itself is told by mcontrol status, which asks in another way. The"
                  + " words are active, standby, pause, resume, reload, terminate, drill,"
                  + " digest, diff, connections, config and metrics.");
    }
  }

  /** Does not wait for a word that runs: it may be the one that stops the member. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
