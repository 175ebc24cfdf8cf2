// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.NavigableSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.client.spool.SpoolFolder.Mark;

/**
 * A queue in a folder. {@link #add} returns when the record is safe on the disk; callers that wait
 * at the same time share one fsync. {@link #next} hands the records out in order, again and again
 * until {@link #delivered} is told, also after a crash. A record whose {@code add} threw may come
 * out after a restart all the same; one that was delivered may come out again after a crash.
 *
 * <p>Any thread may add; one thread takes. A torn record at the end of a segment is the trace of a
 * crash in the middle of {@code add} and is dropped; damaged bytes with whole records behind them
 * are skipped and told in the log.
 */
public final class Spool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

  private final SpoolFolder folder;
  private final SpoolSettings settings;
  private final Object forcing = new Object();
  private final WaitingCount waiting = new WaitingCount();

  // Guarded by this.
  private final NavigableSet<Long> segments;
  private FileChannel active;
  private long writtenOffset;
  private long forcedOffset;
  private long writtenRecords;
  private long forcedRecords;
  private long bytes;
  private @Nullable IOException broken;
  private boolean closed;

  // Of the thread that takes.
  private Mark taken;
  private @Nullable FileChannel reading;
  private long readingSegment;

  private Spool(SpoolFolder folder, SpoolSettings settings) throws IOException {
    this.folder = folder;
    this.settings = settings;
    this.taken = folder.readMark();
    this.segments = folder.segments();
    dropDelivered();
    countWhatWaits();
    if (waiting.get() == 0) dropAll();
    long number = Math.max(taken.segment(), segments.isEmpty() ? 0 : segments.last()) + 1;
    this.active = folder.createSegment(number);
    segments.add(number);
    this.writtenOffset = SegmentFormat.MAGIC.length;
    this.forcedOffset = writtenOffset;
    this.bytes += writtenOffset;
  }

  /**
   * Opens the folder, makes it when it is not there.
   *
   * @throws IOException when it cannot be used; another client that uses it is one reason
   */
  public static Spool open(Path folder, SpoolSettings settings) throws IOException {
    SpoolFolder files = SpoolFolder.open(folder);
    try {
      return new Spool(files, settings);
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private void dropDelivered() throws IOException {
    for (long number : segments.headSet(taken.segment())) folder.deleteSegment(number);
    segments.headSet(taken.segment()).clear();
  }

  private void dropAll() throws IOException {
    for (long number : segments) {
      taken = new Mark(number + 1, 0);
      folder.deleteSegment(number);
    }
    folder.writeMark(taken);
    segments.clear();
    bytes = 0;
  }

  /** Reads every segment once, so that damage is told at the start and the tail is known. */
  private void countWhatWaits() throws IOException {
    for (long number : segments) {
      try (FileChannel file = folder.readSegment(number)) {
        long at = startOf(number);
        Optional<SpooledRecord> record = SegmentFormat.next(file, number, at, file.size());
        while (record.isPresent()) {
          if (record.get().start() > at)
            LOG.error(
                "spool segment {}: bytes {} to {} are damaged and skipped; what they held is lost",
                folder.segmentFile(number),
                at,
                record.get().start());
          at = record.get().end();
          waiting.add(1);
          record = SegmentFormat.next(file, number, at, file.size());
        }
        if (at < file.size())
          LOG.info(
              "spool segment {}: a torn tail at {} is dropped", folder.segmentFile(number), at);
        bytes += file.size();
      }
    }
  }

  private long startOf(long segment) {
    long start = SegmentFormat.MAGIC.length;
    return segment == taken.segment() ? Math.max(start, taken.offset()) : start;
  }

  /**
   * Adds a record and returns when it is on the disk.
   *
   * @throws SpoolFullException nothing was added; a named limit, or the disk, is full
   * @throws IOException the disk failed; the record may or may not be there after a restart
   */
  public void add(byte[] payload) throws IOException {
    if (payload.length > settings.recordLimitBytes())
      throw new SpoolFullException(
          "a record of "
              + payload.length
              + " bytes is larger than recordLimitBytes="
              + settings.recordLimitBytes());
    ByteBuffer record = SegmentFormat.encode(payload);
    if (isSegmentFull()) roll();
    force(write(record));
  }

  private synchronized boolean isSegmentFull() {
    return writtenOffset >= settings.segmentBytes();
  }

  private synchronized long write(ByteBuffer record) throws IOException {
    checkUsable();
    int length = record.remaining();
    if (bytes + length > settings.limitBytes())
      throw new SpoolFullException(
          "the spool has reached spoolLimit="
              + settings.limitBytes()
              + " bytes with "
              + waiting.get()
              + " records waiting; it empties when a gateway is reachable");
    long at = writtenOffset;
    try {
      while (record.hasRemaining()) at += active.write(record, at);
    } catch (IOException e) {
      throw notWritten(e);
    }
    writtenOffset = at;
    bytes += length;
    return ++writtenRecords;
  }

  /** Half a record must not stand before the next one. */
  private IOException notWritten(IOException e) {
    try {
      active.truncate(writtenOffset);
      return new SpoolFullException("the spool cannot write: " + e.getMessage());
    } catch (IOException second) {
      e.addSuppressed(second);
      broken = e;
      return e;
    }
  }

  private void checkUsable() throws IOException {
    if (closed) throw new IOException("the spool is closed");
    if (broken != null)
      throw new IOException(
          "the spool does not accept records since its disk failed: "
              + broken.getMessage()
              + "; mend the disk and start the client again",
          broken);
  }

  /** Returns when this record and all before it are on the disk; one caller works for many. */
  private void force(long record) throws IOException {
    synchronized (forcing) {
      FileChannel file;
      long offset;
      long records;
      synchronized (this) {
        if (forcedRecords >= record) return;
        checkUsable();
        file = active;
        offset = writtenOffset;
        records = writtenRecords;
      }
      try {
        file.force(false);
      } catch (IOException e) {
        // After a failed fsync nobody knows what is on the disk, and a second one would not tell.
        synchronized (this) {
          broken = e;
        }
        throw e;
      }
      forced(offset, records);
    }
  }

  private synchronized void forced(long offset, long records) {
    forcedOffset = offset;
    waiting.add(records - forcedRecords);
    forcedRecords = records;
  }

  private void roll() throws IOException {
    synchronized (forcing) {
      synchronized (this) {
        if (!isSegmentFull()) return;
        checkUsable();
        active.force(false);
        forced(writtenOffset, writtenRecords);
        FileChannel next = folder.createSegment(segments.last() + 1);
        active.close();
        active = next;
        segments.add(segments.last() + 1);
        writtenOffset = SegmentFormat.MAGIC.length;
        forcedOffset = writtenOffset;
        bytes += writtenOffset;
      }
    }
  }

  /**
   * The oldest record that is not delivered; waits for one.
   *
   * @return empty when none came in this time
   */
  public Optional<SpooledRecord> next(Duration atMost) throws IOException, InterruptedException {
    if (!waiting.awaitSome(atMost)) return Optional.empty();
    while (true) {
      long segment = segmentToRead();
      Optional<SpooledRecord> record =
          SegmentFormat.next(open(segment), segment, startOf(segment), endOf(segment));
      if (record.isPresent()) return record;
      if (!leave(segment)) return Optional.empty();
    }
  }

  private synchronized long segmentToRead() {
    Long segment = segments.ceiling(taken.segment());
    return segment == null ? segments.last() : segment;
  }

  private long endOf(long segment) throws IOException {
    synchronized (this) {
      if (segment == segments.last()) return forcedOffset;
    }
    return Files.size(folder.segmentFile(segment));
  }

  private FileChannel open(long segment) throws IOException {
    FileChannel file = reading;
    if (file != null && readingSegment == segment) return file;
    if (file != null) file.close();
    FileChannel opened = folder.readSegment(segment);
    reading = opened;
    readingSegment = segment;
    return opened;
  }

  /** The segment has no more records. Returns false for the one that is still written to. */
  private boolean leave(long segment) throws IOException {
    long size;
    synchronized (this) {
      if (segment == segments.last()) return false;
      size = Files.size(folder.segmentFile(segment));
    }
    taken = new Mark(segment + 1, 0);
    folder.writeMark(taken);
    folder.deleteSegment(segment);
    synchronized (this) {
      segments.remove(segment);
      bytes -= size;
    }
    return true;
  }

  /** This record, the last that {@link #next} gave, does not come again. */
  public void delivered(SpooledRecord record) throws IOException {
    taken = new Mark(record.segment(), record.end());
    folder.writeMark(taken);
    waiting.add(-1);
  }

  /** Records that are not delivered yet. */
  public long waiting() {
    return waiting.get();
  }

  /** Waits until nothing is waiting; false when the time was over first. */
  public boolean awaitEmpty(Duration atMost) throws InterruptedException {
    return waiting.awaitNone(atMost);
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      if (closed) return;
      closed = true;
    }
    waiting.close();
    synchronized (forcing) {
      active.close();
    }
    FileChannel file = reading;
    if (file != null) file.close();
    folder.close();
  }
}
