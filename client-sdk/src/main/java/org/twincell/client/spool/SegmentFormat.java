// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * How records lie in a segment: a file starts with {@code TWSPOOL1}; a record is a mark, the length
 * and the CRC-32C of its payload (four bytes each, big endian), and the payload. The mark lets a
 * reader find the next record behind damaged bytes.
 */
final class SegmentFormat {
  static final byte[] MAGIC = {'T', 'W', 'S', 'P', 'O', 'O', 'L', '1'};
  static final int RECORD_HEADER_BYTES = 12;

  private static final int RECORD_MARK = 0x54575231;

  private SegmentFormat() {}

  static ByteBuffer encode(byte[] payload) {
    ByteBuffer record = ByteBuffer.allocate(RECORD_HEADER_BYTES + payload.length);
    record.putInt(RECORD_MARK).putInt(payload.length).putInt(crc(payload)).put(payload);
    return record.flip();
  }

  private static int crc(byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(payload, 0, payload.length);
    return (int) crc.getValue();
  }

  /** The first whole record at or behind an offset, before {@code limit}; skips what is damaged. */
  static Optional<SpooledRecord> next(FileChannel file, long segment, long from, long limit)
      throws IOException {
    for (long at = from; at + RECORD_HEADER_BYTES <= limit; at++) {
      at = nextMark(file, at, limit);
      if (at < 0) return Optional.empty();
      Optional<SpooledRecord> record = recordAt(file, segment, at, limit);
      if (record.isPresent()) return record;
    }
    return Optional.empty();
  }

  private static Optional<SpooledRecord> recordAt(
      FileChannel file, long segment, long at, long limit) throws IOException {
    ByteBuffer header = read(file, at, RECORD_HEADER_BYTES);
    if (header.remaining() < RECORD_HEADER_BYTES || header.getInt() != RECORD_MARK)
      return Optional.empty();
    int length = header.getInt();
    int crc = header.getInt();
    long start = at + RECORD_HEADER_BYTES;
    if (length < 0 || start + length > limit) return Optional.empty();
    ByteBuffer body = read(file, start, length);
    if (body.remaining() < length) return Optional.empty();
    byte[] payload = new byte[length];
    body.get(payload);
    if (crc(payload) != crc) return Optional.empty();
    return Optional.of(new SpooledRecord(segment, at, start + length, payload));
  }

  /** Where the next mark is; -1 when there is none. In good files it is at {@code from}. */
  private static long nextMark(FileChannel file, long from, long limit) throws IOException {
    final int window = 1 << 16;
    for (long base = from; base + Integer.BYTES <= limit; base += window) {
      ByteBuffer bytes = read(file, base, (int) Math.min(window + 3L, limit - base));
      for (int i = 0; i + Integer.BYTES <= bytes.limit(); i++)
        if (bytes.getInt(i) == RECORD_MARK) return base + i;
      if (bytes.limit() < window) return -1;
    }
    return -1;
  }

  private static ByteBuffer read(FileChannel file, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining() && file.read(bytes, at + bytes.position()) >= 0) {}
    return bytes.flip();
  }
}
