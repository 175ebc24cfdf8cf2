// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes several calls at the same time; owns the threads that do. */
final class Acknowledger implements AutoCloseable {
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads;

  Acknowledger(int parallel) {
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            parallel,
            parallel,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "impact-client-ack-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Does the work for every item and waits. When some fail, the others are done all the same; then
   * the first failure is thrown, with the others as suppressed.
   */
  <T> void forEach(List<T> items, Consumer<T> work) {
    List<Future<?>> futures = new ArrayList<>();
    for (T item : items) futures.add(threads.submit(() -> work.accept(item)));
    RuntimeException failure = null;
    for (Future<?> future : futures) failure = add(failure, outcome(future));
    if (failure != null) throw failure;
  }

  private static @Nullable RuntimeException add(
      @Nullable RuntimeException first, @Nullable RuntimeException next) {
    if (first == null) return next;
    if (next != null && first.getSuppressed().length < 10) first.addSuppressed(next);
    return first;
  }

  private static @Nullable RuntimeException outcome(Future<?> future) {
    try {
      future.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      return new OutcomeUnknownException(
          "the thread was interrupted; acknowledge the same batch again", "", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
