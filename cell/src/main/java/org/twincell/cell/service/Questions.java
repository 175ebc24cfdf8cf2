// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.cell.log.NotActiveException;
import org.twincell.cell.log.ReplicatedLog;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.RowRequest;
import org.twincell.protocol.codec.CommandCodec;
import org.twincell.protocol.codec.FaultCodec;
import org.twincell.protocol.codec.QueryCodec;
import org.twincell.protocol.wire.Fault;
import org.twincell.protocol.wire.OpenQueryReply;
import org.twincell.protocol.wire.OpenQueryRequest;
import org.twincell.protocol.wire.ReadClassesReply;
import org.twincell.protocol.wire.ReadClassesRequest;
import org.twincell.protocol.wire.ReadRowsReply;
import org.twincell.protocol.wire.ReadRowsRequest;
import org.twincell.time.TimeSource;

/**
 * Answers questions from the store, on threads of its own ({@code cell-read}), so that neither the
 * transport nor the log waits for a query.
 *
 * <p>Before a question about the present is answered, a majority confirms that this member is still
 * active, so an answer is never older than what was acknowledged before the question. A page needs
 * that only when this member has not applied the state that the page shows: what a state held never
 * changes.
 */
final class Questions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Questions.class);

  /** Questions that may wait for a thread; further ones are answered BUSY. */
  static final int WAITING_LIMIT = 1000;

  private static final int THREADS =
      Math.max(2, Math.min(16, Runtime.getRuntime().availableProcessors()));

  private final ReplicatedLog log;
  private final StoreReader store;
  private final StatusBoard board;
  private final TimeSource time;
  private final Duration timeLimit;
  private final Duration closeLimit;
  private final Timer timer;
  private final ExecutorService threads;

  /** Hears the end of one question. */
  interface Asker<R> {
    void answer(R reply);

    void refuse(Fault fault);

    /** The caller went away: the work may stop. */
    boolean isGone();
  }

  /** Works an answer out of the store. */
  private interface Work<R> {
    R answer(long term, BooleanSupplier giveUp);
  }

  Questions(
      ReplicatedLog log,
      StoreReader store,
      StatusBoard board,
      TimeSource time,
      Times times,
      MeterRegistry metrics) {
    this(log, store, board, time, times, metrics, threads(board.cell()));
  }

  /** On the threads of someone else; they are ended by {@link #close} all the same. */
  Questions(
      ReplicatedLog log,
      StoreReader store,
      StatusBoard board,
      TimeSource time,
      Times times,
      MeterRegistry metrics,
      ExecutorService threads) {
    this.log = log;
    this.store = store;
    this.board = board;
    this.time = time;
    this.timeLimit = times.query();
    this.closeLimit = times.close();
    this.timer = metrics.timer("twincell.questions");
    this.threads = threads;
  }

  private static ExecutorService threads(String cell) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING_LIMIT),
            work -> {
              Thread thread =
                  new Thread(work, "cell-read-" + cell + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** The longest that a query may run, and the longest that closing may take. */
  record Times(Duration query, Duration close) {}

  void openQuery(OpenQueryRequest request, Asker<OpenQueryReply> asker) {
    confirmed(
        asker,
        (term, giveUp) -> {
          OpenedQuery opened =
              store.openQuery(CommandCodec.fromWire(request.getKind()), request.getQuery(), giveUp);
          return OpenQueryReply.newBuilder()
              .setCount(opened.count())
              .setCommitIndex(opened.commitIndex())
              .setTerm(term)
              .build();
        });
  }

  void readRows(ReadRowsRequest request, Asker<ReadRowsReply> asker) {
    Work<ReadRowsReply> work =
        (term, giveUp) -> {
          RowRequest page = QueryCodec.fromWire(request);
          return QueryCodec.toWire(store.readRows(page, giveUp), term);
        };
    if (store.appliedIndex() >= request.getCommitIndex()) onThread(asker, work);
    else confirmed(asker, work);
  }

  void readClasses(ReadClassesRequest request, Asker<ReadClassesReply> asker) {
    confirmed(
        asker,
        (term, giveUp) -> {
          long version = store.classVersion();
          ReadClassesReply.Builder reply =
              ReadClassesReply.newBuilder().setVersion(version).setTerm(term);
          if (version != request.getKnownVersion()) reply.addAllFiles(store.classFiles());
          return reply.build();
        });
  }

  private <R> void confirmed(Asker<R> asker, Work<R> work) {
    if (!board.isActive()) {
      asker.refuse(board.notActive());
      return;
    }
    var unused =
        log.confirmActive()
            .whenComplete(
                (index, failure) -> {
                  if (failure == null) onThread(asker, work);
                  else asker.refuse(fault(failure));
                });
  }

  private Fault fault(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof NotActiveException) return board.notActive();
    return FaultCodec.toWire(
        new CellException(
            CellError.UNAVAILABLE,
            "the question was not answered",
            "no majority of the members confirmed that this one is active: " + cause.getMessage(),
            "Ask again."));
  }

  private <R> void onThread(Asker<R> asker, Work<R> work) {
    long begun = time.monotonicNanos();
    try {
      threads.execute(() -> answer(asker, work, begun));
    } catch (RejectedExecutionException full) {
      asker.refuse(
          FaultCodec.toWire(
              new CellException(
                  CellError.BUSY,
                  "the cell is busy",
                  WAITING_LIMIT + " questions wait already",
                  "Ask again later.")));
    }
  }

  private <R> void answer(Asker<R> asker, Work<R> work, long begunNanos) {
    OptionalLong term = board.activeTerm();
    if (term.isEmpty()) {
      asker.refuse(board.notActive());
      return;
    }
    BooleanSupplier giveUp =
        () -> asker.isGone() || time.monotonicNanos() - begunNanos > timeLimit.toNanos();
    try {
      asker.answer(work.answer(term.getAsLong(), giveUp));
    } catch (CellException refusal) {
      asker.refuse(FaultCodec.toWire(refusal));
    } catch (RuntimeException | Error fault) {
      LOG.error("a question met a fault of the cell", fault);
      asker.refuse(
          FaultCodec.toWire(
              new CellException(
                  CellError.INTERNAL,
                  "the question met a fault of the cell",
                  "the cell's log has the details",
                  "Send the log to whoever maintains the cell.")));
    } finally {
      timer.record(Duration.ofNanos(time.monotonicNanos() - begunNanos));
    }
  }

  /** Refuses what waits and lets what runs come to its end, within the limit. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(closeLimit.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("a query still runs; it is left behind");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
