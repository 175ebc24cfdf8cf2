// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.cell.log.Appended;
import org.twincell.cell.log.LogFailedException;
import org.twincell.cell.log.NotActiveException;
import org.twincell.cell.log.ReplicatedLog;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.codec.FaultCodec;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.Fault;
import org.twincell.protocol.wire.Outcome;

/**
 * Group commit: the commands of all callers that wait at the same moment become one entry of the
 * log, bounded in bytes, with a few entries under way. Under load this multiplies the throughput,
 * and no caller waits longer for it: a command that comes alone goes alone.
 *
 * <p>One thread, {@code cell-batch}, collects and appends. Commands beyond the queue's limit are
 * answered BUSY at once; nothing here waits for a caller. Outcomes are told on threads of the log.
 */
final class Batcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Batcher.class);

  /** How long the thread sleeps when nothing comes, before it looks for old things to let go. */
  private static final Duration IDLE_LOOK = Duration.ofSeconds(1);

  /** Room in an entry for what the entry maker adds: the shipped classes, orders to tidy up. */
  static final int ENTRY_RESERVE_BYTES = 256 << 10;

  /** The most commands of one entry, whatever their size. */
  static final int ENTRY_COMMANDS = 4096;

  /** The most bytes of commands that may wait for their outcome. */
  static final long WAITING_LIMIT_BYTES = 64L << 20;

  /** How many commands may wait and how entries are cut. */
  record Limits(int queue, int entryBytes, int entriesInFlight, Duration close) {}

  private record Waiting(Command command, Consumer<Outcome> reply) {}

  private final ReplicatedLog log;
  private final Entries maker;
  private final StatusBoard board;
  private final Limits limits;
  private final BlockingQueue<Waiting> queue;
  private final AtomicLong waitingBytes = new AtomicLong();
  private final Semaphore inFlight;
  private final Thread thread;
  private final Counter commands;
  private final DistributionSummary batchSizes;
  private @Nullable Waiting leftOver;
  private volatile boolean closing;

  Batcher(
      ReplicatedLog log, Entries maker, StatusBoard board, Limits limits, MeterRegistry metrics) {
    this.log = log;
    this.maker = maker;
    this.board = board;
    this.limits = limits;
    this.queue = new ArrayBlockingQueue<>(limits.queue());
    this.inFlight = new Semaphore(limits.entriesInFlight());
    this.commands = metrics.counter("twincell.commands");
    this.batchSizes = metrics.summary("twincell.entry.commands");
    metrics.gauge("twincell.commands.waiting", queue, BlockingQueue::size);
    this.thread = new Thread(this::run, "cell-batch-" + board.cell());
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The largest command that fits into an entry. */
  int commandLimitBytes() {
    return limits.entryBytes();
  }

  /** Takes a command in; its outcome is told once, maybe before this returns. */
  void submit(Command command, Consumer<Outcome> reply) {
    if (closing) {
      reply.accept(refusal(command, board.notActive()));
      return;
    }
    int bytes = command.getSerializedSize();
    if (waitingBytes.addAndGet(bytes) > WAITING_LIMIT_BYTES) {
      waitingBytes.addAndGet(-bytes);
      reply.accept(refusal(command, full(WAITING_LIMIT_BYTES + " bytes of commands wait already")));
      return;
    }
    Consumer<Outcome> counted =
        outcome -> {
          waitingBytes.addAndGet(-bytes);
          reply.accept(outcome);
        };
    if (!queue.offer(new Waiting(command, counted))) {
      counted.accept(
          refusal(command, full(limits.queue() + " commands wait already (CommandQueueLimit)")));
    } else if (closing) {
      refuseQueue();
    }
  }

  /** Takes in a command of the cell itself; a refusal is logged, nobody waits for it. */
  void submitOwn(Command command) {
    var unused = submitOwnAndTell(command);
  }

  /** The same for who waits: the future completes when the outcome is known, whatever it is. */
  CompletableFuture<Void> submitOwnAndTell(Command command) {
    CompletableFuture<Void> told = new CompletableFuture<>();
    submit(
        command,
        outcome -> {
          if (outcome.hasFault()) {
            LOG.warn(
                "{} was not carried out: {}", command.getCommandId(), outcome.getFault().getWhat());
          }
          told.complete(null);
        });
    return told;
  }

  private static Fault full(String why) {
    return FaultCodec.toWire(
        new CellException(CellError.BUSY, "the cell is busy", why, "Retry later."));
  }

  static Outcome refusal(Command command, Fault fault) {
    return Outcome.newBuilder().setCommandId(command.getCommandId()).setFault(fault).build();
  }

  /** Appends what a member that has just become active owes the store, before anything else. */
  CompletableFuture<Void> open() {
    Optional<byte[]> opening = maker.opening();
    if (opening.isEmpty()) return CompletableFuture.completedFuture(null);
    return log.append(opening.get()).thenAccept(appended -> maker.outcomes(appended.result()));
  }

  /** Records who is the designated member of manual mode. */
  CompletableFuture<Void> designate(String member) {
    return log.append(maker.designation(member))
        .thenAccept(appended -> maker.outcomes(appended.result()));
  }

  private void run() {
    try {
      while (!closing) {
        inFlight.acquire();
        boolean sent = false;
        try {
          sent = step(IDLE_LOOK);
        } finally {
          if (!sent) inFlight.release();
        }
      }
    } catch (InterruptedException end) {
      LOG.debug("the batch thread ends");
    } catch (RuntimeException | Error failure) {
      closing = true;
      board.failed("the batch thread met a fault of the program", failure);
    }
    refuseQueue();
  }

  /**
   * What the thread does, once and without waiting, for whoever steps a batcher that was not
   * started. True when an entry was appended.
   */
  boolean stepNow() throws InterruptedException {
    if (closing || !inFlight.tryAcquire()) return false;
    boolean sent = false;
    try {
      sent = step(Duration.ZERO);
    } finally {
      if (!sent) inFlight.release();
    }
    return sent;
  }

  /** One entry, or a look at what is old. True when an entry is under way and holds its permit. */
  private boolean step(Duration idle) throws InterruptedException {
    Waiting first =
        leftOver != null ? leftOver : queue.poll(idle.toMillis(), TimeUnit.MILLISECONDS);
    leftOver = null;
    if (first == null) return tidy();
    List<Waiting> batch = collect(first);
    byte[] entry = maker.entry(batch.stream().map(Waiting::command).toList());
    batchSizes.record(batch.size());
    append(entry, batch);
    return true;
  }

  private List<Waiting> collect(Waiting first) {
    List<Waiting> batch = new ArrayList<>();
    batch.add(first);
    int bytes = first.command().getSerializedSize();
    while (batch.size() < ENTRY_COMMANDS) {
      Waiting next = queue.poll();
      if (next == null) break;
      bytes += next.command().getSerializedSize();
      if (bytes > limits.entryBytes()) {
        leftOver = next;
        break;
      }
      batch.add(next);
    }
    return batch;
  }

  private boolean tidy() {
    if (!board.isActive()) return false;
    Optional<byte[]> entry = maker.idle();
    entry.ifPresent(bytes -> append(bytes, List.of()));
    return entry.isPresent();
  }

  private void append(byte[] entry, List<Waiting> batch) {
    CompletableFuture<Appended> appended;
    try {
      appended = log.append(entry);
    } catch (IllegalArgumentException tooLarge) {
      appended = CompletableFuture.failedFuture(tooLarge);
    }
    var unused =
        appended.whenComplete(
            (result, failure) -> {
              inFlight.release();
              if (failure == null) decided(batch, result);
              else failed(batch, failure);
            });
  }

  private void decided(List<Waiting> batch, Appended appended) {
    List<Outcome> outcomes = maker.outcomes(appended.result());
    commands.increment(batch.size());
    if (outcomes.size() != batch.size()) {
      failed(batch, new IllegalStateException("the store answered another number of outcomes"));
      return;
    }
    for (int i = 0; i < outcomes.size(); i++) batch.get(i).reply().accept(outcomes.get(i));
  }

  private void failed(List<Waiting> batch, Throwable failure) {
    Fault fault = fault(failure);
    for (Waiting each : batch) each.reply().accept(refusal(each.command(), fault));
  }

  private Fault fault(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof NotActiveException) return board.notActive();
    if (cause instanceof IllegalArgumentException) {
      return FaultCodec.toWire(
          new CellException(
              CellError.TOO_LARGE,
              "the command does not fit into an entry of the log",
              String.valueOf(cause.getMessage()),
              "Send less in one command."));
    }
    if (!(cause instanceof org.twincell.cell.log.LogException)) {
      LOG.error("the outcome of an entry could not be told", cause);
    }
    String why =
        cause instanceof LogFailedException
            ? "the member stopped"
            : String.valueOf(cause.getMessage());
    return FaultCodec.toWire(
        new CellException(
            CellError.OUTCOME_UNKNOWN,
            "it is not known whether the command was carried out",
            why,
            "Send it again under the same ids; it is never carried out twice."));
  }

  private void refuseQueue() {
    for (Waiting each = queue.poll(); each != null; each = queue.poll()) {
      each.reply().accept(refusal(each.command(), board.notActive()));
    }
  }

  /** Takes no more commands, refuses those that wait, and ends the thread within its limit. */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, limits.close().toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Waiting last = leftOver;
    if (last != null) last.reply().accept(refusal(last.command(), board.notActive()));
    refuseQueue();
  }
}
