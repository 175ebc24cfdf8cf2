// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.IOException;
import java.io.StringReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data folder of a log: its format file, and where things lie in it.
 *
 * <pre>
 *   lock              held by the process that uses the folder
 *   format            what this folder is: format number, cell, member
 *   raft/GROUP/       the log itself
 *   snapshots/        copies of the store, one folder each
 *   incoming/         a copy that is being received
 *   branch            of a pair without witness: where the member stands, see {@link BranchFile}
 *   branch-N/         the same again for branch N of the cell's history
 * </pre>
 */
final class DataFolder implements AutoCloseable {
  /** The newest format that this program reads and the one that it writes. */
  static final int FORMAT = 1;

  private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
  private static final String FORMAT_FILE = "format";

  /**
   * The folders that this process uses. The system's lock is the process's and not the channel's:
   * to close a second channel of the same file gives the lock away, so none may be opened.
   */
  private static final Set<Path> USED_HERE = ConcurrentHashMap.newKeySet();

  private final Path root;
  private final UUID group;
  private final boolean fresh;
  private final FileChannel lock;
  private final AtomicBoolean closed = new AtomicBoolean();

  private DataFolder(Path root, UUID group, FileChannel lock) {
    this.root = root;
    this.lock = lock;
    this.group = group;
    this.fresh = Files.notExists(segments());
  }

  /** Makes or checks the folder. */
  static DataFolder open(LogSettings settings) throws LogFailedException {
    return open(settings, Branch.FIRST.number());
  }

  /** The same for one branch of the cell's history. */
  static DataFolder open(LogSettings settings, long branch) throws LogFailedException {
    Path root = rootOf(settings, branch);
    FileChannel lock = null;
    try {
      Files.createDirectories(root);
      lock = lock(root);
      Path format = root.resolve(FORMAT_FILE);
      if (Files.notExists(format)) {
        if (Files.exists(root.resolve("raft"))) {
          throw new LogFailedException(
              root + " holds a log but no file '" + FORMAT_FILE + "'. Put that file back");
        }
        write(root, format, settings);
      } else {
        check(format, settings);
      }
      return new DataFolder(root, groupOf(settings.cell(), branch), lock);
    } catch (IOException | LogFailedException e) {
      if (lock != null) unlock(root, lock);
      throw FailureText.of("data folder " + root + " cannot be used", root, e);
    }
  }

  private static FileChannel lock(Path root) throws IOException, LogFailedException {
    if (!USED_HERE.add(root)) throw inUse(root, "This process uses it already");
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() != null) return channel;
      throw inUse(root, "Another process uses it");
    } catch (IOException | LogFailedException | RuntimeException e) {
      unlock(root, channel);
      throw e;
    }
  }

  private static LogFailedException inUse(Path root, String why) {
    return new LogFailedException(
        "data folder %s is in use. %s: stop it, or give this member its own folder"
            .formatted(root, why));
  }

  private static void unlock(Path root, @Nullable FileChannel lock) {
    try {
      if (lock != null) lock.close();
    } catch (IOException e) {
      LOG.warn("a lock cannot be released; it ends with the process", e);
    }
    USED_HERE.remove(root);
  }

  /** Whether a log of this process still holds the folder, maybe while it closes. */
  static boolean isUsedHere(Path root) {
    return USED_HERE.contains(root.toAbsolutePath().normalize());
  }

  /** Lets another process use the folder. Twice does no harm. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) unlock(root, lock);
  }

  /** The folder of one branch; that of the first is the data folder itself. */
  static Path rootOf(LogSettings settings, long branch) {
    Path root = settings.folder().toAbsolutePath().normalize();
    return branch == 0 ? root : root.resolve("branch-" + branch);
  }

  /** Members find each other by this id, so it depends on the cell's name and its branch alone. */
  static UUID groupOf(String cell, long branch) {
    String name = "org.twincell/cell/" + cell.toLowerCase(Locale.ROOT);
    if (branch > 0) name += "/branch/" + branch;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Path root, Path format, LogSettings settings) throws IOException {
    String text =
        "# A member's replicated log of Twincell. Do not edit, do not share between members.\n"
            + ("format=" + FORMAT + "\n")
            + ("cell=" + settings.cell() + "\n")
            + ("member=" + settings.member() + "\n");
    Path draft = format.resolveSibling(FORMAT_FILE + ".new");
    Files.writeString(draft, text, StandardCharsets.UTF_8);
    sync(draft);
    Files.move(draft, format, StandardCopyOption.ATOMIC_MOVE);
    sync(root);
  }

  private static void check(Path format, LogSettings settings)
      throws IOException, LogFailedException {
    Properties found = new Properties();
    found.load(new StringReader(Files.readString(format, StandardCharsets.UTF_8)));
    String number = found.getProperty("format", "");
    if (!number.matches("[0-9]{1,9}")) {
      throw new LogFailedException(
          format + " has no line format=NUMBER. Bring the file back from a backup");
    }
    if (Integer.parseInt(number) > FORMAT) {
      throw new LogFailedException(
          "the log in %s has format %s, and this program knows formats up to %d. Start it with the newer program that wrote it"
              .formatted(format.getParent(), number, FORMAT));
    }
    same(format, "cell", found.getProperty("cell", ""), settings.cell());
    same(format, "member", found.getProperty("member", ""), settings.member());
  }

  private static void same(Path format, String what, String found, String wanted)
      throws LogFailedException {
    boolean equal = what.equals("cell") ? found.equalsIgnoreCase(wanted) : found.equals(wanted);
    if (!equal) {
      throw new LogFailedException(
          "the log in %s belongs to %s '%s', not to '%s'. Give each member its own data folder"
              .formatted(format.getParent(), what, found, wanted));
    }
  }

  /** True when there was no log before this start. */
  boolean fresh() {
    return fresh;
  }

  Path root() {
    return root;
  }

  UUID group() {
    return group;
  }

  Path raft() {
    return root.resolve("raft");
  }

  /** Where the files of the log lie. */
  Path segments() {
    return raft().resolve(group.toString()).resolve("current");
  }

  Path snapshots() {
    return root.resolve("snapshots");
  }

  Path incoming() {
    return root.resolve("incoming");
  }

  /** Forces a file, or the entries of a folder, to the disk. */
  static void sync(Path path) throws IOException {
    boolean folder = Files.isDirectory(path);
    try (FileChannel channel =
        FileChannel.open(path, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
