// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** What a file shows without being read. Equal stamps: most likely, not surely, equal contents. */
record FileStamp(FileTime modified, long size, String identity) {
  /** Of a file that is absent, or whose attributes cannot be read. */
  static final FileStamp NONE = new FileStamp(FileTime.fromMillis(0), -1, "");

  static FileStamp of(Path file) {
    try {
      BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(seen.lastModifiedTime(), seen.size(), String.valueOf(seen.fileKey()));
    } catch (IOException notThere) {
      return NONE;
    }
  }
}
