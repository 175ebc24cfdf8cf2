// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.twincell.time.TimeSource;

/**
 * Follows a directory file. A changed file is read whole; when it can be used, the new directory is
 * in force at once for every caller, otherwise the listener hears why and the old one stays.
 *
 * <p>The file may be rewritten in place, replaced by renaming, reached through a symbolic link,
 * deleted and made again: a content counts only after it stood still for a moment, and for a longer
 * moment when it looks half-written ({@link WatchTiming}). The file's stamp is polled, since that
 * works on every file system, also on those of other machines.
 *
 * <p>Owns one daemon thread, {@code directory-watch}. Any thread may call any method.
 */
public final class DirectoryWatcher implements AutoCloseable {
  /** How long {@link #close} waits for the thread, which may hang in a dead file system. */
  public static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  /** What is in force, and why the file on the disk is not, if it is not. */
  private record InForce(CellDirectory directory, Optional<DirectoryException> refusal) {}

  private final Object lock = new Object();
  private final Path file;
  private final TimeSource time;
  private final WatchTiming timing;
  private final DirectoryListener listener;
  private final ChangeSettling settling;
  private final Thread thread;
  private volatile InForce inForce;
  private volatile boolean closed;

  /** Reads the file and does not watch it yet: tests step by hand. */
  DirectoryWatcher(Path file, TimeSource time, WatchTiming timing, DirectoryListener listener) {
    this.file = file;
    this.time = time;
    this.timing = timing;
    this.listener = listener;
    FileStamp stamp = FileStamp.of(file);
    FileSight sight = FileSight.of(file);
    this.inForce = new InForce(sight.directory(file.toString()), Optional.empty());
    this.settling = new ChangeSettling(timing, stamp, sight, time.monotonicNanos());
    this.thread = new Thread(this::watch, "directory-watch");
    this.thread.setDaemon(true);
  }

  /**
   * Reads the file and watches it from now on, with {@link WatchTiming#DEFAULTS}.
   *
   * @throws DirectoryException when the file cannot be used; nothing is watched then
   */
  public static DirectoryWatcher start(Path file, TimeSource time, DirectoryListener listener) {
    return start(file, time, WatchTiming.DEFAULTS, listener);
  }

  /**
   * Reads the file and watches it from now on.
   *
   * @throws DirectoryException when the file cannot be used; nothing is watched then
   */
  public static DirectoryWatcher start(
      Path file, TimeSource time, WatchTiming timing, DirectoryListener listener) {
    DirectoryWatcher watcher = new DirectoryWatcher(file, time, timing, listener);
    watcher.thread.start();
    return watcher;
  }

  /** The directory in force. Never blocks. */
  public CellDirectory current() {
    return inForce.directory();
  }

  /** Why the file on the disk is not in force; absent while it is. Never blocks. */
  public Optional<DirectoryException> refusal() {
    return inForce.refusal();
  }

  /**
   * Reads the file now, without waiting for it to stand still: for an operator who says that it is
   * complete. The listener hears of it before this returns, unless nothing has changed.
   *
   * @return the directory in force, which is what the file says
   * @throws DirectoryException when the file cannot be used; the old directory stays in force
   */
  public CellDirectory reloadNow() {
    synchronized (lock) {
      FileStamp stamp = FileStamp.of(file);
      FileSight sight = FileSight.of(file);
      if (settling.onDemand(stamp, sight, time.monotonicNanos())) act(sight);
      @Nullable DirectoryException refusal = inForce.refusal().orElse(null);
      if (refusal != null) throw refusal;
      return inForce.directory();
    }
  }

  /** For tests that look at the thread's life. */
  Thread thread() {
    return thread;
  }

  /** One look at the file. */
  void step() {
    synchronized (lock) {
      FileStamp stamp = FileStamp.of(file);
      if (!settling.wantsSight(stamp, time.monotonicNanos())) return;
      FileSight sight = FileSight.of(file);
      if (closed) return; // close() interrupts, and an interrupted read has seen nothing
      if (settling.onSight(stamp, sight, time.monotonicNanos())) act(sight);
    }
  }

  private void act(FileSight sight) {
    CellDirectory before = inForce.directory();
    try {
      inForce = new InForce(sight.directory(file.toString()), Optional.empty());
    } catch (DirectoryException refusal) {
      inForce = new InForce(before, Optional.of(refusal));
      listener.refused(refusal);
      return;
    }
    listener.changed(before, inForce.directory());
  }

  private void watch() {
    while (!closed) {
      try {
        time.pause(timing.poll());
        step();
      } catch (InterruptedException closing) {
        return;
      } catch (Throwable failure) {
        tell(failure);
      }
    }
  }

  /** A listener that fails must not end the watching; the process's handler hears of it. */
  private void tell(Throwable failure) {
    thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
  }

  /**
   * Stops watching; the directory in force stays readable. Returns within {@link #CLOSE_LIMIT},
   * also when the file system hangs. May be called twice, and by the listener.
   */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    if (Thread.currentThread() == thread) return;
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, CLOSE_LIMIT.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
