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

  private void run(CompletableFuture<Long> answer) {
    var unused =
        round
            .get()
            .whenComplete(
                (index, failure) -> {
                  CompletableFuture<Long> following;
                  synchronized (this) {
                    following = next;
                    next = null;
                    running = following != null;
                  }
                  if (failure == null) answer.complete(index);
                  else answer.completeExceptionally(failure);
                  if (following != null) run(following);
                });
  }
}
