// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.spool;

/**
 * Limits of a spool.
 *
 * @param limitBytes of all segments together; beyond it nothing is added
 * @param segmentBytes after which a new segment begins; a segment that is delivered is deleted
 * @param recordLimitBytes of one record
 */
public record SpoolSettings(long limitBytes, long segmentBytes, int recordLimitBytes) {
  private static final long MOST_SEGMENT_BYTES = 16L << 20;
  private static final int MOST_RECORD_BYTES = 16 << 20;

  public SpoolSettings {
    if (limitBytes < 1 || segmentBytes < 1 || recordLimitBytes < 1)
      throw new IllegalArgumentException("a spool with a limit of 0 holds nothing");
  }

  /** The usual sizes of segments and records for this limit. */
  public static SpoolSettings ofLimit(long limitBytes) {
    return new SpoolSettings(
        limitBytes, Math.min(MOST_SEGMENT_BYTES, limitBytes / 4 + 1), MOST_RECORD_BYTES);
  }
}
