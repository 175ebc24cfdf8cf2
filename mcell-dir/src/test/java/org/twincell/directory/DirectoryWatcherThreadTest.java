// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.time.SystemTime;
import org.twincell.time.TimeSource;

/** The watcher's thread, on the real clock. */
@Timeout(30)
class DirectoryWatcherThreadTest {
  private static final WatchTiming FAST =
      new WatchTiming(
          Duration.ofMillis(5),
          Duration.ofMillis(10),
          Duration.ofMillis(50),
          Duration.ofSeconds(1));

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void writeAFileWithCellA() throws IOException {
    file = Files.writeString(folder.resolve("mcell.dir"), "cell A mc a\n");
  }

  private DirectoryWatcher start(TimeSource time, Consumer<CellDirectory> onChange) {
    return DirectoryWatcher.start(file, time, FAST, new Listener(onChange));
  }

  private record Listener(Consumer<CellDirectory> onChange) implements DirectoryListener {
    @Override
    public void changed(CellDirectory before, CellDirectory now) {
      onChange.accept(now);
    }

    @Override
    public void refused(DirectoryException reason) {
      throw reason;
    }
  }

  @Test
  void theThreadFollowsTheFileAndEndsWithTheWatcher() throws Exception {
    BlockingQueue<CellDirectory> changes = new LinkedBlockingQueue<>();
    Thread thread;
    try (DirectoryWatcher watcher = start(SystemTime.SYSTEM, changes::add)) {
      thread = watcher.thread();
      assertThat(thread.getName()).isEqualTo("directory-watch");
      assertThat(thread.isDaemon()).isTrue();
      Files.writeString(file, "cell B mc b\n");
      assertThat(changes.take().find("B")).isPresent();
      assertThat(watcher.current().find("B")).isPresent();
    }
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void aListenerThatFailsDoesNotEndTheWatching() throws Exception {
    BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    BlockingQueue<CellDirectory> changes = new LinkedBlockingQueue<>();
    Consumer<CellDirectory> failing =
        now -> {
          changes.add(now);
          throw new IllegalStateException("the listener's fault");
        };
    try (DirectoryWatcher watcher = start(SystemTime.SYSTEM, failing)) {
      watcher.thread().setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
      Files.writeString(file, "cell B mc b\n");
      assertThat(failures.take()).hasMessage("the listener's fault");
      Files.writeString(file, "cell C mc c\n");
      assertThat(failures.take()).hasMessage("the listener's fault");
      assertThat(watcher.current().find("C")).isPresent();
      assertThat(changes).hasSize(2);
    }
  }

  @Test
  void theListenerMayCloseTheWatcher() throws Exception {
    BlockingQueue<DirectoryWatcher> self = new LinkedBlockingQueue<>();
    CountDownLatch closed = new CountDownLatch(1);
    Consumer<CellDirectory> closing =
        now -> {
          self.remove().close();
          closed.countDown();
        };
    DirectoryWatcher watcher = start(SystemTime.SYSTEM, closing);
    self.add(watcher);
    Files.writeString(file, "cell B mc b\n");

    closed.await();
    watcher.close();
    assertThat(watcher.current().find("B")).isPresent();
  }

  @Test
  void closingReturnsInBoundedTimeWhenTheThreadHangs() {
    CountDownLatch never = new CountDownLatch(1);
    DirectoryWatcher watcher = start(new HangingTime(never), now -> {});

    watcher.close();
    watcher.close();

    never.countDown();
  }

  /** Stands for a file system that does not answer, and does not heed interrupts either. */
  private record HangingTime(CountDownLatch end) implements TimeSource {
    @Override
    public long monotonicNanos() {
      return SystemTime.SYSTEM.monotonicNanos();
    }

    @Override
    public java.time.Instant wallClock() {
      return SystemTime.SYSTEM.wallClock();
    }

    @Override
    public void pause(Duration duration) {
      while (end.getCount() > 0) {
        try {
          if (end.await(10, TimeUnit.SECONDS)) return;
        } catch (InterruptedException unheeded) {
          continue;
        }
      }
    }
  }
}
