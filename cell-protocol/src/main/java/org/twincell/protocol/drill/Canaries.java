// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.event.SlotValue;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.RowPage;
import org.twincell.protocol.RowRequest;
import org.twincell.time.TimeSource;

/**
 * Events that are sent to see whether they arrive: some callers, each with one call under way. They
 * are of a class of their own, which no query for {@code EVENT} finds, and closed from the start,
 * so that they go with the other closed events. Owns its threads, {@code canary-n}.
 */
final class Canaries implements AutoCloseable {
  static final String CLASS = "MC_CELL_CANARY";

  /** No drill sends more than so many. */
  static final int LIMIT = 50_000;

  private static final int CALLERS = 4;
  private static final int FAILURES_KEPT = 5;
  private static final Duration PACE = Duration.ofMillis(2);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CellClient client;
  private final String drill;
  private final String sender;
  private final TimeSource time;
  private final List<Thread> threads = new ArrayList<>();
  private final Set<String> acknowledged = new HashSet<>();
  private final List<String> failures = new ArrayList<>();
  private long sent;
  private long failed;
  private boolean watching;
  private long lastNanos;
  private long longestNanos;
  private volatile boolean stopping;

  Canaries(CellClient client, String drill, String sender, TimeSource time) {
    this.client = client;
    this.drill = drill;
    this.sender = sender;
    this.time = time;
  }

  void start() {
    for (int i = 0; i < CALLERS; i++) {
      int caller = i;
      Thread thread = new Thread(() -> send(caller), "canary-" + caller);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  private void send(int caller) {
    try {
      for (int n = 0; !stopping && mayStart(); n++) {
        String tag = drill + "." + caller + "-" + n;
        try {
          client.submit(canary(tag), PATIENCE).join();
          arrived(tag);
        } catch (CompletionException e) {
          broke(tag, e);
        }
        time.pause(PACE);
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private CellCommand canary(String tag) {
    return new CellCommand.NewObject(
        new CellCommand.Origin(UUID.randomUUID().toString(), sender, ""),
        ObjectKind.EVENT,
        new RawInstance(
            CLASS,
            Map.of(
                "mc_parameter", RawValue.text(drill),
                "mc_object", RawValue.text(tag),
                "msg", RawValue.text("canary of a drill"))),
        tag);
  }

  private synchronized boolean mayStart() {
    return sent++ < LIMIT;
  }

  private synchronized void arrived(String tag) {
    long now = time.monotonicNanos();
    acknowledged.add(tag);
    if (watching) longestNanos = Math.max(longestNanos, now - lastNanos);
    lastNanos = now;
  }

  private synchronized void broke(String tag, CompletionException failure) {
    failed++;
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (failures.size() < FAILURES_KEPT) failures.add(tag + ": " + cause.getMessage());
  }

  /** From now on the longest gap is measured. */
  synchronized void watch() {
    watching = true;
    lastNanos = time.monotonicNanos();
    longestNanos = 0;
  }

  synchronized long acknowledged() {
    return acknowledged.size();
  }

  synchronized long failed() {
    return failed;
  }

  synchronized List<String> failures() {
    return List.copyOf(failures);
  }

  synchronized Duration longestGap() {
    return Duration.ofNanos(longestNanos);
  }

  /** The same, when the gap that goes on now may be the longest. */
  synchronized Duration longestGapUntilNow() {
    long open = watching ? time.monotonicNanos() - lastNanos : 0;
    return Duration.ofNanos(Math.max(longestNanos, open));
  }

  /** Whether they still come: false once the limit is reached. */
  synchronized boolean mayGoOn() {
    return sent < LIMIT;
  }

  /** Lets every caller finish its call; nothing is sent afterwards. */
  void stop() throws InterruptedException {
    stopping = true;
    for (Thread thread : threads) thread.join(PATIENCE.multipliedBy(2).toMillis());
  }

  /** What became of them. */
  record Found(long lost, long doubled) {}

  /** Looks for all of them in the cell, after {@link #stop}. */
  Found find() {
    String query = CLASS + " where [ mc_parameter: equals '" + drill + "' ]";
    OpenedQuery opened = client.openQuery(ObjectKind.EVENT, query, PATIENCE);
    Set<String> there = new HashSet<>();
    long doubled = 0;
    RowRequest.Cursor cursor = RowRequest.START;
    while (true) {
      RowRequest request =
          new RowRequest(
              ObjectKind.EVENT, query, List.of("mc_object"), opened.commitIndex(), cursor, 1000);
      RowPage page = client.readRows(request, PATIENCE);
      for (RowPage.Row row : page.rows()) {
        SlotValue tag = row.slots().get("mc_object");
        boolean first = tag instanceof SlotValue.TextValue text && there.add(text.value());
        if (!first) doubled++;
      }
      if (page.end() || page.rows().isEmpty()) return new Found(missing(there), doubled);
      cursor = new RowRequest.Cursor(page.lastHandle(), 0);
    }
  }

  private synchronized long missing(Set<String> there) {
    return acknowledged.stream().filter(tag -> !there.contains(tag)).count();
  }

  /** Sends nothing more; does not wait. */
  @Override
  public void close() {
    stopping = true;
    threads.forEach(Thread::interrupt);
  }
}
