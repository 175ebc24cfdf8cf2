// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An entry is being written and the disk does not answer: what holds the locks of the store. */
@Timeout(600)
class StuckDiskTest {
  @TempDir Path folder;

  private final CountDownLatch stuck = new CountDownLatch(1);
  private final CountDownLatch answers = new CountDownLatch(1);
  private TestStore test;
  private Thread applier;

  @BeforeEach
  void letAnEntryGetStuck() throws Exception {
    test = TestStore.open(folder.resolve("store"));
    applier =
        new Thread(
            () -> {
              test.store.applying.lock();
              synchronized (test.store.publishing) {
                stuck.countDown();
                awaitDisk();
              }
              test.store.applying.unlock();
            });
    applier.start();
    assertThat(stuck.await(60, TimeUnit.SECONDS)).isTrue();
  }

  private void awaitDisk() {
    try {
      answers.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void letTheDiskAnswer() throws Exception {
    answers.countDown();
    applier.join();
    test.close();
  }

  @Test
  void whereTheStoreStandsIsToldThoughAnEntryIsStuck() throws Exception {
    CompletableFuture<Long> index =
        CompletableFuture.supplyAsync(
            () -> {
              assertThat(test.store.counts().events()).isZero();
              assertThat(test.store.digest().index()).isEqualTo(1);
              assertThat(test.store.appliedTerm()).isEqualTo(1);
              return test.store.appliedIndex();
            });

    assertThat(index.get(60, TimeUnit.SECONDS)).isEqualTo(1);
  }

  @Test
  void closingEndsThoughAnEntryIsStuckAndTheFilesCloseAfterIt() {
    test.store.close(Duration.ofMillis(20));

    assertThat(applier.isAlive()).as("the entry is still stuck").isTrue();
    assertThatThrownBy(() -> EventStore.open(folder.resolve("store"), TestStore.SMALL))
        .isInstanceOf(StoreFailedException.class);
    answers.countDown();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptionsInstanceOf(StoreFailedException.class)
        .until(
            () -> {
              EventStore.open(folder.resolve("store"), TestStore.SMALL).close();
              return true;
            });
  }
}
