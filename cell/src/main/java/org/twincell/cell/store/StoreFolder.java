// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of a store: {@code content-<n>} holds the database, and the file {@code current} names
 * the one that counts. Another content is made ready beside it; renaming {@code current} is the
 * instant at which it takes over. A content that was found damaged is kept as {@code damaged}, the
 * latest one alone; {@code lacking} says that what counts is not whole and why. Whatever else is
 * there was left by a process that was killed.
 */
final class StoreFolder {
  private static final String POINTER = "current";
  private static final String PREFIX = "content-";
  private static final String DAMAGED = "damaged";
  private static final String LACKING = "lacking";

  private final Path folder;

  StoreFolder(Path folder) {
    this.folder = folder;
  }

  /** The folder of the content that counts; strays are deleted. */
  Path current() throws IOException {
    Files.createDirectories(folder);
    Path pointer = folder.resolve(POINTER);
    if (!Files.exists(pointer)) switchTo(folder.resolve(PREFIX + 1));
    Path current = folder.resolve(Files.readString(pointer).strip());
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> strays =
          all.filter(path -> !path.equals(pointer) && !path.equals(current))
              .filter(path -> isOurs(path.getFileName().toString()))
              .toList();
      for (Path stray : strays) delete(stray);
    }
    return current;
  }

  Path path() {
    return folder;
  }

  @Override
  public String toString() {
    return folder.toString();
  }

  /** Keeps a content for whoever wants to know what happened to it, and lets go of an earlier. */
  void moveAside(Path content) throws IOException {
    if (!Files.exists(content)) return;
    Path kept = folder.resolve(DAMAGED);
    delete(kept);
    Files.move(content, kept, StandardCopyOption.ATOMIC_MOVE);
    sync(folder);
  }

  /** Why the content that counts is not whole; empty when it is, as far as this is known. */
  String lacking() throws IOException {
    Path flag = folder.resolve(LACKING);
    return Files.exists(flag) ? Files.readString(flag).strip() : "";
  }

  /** Remembers across restarts that the content is not whole. */
  void lack(String reason) throws IOException {
    Files.createDirectories(folder);
    Path draft = folder.resolve(LACKING + ".new");
    Files.writeString(draft, reason.replace('\n', ' ') + "\n");
    sync(draft);
    Files.move(
        draft,
        folder.resolve(LACKING),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    sync(folder);
  }

  /** The content that counts is whole. */
  void isWhole() throws IOException {
    if (Files.deleteIfExists(folder.resolve(LACKING))) sync(folder);
  }

  private static boolean isOurs(String name) {
    return name.startsWith(PREFIX) || name.startsWith(POINTER);
  }

  /** A folder for the content after {@code current}, not there yet. */
  Path next(Path current) throws IOException {
    long number = Long.parseLong(current.getFileName().toString().substring(PREFIX.length()));
    Path next = folder.resolve(PREFIX + (number + 1));
    delete(next);
    return next;
  }

  /** From now on this content counts, also after a crash. */
  void switchTo(Path content) throws IOException {
    Path draft = folder.resolve(POINTER + ".new");
    Files.writeString(draft, content.getFileName() + "\n");
    sync(draft);
    Files.move(
        draft,
        folder.resolve(POINTER),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    sync(folder);
  }

  /** Copies a database: files that never change by hard link where that can be, others whole. */
  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(file.getFileName());
        if (!file.getFileName().toString().endsWith(".sst") || !link(copy, file)) {
          Files.copy(file, copy);
          sync(copy);
        }
      }
    }
    sync(to);
  }

  private static boolean link(Path link, Path file) {
    try {
      Files.createLink(link, file);
      return true;
    } catch (IOException | UnsupportedOperationException otherVolume) {
      return false; // The caller copies.
    }
  }

  static void sync(Path path) throws IOException {
    boolean isFolder = Files.isDirectory(path);
    try (FileChannel channel =
        FileChannel.open(path, isFolder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  static void delete(Path path) throws IOException {
    if (!Files.exists(path)) return;
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path dir, @org.jspecify.annotations.Nullable IOException failed) throws IOException {
            if (failed != null) throw failed;
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
