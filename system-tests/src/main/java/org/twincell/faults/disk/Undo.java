// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Puts files back to what they held at their last fsync, from the records of {@code hurt.c}: one
 * undo file per inode, in it for each unsynced write the place, the size of the file before, and
 * the bytes that were replaced.
 */
final class Undo {
  private static final int HEAD_BYTES = 3 * Long.BYTES;

  private Undo() {}

  private record Replaced(long offset, long size, byte[] content) {}

  static long restore(Path undoFolder, Path data) throws IOException {
    Map<String, Path> byInode = new HashMap<>();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byInode.put(Files.getAttribute(file, "unix:ino").toString(), file);
      }
    }
    long restored = 0;
    try (Stream<Path> undoFiles = Files.list(undoFolder)) {
      for (Path undo : undoFiles.toList()) {
        Path file = byInode.get(undo.getFileName().toString());
        if (file != null) restored += restoreFile(file, read(undo));
      }
    }
    clear(undoFolder);
    return restored;
  }

  /** A record that was cut by the kill belongs to a write that never came. */
  private static List<Replaced> read(Path undo) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(undo)).order(ByteOrder.nativeOrder());
    List<Replaced> records = new ArrayList<>();
    while (all.remaining() >= HEAD_BYTES) {
      long offset = all.getLong();
      long size = all.getLong();
      long length = all.getLong();
      if (length > all.remaining()) break;
      byte[] content = new byte[(int) length];
      all.get(content);
      records.add(new Replaced(offset, size, content));
    }
    return records;
  }

  private static long restoreFile(Path file, List<Replaced> records) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = records.size() - 1; i >= 0; i--) {
        Replaced replaced = records.get(i);
        ByteBuffer content = ByteBuffer.wrap(replaced.content());
        while (content.hasRemaining()) {
          channel.write(content, replaced.offset() + content.position());
        }
        channel.truncate(replaced.size());
      }
    }
    return records.size();
  }

  static void clear(Path undoFolder) throws IOException {
    try (Stream<Path> undoFiles = Files.list(undoFolder)) {
      for (Path undo : undoFiles.toList()) Files.delete(undo);
    }
  }
}
