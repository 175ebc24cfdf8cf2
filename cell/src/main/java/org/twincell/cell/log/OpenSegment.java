// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through the file that the log was being written to when the member stopped, before Ratis
 * opens it.
 *
 * <p>A file of the log is a header and records: length (a protobuf varint), that many bytes,
 * CRC-32C of both; then zeros that were allocated ahead. Ratis takes a record that is cut off by
 * the end of the <em>file</em> as torn, but one that is cut off <em>within</em> the zeros as
 * corruption, and refuses to start. Three cases are told apart here:
 *
 * <ul>
 *   <li>a bad record with nothing sound behind it was being written when the member was killed, and
 *       was never acknowledged by it: it is cut off;
 *   <li>a bad record with sound ones behind it is damage to what was acknowledged: cutting there
 *       would lose it silently, so the member refuses to start;
 *   <li>all sound.
 * </ul>
 *
 * What is kept is written to a new file and forced: when the last run ended with a refused fsync,
 * the operating system shows the old file as sound although the disk never had it.
 */
final class OpenSegment {
  private static final Logger LOG = LoggerFactory.getLogger(OpenSegment.class);

  private static final byte[] HEADER = {'R', 'a', 'f', 't', 'L', 'o', 'g', '1'};
  private static final int CHECKSUM_BYTES = 4;
  private static final int VARINT_LIMIT_BYTES = 10;

  private final Path file;
  private final ByteBuffer bytes;
  private long lastIndex = -1;

  private OpenSegment(Path file, ByteBuffer bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /** Mends the open file of a log, if there is one. */
  static void mend(DataFolder folder) throws LogFailedException {
    if (Files.notExists(folder.segments())) return;
    try (DirectoryStream<Path> open =
        Files.newDirectoryStream(folder.segments(), "log_inprogress_*")) {
      for (Path file : open) mend(file, folder);
    } catch (IOException e) {
      throw FailureText.of("the log cannot be read", folder.root(), e);
    }
  }

  private static void mend(Path file, DataFolder folder) throws IOException, LogFailedException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    OpenSegment segment = new OpenSegment(file, bytes);
    if (!segment.hasHeader()) return; // Ratis drops a file whose header was not yet written
    int end = segment.soundEnd();
    if (!segment.isZeroFrom(end)) {
      segment.refuseIfDamaged(end, folder);
      LOG.warn(
          "{}: the last record, after entry {}, was not written to its end; it was never"
              + " acknowledged by this member and is cut off",
          file,
          segment.lastIndex);
    }
    segment.rewrite(end, folder);
  }

  private boolean hasHeader() {
    if (bytes.limit() < HEADER.length) return false;
    for (int i = 0; i < HEADER.length; i++) if (bytes.get(i) != HEADER[i]) return false;
    return true;
  }

  /** The position behind the last sound record of the unbroken row from the start. */
  private int soundEnd() {
    int at = HEADER.length;
    for (int next = soundRecordEnd(at); next > 0; next = soundRecordEnd(at)) {
      lastIndex = indexAt(at);
      at = next;
    }
    return at;
  }

  private boolean isZeroFrom(int from) {
    for (int i = from; i < bytes.limit(); i++) if (bytes.get(i) != 0) return false;
    return true;
  }

  private void refuseIfDamaged(int from, DataFolder folder) throws LogFailedException {
    for (int at = from + 1; at < bytes.limit(); at++) {
      if (bytes.get(at) == 0 || soundRecordEnd(at) < 0) continue;
      long index = indexAt(at);
      if (index <= lastIndex) continue;
      throw new LogFailedException(
          "%s is damaged at byte %d, behind entry %d: entry %d further on is sound, so this is no torn end but a loss of entries that this member acknowledged. %s"
              .formatted(file, from, lastIndex, index, FailureText.damaged(folder.root())));
    }
  }

  /** The position behind the record at this position, or -1 when there is no sound one. */
  private int soundRecordEnd(int at) {
    long length = varint(at);
    if (length <= 0) return -1;
    int start = at + varintBytes(at);
    long end = start + length + CHECKSUM_BYTES;
    if (end > bytes.limit() || indexAt(at) < 0) return -1;
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.array(), at, (int) (start + length) - at);
    return bytes.getInt((int) (start + length)) == (int) checksum.getValue() ? (int) end : -1;
  }

  /** The index of the entry in a record: its fields are term (1) and index (2), -1 when not. */
  private long indexAt(int record) {
    int at = record + varintBytes(record);
    if (byteAt(at) == 0x08) at += 1 + varintBytes(at + 1); // a term of 0 is left out
    if (byteAt(at) != 0x10) return isBodyTag(byteAt(at)) ? 0 : -1; // and so is an index of 0
    return varint(at + 1);
  }

  private static boolean isBodyTag(int tag) {
    return tag == 0x1a || tag == 0x22 || tag == 0x2a;
  }

  private int byteAt(int at) {
    return at < bytes.limit() ? bytes.get(at) & 0xff : 0;
  }

  private long varint(int at) {
    long value = 0;
    for (int i = 0; i < VARINT_LIMIT_BYTES && at + i < bytes.limit(); i++) {
      byte b = bytes.get(at + i);
      value |= (long) (b & 0x7f) << (7 * i);
      if (b >= 0) return value;
    }
    return -1;
  }

  private int varintBytes(int at) {
    int n = 1;
    while (n < VARINT_LIMIT_BYTES && at + n <= bytes.limit() && bytes.get(at + n - 1) < 0) n++;
    return n;
  }

  private void rewrite(int end, DataFolder folder) throws IOException {
    Path draft = folder.root().resolve("open-segment.new");
    try (FileChannel out =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer kept = bytes.duplicate().position(0).limit(end);
      while (kept.hasRemaining()) {
        int written = out.write(kept);
        if (written < 0) throw new IOException("write to " + draft + " ended early");
      }
      out.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    DataFolder.sync(folder.segments());
  }
}
