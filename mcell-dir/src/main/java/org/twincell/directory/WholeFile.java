// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import org.jspecify.annotations.Nullable;

/** Replaces a file in one step, so that a reader never sees half of it and a crash leaves one. */
final class WholeFile {
  private WholeFile() {}

  /**
   * @throws DirectoryException when the new file cannot be made exactly as accessible as the old
   *     one, or cannot be written; the old one is then as it was
   */
  static void replace(Path file, byte[] content) {
    try {
      replaceTarget(file.toRealPath(), content);
    } catch (IOException e) {
      throw new DirectoryException(
          file.toString(),
          DirectoryProblem.ofFile(
              "the file cannot be replaced (" + e + ")",
              "Run as the owner of the file, who must be allowed to write in its folder."));
    }
  }

  private static void replaceTarget(Path target, byte[] content) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null) throw new IOException(target + " is not in a folder");
    Path draft = Files.createTempFile(folder, "." + target.getFileName() + ".", ".new");
    try {
      write(draft, content);
      keepAccess(target, draft);
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
    forceFolder(folder);
  }

  private static void write(Path draft, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) channel.write(rest);
      channel.force(true);
    }
  }

  /** The file holds keys: it must not become readable to others, nor unreadable to its cell. */
  private static void keepAccess(Path target, Path draft) throws IOException {
    @Nullable PosixFileAttributeView old = posixView(target);
    @Nullable PosixFileAttributeView now = posixView(draft);
    if (old == null || now == null) return;
    PosixFileAttributes wanted = old.readAttributes();
    PosixFileAttributes made = now.readAttributes();
    if (!made.owner().equals(wanted.owner())) now.setOwner(wanted.owner());
    if (!made.group().equals(wanted.group())) now.setGroup(wanted.group());
    now.setPermissions(wanted.permissions());
  }

  /** Absent on systems that have no such permissions. */
  private static @Nullable PosixFileAttributeView posixView(Path path) {
    return Files.getFileAttributeView(path, PosixFileAttributeView.class);
  }

  /** Makes the new name of the file survive a crash; only POSIX systems open a folder for that. */
  private static void forceFolder(Path folder) throws IOException {
    if (posixView(folder) == null) return;
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
