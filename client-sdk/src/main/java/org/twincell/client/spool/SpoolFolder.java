// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** The files of a spool: a lock, numbered segments, and the mark up to where all is delivered. */
final class SpoolFolder implements AutoCloseable {
  private static final String SUFFIX = ".spool";
  private static final int MARK_BYTES = 24;

  private final Path folder;
  private final FileChannel lockFile;
  private final FileChannel markFile;

  private SpoolFolder(Path folder, FileChannel lockFile, FileChannel markFile) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.markFile = markFile;
  }

  /** Up to where records are delivered. */
  record Mark(long segment, long offset) {
    static final Mark NOTHING = new Mark(0, 0);
  }

  static SpoolFolder open(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel lock = openForWriting(folder.resolve("lock"));
    if (!locked(lock)) {
      lock.close();
      throw new IOException(
          "the spool folder "
              + folder
              + " is used by another client; give each client a folder of its own");
    }
    return new SpoolFolder(folder, lock, openForWriting(folder.resolve("delivered")));
  }

  private static boolean locked(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static FileChannel openForWriting(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  Path segmentFile(long number) {
    return folder.resolve(String.format(Locale.ROOT, "%016d%s", number, SUFFIX));
  }

  NavigableSet<Long> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Long> numbers =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.matches("\\d{16}\\" + SUFFIX))
              .map(name -> Long.parseLong(name.substring(0, 16)))
              .toList();
      return new TreeSet<>(numbers);
    }
  }

  /** A new segment with its heading, safe on the disk together with its name. */
  FileChannel createSegment(long number) throws IOException {
    FileChannel file =
        FileChannel.open(
            segmentFile(number), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      file.write(ByteBuffer.wrap(SegmentFormat.MAGIC));
      file.force(true);
      forceFolder();
      return file;
    } catch (IOException e) {
      file.close();
      Files.deleteIfExists(segmentFile(number));
      throw e;
    }
  }

  private void forceFolder() throws IOException {
    try (FileChannel self = FileChannel.open(folder, StandardOpenOption.READ)) {
      self.force(true);
    }
  }

  FileChannel readSegment(long number) throws IOException {
    return FileChannel.open(segmentFile(number), StandardOpenOption.READ);
  }

  void deleteSegment(long number) throws IOException {
    Files.deleteIfExists(segmentFile(number));
  }

  /** Not forced: a mark that is too old only delivers again what the receiver has already. */
  void writeMark(Mark mark) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MARK_BYTES);
    bytes.putLong(mark.segment()).putLong(mark.offset());
    bytes.putLong(crc(bytes.array())).flip();
    while (bytes.hasRemaining()) markFile.write(bytes, bytes.position());
  }

  /** A mark that is torn counts as none. */
  Mark readMark() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MARK_BYTES);
    while (bytes.hasRemaining() && markFile.read(bytes, bytes.position()) >= 0) {}
    if (bytes.hasRemaining() || bytes.getLong(16) != crc(bytes.array())) return Mark.NOTHING;
    return new Mark(bytes.getLong(0), bytes.getLong(8));
  }

  private static long crc(byte[] mark) {
    CRC32C crc = new CRC32C();
    crc.update(mark, 0, 16);
    return crc.getValue();
  }

  @Override
  public void close() throws IOException {
    markFile.close();
    lockFile.close();
  }
}
