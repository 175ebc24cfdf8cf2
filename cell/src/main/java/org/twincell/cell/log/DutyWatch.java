// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.time.TimeSource;

/**
 * Notices changes of duty, term and active member and tells the listeners, on one thread of its own
 * ({@code log-watch-MEMBER}). Ratis' events wake it; because none of them says that all of a change
 * has happened, it also looks by itself every few milliseconds.
 */
final class DutyWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DutyWatch.class);

  /** How often it looks without being woken. */
  static final Duration PACE = Duration.ofMillis(25);

  /** What a member is at one moment, as far as listeners care. */
  record View(Duty duty, long term, Optional<String> active) {}

  private final String name;
  private final Supplier<View> now;
  private final TimeSource time;
  private final ScheduledExecutorService thread;
  private final List<Consumer<View>> listeners = new CopyOnWriteArrayList<>();
  private View last;
  private volatile Instant since;
  private volatile boolean closed;

  /**
   * @param name of the member and its cell, for the log lines and the thread
   * @param now reads the present state
   */
  DutyWatch(String name, Supplier<View> now, TimeSource time) {
    this.name = name;
    this.now = now;
    this.time = time;
    this.last = new View(Duty.STANDBY, 0, Optional.empty());
    this.since = time.wallClock();
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "log-watch-" + name);
              made.setDaemon(true);
              return made;
            });
  }

  void start() {
    long nanos = PACE.toNanos();
    var unused = thread.scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Does something again and again on the watch's thread; what it throws is logged. */
  void every(Duration pace, Runnable task) {
    Runnable guarded =
        () -> {
          try {
            if (!closed) task.run();
          } catch (RuntimeException e) {
            LOG.error("{}: a periodic look failed", name, e);
          }
        };
    long nanos = pace.toNanos();
    var unused = thread.scheduleWithFixedDelay(guarded, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  void listen(Consumer<View> listener) {
    listeners.add(listener);
  }

  /** Looks soon. */
  void wake() {
    run(this::look);
  }

  /** Runs something on the watch's thread; nothing happens when it is closed. */
  void run(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.trace("{}: closed", name, e);
    }
  }

  /** Since when the member has its present duty. */
  Instant since() {
    return since;
  }

  private void look() {
    if (closed) return;
    View seen = now.get();
    if (seen.equals(last)) return;
    if (seen.duty() != last.duty()) {
      since = time.wallClock();
      LOG.debug(
          "{}: duty {} -> {} term={} active={}",
          name,
          last.duty(),
          seen.duty(),
          seen.term(),
          seen.active().orElse("none known"));
    }
    last = seen;
    for (Consumer<View> listener : listeners) tell(listener, seen);
  }

  private void tell(Consumer<View> listener, View seen) {
    try {
      listener.accept(seen);
    } catch (RuntimeException e) {
      LOG.error("{}: a listener failed on {}", name, seen, e);
    }
  }

  /** Tells nothing any more. What runs at this moment may be the caller, so it is left to end. */
  @Override
  public void close() {
    closed = true;
    thread.shutdown();
  }
}
