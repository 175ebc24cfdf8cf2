// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.spool;

/**
 * A record that waits, with its place.
 *
 * @param segment number of the segment
 * @param end offset in the segment behind the record
 */
@SuppressWarnings("ArrayRecordComponent")
public record SpooledRecord(long segment, long start, long end, byte[] payload) {}
