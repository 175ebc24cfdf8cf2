// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.disk;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * The page of switches and counters that a preloaded member shares with the harness. The numbers
 * are those of {@code hurt.c}.
 */
public final class Switches {
  private static final int BYTES = 4096;
  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** The numbers of the system's errors that are played. */
  public enum DiskError {
    INPUT_OUTPUT(5),
    NO_SPACE(28);

    private final int number;

    DiskError(int number) {
      this.number = number;
    }
  }

  /** What the library counts. */
  public enum Counter {
    FSYNCS(16),
    FSYNCS_DELAYED(17),
    FSYNCS_FAILED(18),
    WRITES(19),
    WRITES_FAILED(20),
    CLOCK_READS_SHIFTED(21);

    private final int place;

    Counter(int place) {
      this.place = place;
    }
  }

  private final MappedByteBuffer page;

  private Switches(MappedByteBuffer page) {
    this.page = page;
  }

  /** Makes the file, with every switch off. */
  static Switches make(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Switches(channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES));
    }
  }

  private void set(int place, long value) {
    LONGS.setVolatile(page, place * Long.BYTES, value);
  }

  /** How often something happened since the file was made. */
  public long count(Counter counter) {
    return (long) LONGS.getVolatile(page, counter.place * Long.BYTES);
  }

  /** The member's wall clock goes so much before (or, negative, behind) the machine's. */
  public void clockOffset(Duration offset) {
    set(0, offset.toNanos());
  }

  /** Every fsync takes so much longer. */
  public void fsyncDelay(Duration delay) {
    set(1, delay.toNanos() / 1000);
  }

  /** Every fsync fails. */
  public void failFsyncs(DiskError error) {
    set(2, error.number);
  }

  /** Every write fails after so many further bytes. */
  public void failWritesAfter(long bytes, DiskError error) {
    set(4, bytes);
    set(3, error.number);
  }

  /** The disk is well again; the clock stays as it is. */
  public void healDisk() {
    set(3, 0);
    set(2, 0);
    set(1, 0);
    set(4, 0);
  }
}
