// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.twincell.client.Event;
import org.twincell.client.ImpactClient;
import org.twincell.client.NotSentException;
import org.twincell.client.OutcomeUnknownException;
import org.twincell.client.RefusedException;
import org.twincell.time.TimeSource;

/**
 * Threads that send events over one client, each the next one as soon as its last is acknowledged.
 */
final class Senders implements AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
  private static final Duration JOIN_WAIT = Duration.ofSeconds(10);

  /** On a fast machine the sending is spread over this time, so that the kills fall into it. */
  private static final Duration LEAST_DURATION = Duration.ofSeconds(6);

  private final ImpactClient client;
  private final LogLines lines;
  private final String runName;
  private final int events;
  private final Tally tally;
  private final Gaps gaps;
  private final Deadline deadline;
  private final TimeSource time;
  private final List<Thread> threads = new ArrayList<>();
  private String firstFailure = "";
  private long startNanos;
  private volatile int openUpTo;

  /**
   * @param runName goes into slot {@code demo_run}; finds the events of this run again
   * @param deadline after it nothing is tried again
   */
  Senders(ImpactClient client, LogLines lines, String runName, Work work, Deadline deadline) {
    this.client = client;
    this.lines = lines;
    this.runName = runName;
    this.events = work.events();
    this.tally = work.tally();
    this.gaps = work.gaps();
    this.deadline = deadline;
    this.time = deadline.time();
  }

  /** How many events are sent, and where they are counted. */
  record Work(int events, Tally tally, Gaps gaps) {}

  void start(int count) {
    startNanos = time.monotonicNanos();
    for (int i = 1; i <= count; i++) {
      Thread thread = new Thread(this::sendAll, "demo-sender-" + i);
      threads.add(thread);
      thread.start();
    }
  }

  /** Why sending ended early; empty when it did not. */
  synchronized Optional<String> failure() {
    return Optional.of(firstFailure).filter(text -> !text.isEmpty());
  }

  private synchronized void failed(String why) {
    if (firstFailure.isEmpty()) firstFailure = why;
  }

  private void sendAll() {
    for (int number = tally.nextToSend(); number < events; number = tally.nextToSend()) {
      try {
        awaitTurn(number);
        if (!send(number)) return;
      } catch (InterruptedException e) {
        return; // close() asks for the end
      } catch (RefusedException e) {
        failed("event " + number + " was refused: " + e.getMessage());
        return;
      } catch (RuntimeException e) {
        failed("event " + number + " failed: " + e);
        return;
      }
    }
  }

  /**
   * Lets events below this number be sent. A kill must fall into the sending: the senders do not
   * run to the end before it has happened.
   */
  void openUpTo(int number) {
    openUpTo = number;
  }

  private void awaitTurn(int number) throws InterruptedException {
    while (number >= openUpTo) time.pause(LOOK_AGAIN);
    long due = startNanos + LEAST_DURATION.toNanos() / events * number;
    time.pause(Duration.ofNanos(due - time.monotonicNanos()));
  }

  /** Sends until the cell has acknowledged; a retry carries the id of the first try. */
  private boolean send(int number) {
    Event event = event(number);
    while (!Thread.currentThread().isInterrupted()) {
      try {
        client.send(event);
        gaps.acknowledged(time.monotonicNanos());
        tally.acknowledged(number);
        return true;
      } catch (OutcomeUnknownException e) {
        event = event.with(Event.ID, e.eventId());
        if (deadline.isOver()) return gaveUp(number, String.valueOf(e.getMessage()));
      } catch (NotSentException e) {
        if (deadline.isOver()) return gaveUp(number, String.valueOf(e.getMessage()));
      }
    }
    return false;
  }

  private boolean gaveUp(int number, String why) {
    failed("event " + number + " could not be sent in time: " + why);
    return false;
  }

  private Event event(int number) {
    LogLines.Line line = lines.get(number);
    return Event.of(Events.CLASS)
        .with(
            "severity",
            line.text().toLowerCase(java.util.Locale.ROOT).contains("error") ? "MINOR" : "INFO")
        .with("msg", line.text())
        .with("log_file", line.file())
        .with("demo_run", runName)
        .with(Events.NUMBER_SLOT, number);
  }

  /** Ends the threads, and waits for them a bounded time. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      try {
        thread.join(JOIN_WAIT.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
