// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.twincell.protocol.CellCommand;

/**
 * The folder of {@code -j}: messages that wait for their cell, safe on the local disk. A batch is
 * written beside its place, forced to the disk, and renamed; it is deleted when the cell has
 * answered each of its messages. Whoever delivers holds the lock, so that one process at a time
 * does. A batch that is sent again after a crash carries the same ids, so nothing is doubled.
 */
final class BufferFolder implements AutoCloseable {
  /** The most bytes that may wait in one folder. */
  static final long BUFFER_LIMIT_BYTES = 1L << 30;

  /** The most messages of one batch. */
  static final int BATCH_LIMIT = 1000;

  private static final String BATCH = ".batch";
  private static final String HALF_WRITTEN = ".tmp";

  private final Path folder;
  private Optional<FileChannel> lockFile = Optional.empty();

  private BufferFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens the folder, and makes it when it is missing.
   *
   * @throws CommandFailure when it cannot be written
   */
  static BufferFolder open(Path folder) {
    try {
      Files.createDirectories(folder);
      if (!Files.isWritable(folder)) throw new IOException("permission denied");
      return new BufferFolder(folder);
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static CommandFailure unusable(Path folder, IOException e) {
    return new CommandFailure(
        ExitCode.PERSISTENCY,
        "cannot use the buffer folder " + folder,
        ClientConf.reason(e),
        "Name a folder with -j that can be written, on a disk that has room.");
  }

  Path path() {
    return folder;
  }

  /** Makes the messages safe on the disk. The name orders batches by time. */
  void add(List<CellCommand> commands, long wallMillis, long random) {
    String name = String.format(Locale.ROOT, "%016x-%016x", wallMillis, random);
    try {
      if (waitingBytes() > BUFFER_LIMIT_BYTES) {
        throw new IOException(
            "more than " + BUFFER_LIMIT_BYTES + " bytes wait in it already (BUFFER_LIMIT_BYTES)");
      }
      Path half = folder.resolve(name + HALF_WRITTEN);
      try (FileChannel file =
          FileChannel.open(half, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(BatchFile.encode(commands));
        while (bytes.hasRemaining()) file.write(bytes);
        file.force(true);
      }
      Files.move(half, folder.resolve(name + BATCH), StandardCopyOption.ATOMIC_MOVE);
      forceFolder();
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private void forceFolder() throws IOException {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  private long waitingBytes() throws IOException {
    long sum = 0;
    for (Path batch : batches()) sum += Files.size(batch);
    return sum;
  }

  /** The batches that wait, the oldest first. */
  List<Path> batches() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(BATCH)).sorted().toList();
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /** Becomes the one who delivers; false when another process is. */
  boolean lock() {
    if (lockFile.isPresent()) return true;
    try {
      FileChannel file =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      Optional<FileLock> lock = Optional.empty();
      try {
        lock = Optional.ofNullable(file.tryLock());
      } catch (OverlappingFileLockException e) {
        lock = Optional.empty(); // this very process delivers, on another thread
      } finally {
        if (lock.isEmpty()) file.close();
      }
      if (lock.isPresent()) lockFile = Optional.of(file);
      return lock.isPresent();
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  List<CellCommand> read(Path batch) throws IOException {
    return BatchFile.decode(Files.readAllBytes(batch));
  }

  /** All of it was answered. */
  void delete(Path batch) {
    try {
      Files.deleteIfExists(batch);
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /** Out of the way, kept for a person: it cannot be read. */
  void putAside(Path batch) {
    try {
      Files.move(batch, batch.resolveSibling(batch.getFileName() + ".unreadable"));
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /** Notes what the cell refused while nobody looked. */
  Path refusedLog() {
    return folder.resolve("refused.log");
  }

  void noteRefused(String line) {
    try {
      Files.writeString(
          refusedLog(),
          line + System.lineSeparator(),
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /** Asks the process that delivers to end; it looks twice a second. */
  void askToStop() {
    try {
      Files.writeString(folder.resolve("stop"), "", StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  boolean isAskedToStop() {
    return Files.exists(folder.resolve("stop"));
  }

  void forgetStop() {
    delete(folder.resolve("stop"));
  }

  /** Lets another process deliver. Twice without harm. */
  @Override
  public void close() {
    try {
      if (lockFile.isPresent()) lockFile.get().close();
    } catch (IOException e) {
      throw unusable(folder, e);
    } finally {
      lockFile = Optional.empty();
    }
  }
}
