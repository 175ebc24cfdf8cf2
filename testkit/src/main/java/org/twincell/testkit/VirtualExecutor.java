// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.testkit;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A timer and a pool of threads of one machine on virtual time. Nothing here waits. */
public final class VirtualExecutor extends AbstractExecutorService
    implements ScheduledExecutorService {
  private final VirtualSchedule.Machine machine;
  private final LongSupplier delayNanos;
  private boolean over;

  /**
   * @param delayNanos how long the next work waits for a thread
   */
  public VirtualExecutor(VirtualSchedule.Machine machine, LongSupplier delayNanos) {
    this.machine = machine;
    this.delayNanos = delayNanos;
  }

  @Override
  public void execute(Runnable work) {
    after(delayNanos.getAsLong(), work);
  }

  private void after(long nanos, Runnable work) {
    if (over) throw new RejectedExecutionException("the machine has ended");
    machine.later(
        nanos,
        () -> {
          if (!over) work.run();
        });
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
    Task<?> task = new Task<>(work, null);
    after(unit.toNanos(delay), task);
    return task;
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
    Task<V> task = new Task<>(work);
    after(unit.toNanos(delay), task);
    return task;
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable work, long initialDelay, long period, TimeUnit unit) {
    Task<?> task = new Task<>(() -> {}, null);
    after(unit.toNanos(initialDelay), () -> again(task, work, unit.toNanos(period)));
    return task;
  }

  private void again(Task<?> task, Runnable work, long periodNanos) {
    if (task.isCancelled()) return;
    work.run();
    if (!over) after(periodNanos, () -> again(task, work, periodNanos));
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable work, long initialDelay, long delay, TimeUnit unit) {
    return scheduleAtFixedRate(work, initialDelay, delay, unit);
  }

  @Override
  public void shutdown() {
    over = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    over = true;
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return over;
  }

  @Override
  public boolean isTerminated() {
    return over;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return over;
  }

  private static final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
    Task(Callable<V> work) {
      super(work);
    }

    Task(Runnable work, @Nullable V result) {
      super(work, result);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return 0;
    }

    @Override
    public int compareTo(Delayed other) {
      return 0;
    }
  }
}
