// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The appends that wait for their answer, and what their failures mean. The difference between
 * "nothing was appended" and "unknown" is whether the entry had entered this member's log. Shared
 * by all threads.
 */
final class PendingAppends {
  private final Map<Long, Pending> byCall = new ConcurrentHashMap<>();
  private final int limit;
  private final Duration patience;

  /**
   * @param limit the most that may wait
   * @param patience how long each may wait
   */
  PendingAppends(int limit, Duration patience) {
    this.limit = limit;
    this.patience = patience;
  }

  private static final class Pending {
    private final CompletableFuture<Appended> answer = new CompletableFuture<>();
    private volatile boolean entered;
  }

  /** Registers a call; the future fails by itself when it waits too long. */
  CompletableFuture<Appended> add(long callId) {
    if (byCall.size() >= limit) {
      return CompletableFuture.failedFuture(
          new OutcomeUnknownException(
              limit + " appends wait for an answer already; send again later"));
    }
    Pending pending = new Pending();
    byCall.put(callId, pending);
    CompletableFuture<Appended> answer = new CompletableFuture<>();
    CompletableFuture<Appended> timed =
        pending.answer.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    var unused =
        timed.whenComplete(
            (appended, failure) -> {
              byCall.remove(callId);
              if (failure == null) answer.complete(appended);
              else answer.completeExceptionally(translated(failure));
            });
    return answer;
  }

  private Throwable translated(Throwable failure) {
    if (!(failure instanceof TimeoutException)) return failure;
    return new OutcomeUnknownException(
        "no majority of the members has confirmed the entry within " + patience.toMillis() + " ms");
  }

  /** The entry is in this member's log: from here on it may be committed. */
  void entered(long callId) {
    Pending pending = byCall.get(callId);
    if (pending != null) pending.entered = true;
  }

  void succeed(long callId, Appended appended) {
    Pending pending = byCall.get(callId);
    if (pending != null) pending.answer.complete(appended);
  }

  /** Fails with {@code refused} when nothing was appended, else with the outcome unknown. */
  void fail(long callId, LogException refused, @Nullable Throwable cause) {
    Pending pending = byCall.get(callId);
    if (pending == null) return;
    boolean unknown = pending.entered && refused instanceof NotActiveException;
    pending.answer.completeExceptionally(
        unknown
            ? new OutcomeUnknownException(
                "this member lost the duty while the entry was under way", cause)
            : refused);
  }

  void failAll(LogException failure) {
    for (Long callId : byCall.keySet()) fail(callId, failure, failure);
  }
}
