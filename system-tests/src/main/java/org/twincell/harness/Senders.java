// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.twincell.client.ClientSettings;
import org.twincell.client.Event;
import org.twincell.client.ImpactClient;
import org.twincell.client.ImpactException;
import org.twincell.time.TimeSource;

/**
 * Callers that send events through the SDK as fast as they are acknowledged, each with a gateway of
 * its own as primary, and remember what was promised to them. Started by the constructor.
 */
public final class Senders implements AutoCloseable {
  /** The slot that carries which event of which caller it is. */
  public static final String TAG_SLOT = "mc_object";

  private final String run;
  private final TimeSource time;
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final GapWatch gaps = new GapWatch();
  private final AtomicLong sent = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;

  /**
   * @param run goes into {@code mc_parameter} of every event
   * @param urls of the gateways; caller n has the one at n modulo their number as its primary
   */
  public Senders(String run, int callers, List<String> urls, TimeSource time) {
    this.run = run;
    this.time = time;
    for (int i = 0; i < callers; i++) {
      int caller = i;
      ClientSettings.Builder settings =
          ClientSettings.builder(urls.get(caller % urls.size()))
              .cell(LocalSystem.CELL)
              .clientName("sender-" + caller)
              .patience(LocalSystem.PATIENCE);
      for (int n = 1; n < urls.size(); n++) {
        settings.backup(urls.get((caller + n) % urls.size()));
      }
      Thread thread = new Thread(() -> send(caller, settings.build()), "sender-" + caller);
      threads.add(thread);
      thread.start();
    }
  }

  private void send(int caller, ClientSettings settings) {
    try (ImpactClient client = ImpactClient.connect(settings)) {
      for (long n = 0; !stopping; n++) {
        String tag = caller + "-" + n;
        Event event =
            Event.of("EVENT")
                .with(TAG_SLOT, tag)
                .with("mc_parameter", run)
                .with("msg", "event " + tag + " of " + run);
        sent.incrementAndGet();
        try {
          acknowledged.put(tag, client.send(event).eventId());
          gaps.acknowledged(time.monotonicNanos());
        } catch (ImpactException e) {
          failures.add(tag + ": " + e);
        }
      }
    } catch (RuntimeException e) {
      failures.add("caller " + caller + " ended: " + e);
    }
  }

  /** Event id by tag, of every event that was acknowledged. */
  public Map<String, String> acknowledged() {
    return acknowledged;
  }

  public long sent() {
    return sent.get();
  }

  /** Sends that ended with an error; their events may be stored or not. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** Begins to measure the longest time without an acknowledgement. */
  public void watchGaps() {
    gaps.start(time.monotonicNanos());
  }

  /** Acknowledgements since {@link #watchGaps}. */
  public long acknowledgedSinceWatch() {
    return gaps.count();
  }

  /** The longest time without an acknowledgement since {@link #watchGaps}, in seconds. */
  public double longestGapSeconds() {
    return gaps.longestNanos() / 1e9;
  }

  @Override
  public void close() {
    stop();
  }

  /** Lets every caller finish the call that it is in; nothing is sent afterwards. */
  public void stop() {
    stopping = true;
    try {
      for (Thread thread : threads) thread.join(LocalSystem.PATIENCE.toMillis() * 2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Remembers when something was last acknowledged, and the longest wait for the next one. */
  private static final class GapWatch {
    private long lastNanos;
    private long longestNanos;
    private long count;

    synchronized void start(long nanos) {
      lastNanos = nanos;
      longestNanos = 0;
      count = 0;
    }

    synchronized void acknowledged(long nanos) {
      longestNanos = Math.max(longestNanos, nanos - lastNanos);
      lastNanos = nanos;
      count++;
    }

    synchronized long longestNanos() {
      return longestNanos;
    }

    synchronized long count() {
      return count;
    }
  }
}
