// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Decides whether the next entry may be applied. Closed while the store lacks a whole content, and
 * beyond an index at which someone wants to compare or mend. The log goes on meanwhile: what it has
 * on disk is applied later. Any thread.
 */
final class ApplyGate {
  private static final long NOWHERE = Long.MAX_VALUE;

  private final boolean mendable;
  private long holdAt = NOWHERE;
  private String unreadable = "";
  private boolean closed;
  private long wantedIndex = NOWHERE;
  private CompletableFuture<Void> wanted = CompletableFuture.completedFuture(null);

  /**
   * @param mendable another member may have what this one lacks, so waiting makes sense
   */
  ApplyGate(boolean mendable) {
    this.mendable = mendable;
  }

  boolean isMendable() {
    return mendable;
  }

  /** Whether an entry may be applied to a store that is at this index. */
  synchronized boolean isOpen(long applied) {
    return closed || (unreadable.isEmpty() && applied < holdAt);
  }

  /**
   * Waits until something changes that may have opened the gate, or for a moment.
   *
   * @throws StoreFailedException when the store was closed meanwhile
   */
  synchronized void await(long applied) {
    try {
      while (!isOpen(applied)) wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreFailedException("the wait for a whole store was interrupted", "Start again");
    }
    if (closed && !unreadable.isEmpty()) {
      throw new StoreFailedException(
          "the member stops while its store waits to be mended",
          "Start it again: it goes on where it was");
    }
  }

  /**
   * Waits until there is a whole content.
   *
   * @throws StoreFailedException when the store was closed meanwhile
   */
  void awaitWhole() {
    await(Long.MIN_VALUE + 1);
  }

  /** Nothing is applied once the store has reached this index, until {@link #release}. */
  synchronized void holdAt(long index) {
    holdAt = index;
    notifyAll();
  }

  /** Completes once the store, which is at an index now, has reached another. One at a time. */
  synchronized CompletableFuture<Void> whenReached(long index, long now) {
    wanted = new CompletableFuture<>();
    wantedIndex = index;
    reached(now);
    return wanted;
  }

  /** The store has applied up to this index. */
  synchronized void reached(long index) {
    if (index < wantedIndex) return;
    wantedIndex = NOWHERE;
    wanted.complete(null);
  }

  synchronized void release() {
    holdAt = NOWHERE;
    notifyAll();
  }

  /** Nothing is applied until there is another content. */
  synchronized void unreadable(String reason) {
    unreadable = reason;
  }

  synchronized Optional<String> unreadable() {
    return unreadable.isEmpty() ? Optional.empty() : Optional.of(unreadable);
  }

  /** There is a whole content. */
  synchronized void whole() {
    unreadable = "";
    notifyAll();
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
