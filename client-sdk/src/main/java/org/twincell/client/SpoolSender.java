// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.client.spool.Spool;
import org.twincell.client.spool.SpooledRecord;
import org.twincell.time.TimeSource;

/**
 * Delivers spooled events in order, each until the cell has acknowledged it. Events that the cell
 * will never take are set aside. Owns one thread.
 */
final class SpoolSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolSender.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
  private static final Duration CLOSE_TIME_OUT = Duration.ofSeconds(10);

  /** Refusals of this kind are of the place and not of the event: waiting helps. */
  private static final Set<String> WAIT_FOR_OPERATOR =
      Set.of("CELL_UNKNOWN", "NOT_AUTHORISED", "NOT_AVAILABLE", "HTTP_401", "HTTP_403");

  /** Refusals of this kind may be a passing fault; the event is tried this often. */
  private static final Set<String> MAY_PASS = Set.of("INTERNAL", "CELL_FAULT", "");

  private static final int MOST_TRIES_OF_A_FAULT = 20;

  private final Spool spool;
  private final Consumer<Event> delivery;
  private final RefusedEvents refused;
  private final TimeSource time;
  private final Thread thread;
  private final AtomicLong refusals = new AtomicLong();
  private volatile boolean closing;

  SpoolSender(Spool spool, Consumer<Event> delivery, RefusedEvents refused, TimeSource time) {
    this.spool = spool;
    this.delivery = delivery;
    this.refused = refused;
    this.time = time;
    this.thread = new Thread(this::run, "impact-client-spool");
    thread.setDaemon(true);
  }

  void start() {
    if (spool.waiting() > 0) LOG.info("{} events wait in the spool", spool.waiting());
    thread.start();
  }

  private void run() {
    try {
      while (!closing) {
        Optional<SpooledRecord> record = spool.next(POLL);
        if (record.isPresent()) deliver(record.get());
      }
    } catch (InterruptedException e) {
      LOG.debug("the sender of the spool ends");
    } catch (IOException | RuntimeException e) {
      if (!closing)
        LOG.error(
            "the spool is not delivered any more; what waits stays on the disk: mend the cause and"
                + " start the client again",
            e);
    }
  }

  private void deliver(SpooledRecord record) throws IOException, InterruptedException {
    Event event = EventBytes.read(record.payload());
    for (int tries = 1; !deliveredOrSetAside(event, tries); tries++) {
      if (closing) throw new InterruptedException("the client is being closed");
      time.pause(PAUSE_AFTER_FAILURE);
    }
    spool.delivered(record);
  }

  private boolean deliveredOrSetAside(Event event, int tries) throws IOException {
    try {
      delivery.accept(event);
      return true;
    } catch (RefusedException e) {
      return setAside(event, e, tries);
    } catch (ImpactException e) {
      if (tries == 1) LOG.warn("{} spooled events wait: {}", spool.waiting(), e.getMessage());
      return false;
    }
  }

  private boolean setAside(Event event, RefusedException e, int tries) throws IOException {
    boolean waits =
        WAIT_FOR_OPERATOR.contains(e.code())
            || (MAY_PASS.contains(e.code()) && tries < MOST_TRIES_OF_A_FAULT);
    if (waits) {
      if (tries == 1) LOG.warn("{} spooled events wait: {}", spool.waiting(), e.getMessage());
      return false;
    }
    refused.add(event, String.valueOf(e.getMessage()));
    refusals.incrementAndGet();
    LOG.error(
        "event {} was refused and is set aside in {}: {}",
        event.id(),
        RefusedEvents.FILE_NAME,
        e.getMessage());
    return true;
  }

  long refusals() {
    return refusals.get();
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    Threads.join(thread, CLOSE_TIME_OUT);
  }
}
