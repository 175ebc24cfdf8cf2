// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.time.Duration;

/**
 * Times and limits of a replicated log. {@link #DEFAULT} is what is shipped; {@link #FAST} suits
 * members on one machine, for demonstrations and tests.
 *
 * @param electionMin a standby that heard nothing from the active member for a random time between
 *     this and {@code electionMax} asks for votes; the witness waits longer
 * @param electionMax see {@code electionMin}; an active member that no majority has answered for so
 *     long gives up the duty
 * @param requestLimit how long an append or a question may wait before it fails with {@link
 *     OutcomeUnknownException}
 * @param closeLimit the most that {@link ReplicatedLog#close} takes
 * @param segmentBytes size of one file of the log
 * @param cachedSegments closed files of the log that are kept in memory
 * @param entryLimitBytes the largest entry that may be appended
 * @param pendingLimit the most appends that may wait at one moment; further ones fail at once
 * @param snapshotEvery entries between two automatic snapshots of the store; sixteen files of the
 *     log make one due as well
 * @param keepEntries entries that stay in the log behind a snapshot, so that a member that was away
 *     for a moment needs no copy of the store; at most eight files of the log (a witness keeps ten
 *     times as much of both)
 */
public record LogTuning(
    Duration electionMin,
    Duration electionMax,
    Duration requestLimit,
    Duration closeLimit,
    long segmentBytes,
    int cachedSegments,
    int entryLimitBytes,
    int pendingLimit,
    long snapshotEvery,
    long keepEntries) {
  /** So many heartbeats fit into the silence that makes a standby ask for votes. */
  private static final int HEARTBEATS = 5;

  /** What is shipped. */
  public static final LogTuning DEFAULT =
      new LogTuning(
          Duration.ofMillis(750),
          Duration.ofMillis(1500),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          16L << 20,
          2,
          8 << 20,
          4096,
          100_000,
          50_000);

  /** Members on one machine. */
  public static final LogTuning FAST =
      new LogTuning(
          Duration.ofMillis(100),
          Duration.ofMillis(200),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          1L << 20,
          2,
          512 << 10,
          4096,
          100_000,
          1_000);

  /** Checks each part and how they fit together. */
  public LogTuning {
    require(electionMin.toMillis() >= 50, "electionMin is at least 50 ms", electionMin);
    require(electionMax.compareTo(electionMin) > 0, "electionMax exceeds electionMin", electionMax);
    require(requestLimit.toMillis() >= 100, "requestLimit is at least 100 ms", requestLimit);
    require(closeLimit.toMillis() >= 100, "closeLimit is at least 100 ms", closeLimit);
    require(entryLimitBytes >= 1024, "entryLimitBytes is at least 1024", entryLimitBytes);
    require(segmentBytes >= 2L * entryLimitBytes, "segmentBytes holds two entries", segmentBytes);
    require(cachedSegments >= 1, "cachedSegments is at least 1", cachedSegments);
    require(pendingLimit >= 1, "pendingLimit is at least 1", pendingLimit);
    require(snapshotEvery >= 1, "snapshotEvery is at least 1", snapshotEvery);
    require(keepEntries >= 0, "keepEntries is not negative", keepEntries);
  }

  /** A member that was sent nothing else for so long gets a heartbeat. */
  Duration heartbeatPace() {
    return electionMin.dividedBy(HEARTBEATS);
  }

  /** The same with other snapshot distances. */
  public LogTuning withSnapshots(long every, long keep) {
    return new LogTuning(
        electionMin,
        electionMax,
        requestLimit,
        closeLimit,
        segmentBytes,
        cachedSegments,
        entryLimitBytes,
        pendingLimit,
        every,
        keep);
  }

  /** The same with other election times. */
  public LogTuning withElection(Duration min, Duration max) {
    return new LogTuning(
        min,
        max,
        requestLimit,
        closeLimit,
        segmentBytes,
        cachedSegments,
        entryLimitBytes,
        pendingLimit,
        snapshotEvery,
        keepEntries);
  }

  private static void require(boolean holds, String rule, Object given) {
    if (!holds) throw new IllegalArgumentException(rule + ", not " + given);
  }
}
