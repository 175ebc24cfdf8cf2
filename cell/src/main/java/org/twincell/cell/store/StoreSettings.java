// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.time.Duration;
import java.util.List;

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
   * @param commandLimit at most so many commands are remembered, whatever their age: the oldest go
   *     first, and a line in the log says so
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
            20_000_000,
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

  /**
   * Which events go by themselves; stamped into the log by {@link EntryMaker}. Events leave oldest
   * {@code date_reception} first.
   *
   * @param every {@code EventDBCleanupInterval}
   * @param keepClosed {@code EventDBKeepClosed}: closed events go at this age; zero keeps them
   * @param keepNonClosed {@code EventDBKeepNonClosed}: the others; zero keeps them
   * @param onDateReception {@code EventDBCleanupOnDateReception}: ages count from {@code
   *     date_reception} instead of the last modification
   * @param limit what happens above a size
   * @param neverClosed {@code EventDBNoCleanupClosed}: classes, with their subclasses, whose closed
   *     events stay
   * @param neverNonClosed {@code EventDBNoCleanupNonClosed}: the same for the others
   */
  public record CleanUp(
      Duration every,
      Duration keepClosed,
      Duration keepNonClosed,
      boolean onDateReception,
      SizeLimit limit,
      List<String> neverClosed,
      List<String> neverNonClosed) {
    /** No event goes by itself. */
    public static final CleanUp NEVER =
        new CleanUp(
            Duration.ofMinutes(1),
            Duration.ZERO,
            Duration.ZERO,
            false,
            new SizeLimit(0, 0, false),
            List.of(),
            List.of());

    public CleanUp {
      if (every.isNegative() || every.isZero()) {
        throw new IllegalArgumentException("the interval of clean-up is not positive: " + every);
      }
      if (keepClosed.isNegative() || keepNonClosed.isNegative()) {
        throw new IllegalArgumentException("events can not be kept for a negative time");
      }
      neverClosed = List.copyOf(neverClosed);
      neverNonClosed = List.copyOf(neverNonClosed);
    }

    boolean isNever() {
      return keepClosed.isZero() && keepNonClosed.isZero() && limit.events == 0;
    }
  }

  /**
   * What happens when there are too many events.
   *
   * @param events {@code EventDBSize}: above so many the oldest go, whatever their age; 0 sets none
   * @param freePercent {@code EventDBCleanupPercentage}: the share that is free afterwards
   * @param preferClosed {@code EventDBCleanupPreferClosed}: closed ones go first
   */
  public record SizeLimit(long events, int freePercent, boolean preferClosed) {
    public SizeLimit {
      if (events < 0) throw new IllegalArgumentException("a negative number of events");
      if (freePercent < 0 || freePercent > 99) {
        throw new IllegalArgumentException("a free share of " + freePercent + " is not 0 to 99");
      }
    }

    long target() {
      return Math.max(1, events - events / 100 * freePercent);
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
