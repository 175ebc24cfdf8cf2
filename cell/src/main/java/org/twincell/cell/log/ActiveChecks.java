// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets all who ask at the same moment whether this member is active share one round of heartbeats.
 * A caller joins the round that has not begun yet: one that is under way may have been confirmed
 * before the caller asked, and then says nothing of what was acknowledged in between. Shared by all
 * threads.
 */
final class ActiveChecks {
  private final Supplier<CompletableFuture<Long>> round;
  private boolean running;
  private @Nullable CompletableFuture<Long> next;

  /**
   * @param round asks the other members once; its future always ends
   */
  ActiveChecks(Supplier<CompletableFuture<Long>> round) {
    this.round = round;
  }

  CompletableFuture<Long> ask() {
    CompletableFuture<Long> mine;
    synchronized (this) {
      if (running) {
        if (next == null) next = new CompletableFuture<>();
        return next.copy();
      }
      running = true;
      mine = new CompletableFuture<>();
    }
    run(mine);
    return mine.copy();
  }

  /** Rounds that are answered at once follow each other in a loop, not on the stack. */
  private void run(CompletableFuture<Long> first) {
    @Nullable CompletableFuture<Long> answer = first;
    while (answer != null) {
      CompletableFuture<Long> result = startRound();
      CompletableFuture<Long> waiting = answer;
      if (!result.isDone()) {
        var unused =
            result.whenComplete(
                (index, failure) -> {
                  CompletableFuture<Long> following = finish(waiting, result);
                  if (following != null) run(following);
                });
        return;
      }
      answer = finish(waiting, result);
    }
  }

  private CompletableFuture<Long> startRound() {
    try {
      return round.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Answers who waits; gives those who came meanwhile, for whom another round is due. */
  private @Nullable CompletableFuture<Long> finish(
      CompletableFuture<Long> answer, CompletableFuture<Long> result) {
    CompletableFuture<Long> following;
    synchronized (this) {
      following = next;
      next = null;
      running = following != null;
    }
    var unused =
        result.whenComplete(
            (index, failure) -> {
              if (failure == null) answer.complete(index);
              else answer.completeExceptionally(failure);
            });
    return following;
  }
}
