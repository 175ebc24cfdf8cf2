// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.time.Duration;

/**
 * What a store may use. None of these changes what applying an entry does, so members may differ.
 *
 * @param blockCacheBytes memory for blocks read from disk, with their indexes and filters
 * @param writeBufferBytes memory for changes not yet in a file of the store
 * @param rowCacheBytes memory, about, for rows written lately
 * @param openFilesLimit files that the store keeps open
 */
public record StoreSettings(
    long blockCacheBytes, long writeBufferBytes, long rowCacheBytes, int openFilesLimit) {
  /** For a small machine: less than 200 MB beside the heap. */
  public static final StoreSettings DEFAULTS =
      new StoreSettings(64L << 20, 64L << 20, 32L << 20, 256);

  /**
   * How long the active member keeps what is only kept for a time; stamped into the log by {@link
   * EntryMaker}.
   *
   * @param keepHistory how long the pages of a query can be read after it was opened
   * @param historyLimitRows at most so many superseded versions are kept, whatever their age
   * @param keepCommands how long the outcome of a command is remembered
   * @param commandLimit at most so many commands are remembered
   * @param tidyEvery how often an entry carries the order to let go
   */
  public record Retention(
      Duration keepHistory,
      long historyLimitRows,
      Duration keepCommands,
      long commandLimit,
      Duration tidyEvery) {
    /** Pages for half an hour, retries for an hour. */
    public static final Retention DEFAULTS =
        new Retention(
            Duration.ofMinutes(30),
            2_000_000,
            Duration.ofHours(1),
            1_000_000,
            Duration.ofSeconds(10));

    public Retention {
      requirePositive("keepHistory", keepHistory);
      requirePositive("keepCommands", keepCommands);
      requirePositive("tidyEvery", tidyEvery);
      if (historyLimitRows < 1) throw new IllegalArgumentException("historyLimitRows is under 1");
      if (commandLimit < 1) throw new IllegalArgumentException("commandLimit is under 1");
    }

    private static void requirePositive(String name, Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(name + " is not positive: " + value);
      }
    }
  }

  private static final long LEAST_BYTES = 1L << 20;

  public StoreSettings {
    requireBytes("blockCacheBytes", blockCacheBytes);
    requireBytes("writeBufferBytes", writeBufferBytes);
    if (rowCacheBytes < 0) throw new IllegalArgumentException("rowCacheBytes is negative");
    if (openFilesLimit < 16) throw new IllegalArgumentException("openFilesLimit is under 16");
  }

  private static void requireBytes(String name, long value) {
    if (value < LEAST_BYTES) {
      throw new IllegalArgumentException(name + "=" + value + " is under " + LEAST_BYTES);
    }
  }
}
