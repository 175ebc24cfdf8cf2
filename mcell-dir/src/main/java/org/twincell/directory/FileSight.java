// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What was found in the file at one moment: its content, or why there is none. */
final class FileSight {
  private final byte[] content;
  private final @Nullable DirectoryException failure;

  private FileSight(byte[] content, @Nullable DirectoryException failure) {
    this.content = content;
    this.failure = failure;
  }

  static FileSight of(Path file) {
    try {
      return of(DirectoryText.read(file));
    } catch (DirectoryException unreadable) {
      return of(unreadable);
    }
  }

  static FileSight of(byte[] content) {
    return new FileSight(content, null);
  }

  static FileSight of(DirectoryException unreadable) {
    return new FileSight(new byte[0], unreadable);
  }

  boolean isSameAs(FileSight other) {
    return reason().equals(other.reason()) && Arrays.equals(content, other.content);
  }

  private String reason() {
    return failure == null ? "" : failure.problems().toString();
  }

  /** False when someone may still be writing: nothing is there, or the last line has no end. */
  boolean looksWhole() {
    if (content.length == 0) return false;
    byte last = content[content.length - 1];
    return last == '\n' || last == '\r';
  }

  /**
   * @throws DirectoryException when the file could not be read or has problems
   */
  CellDirectory directory(String source) {
    if (failure != null) throw failure;
    return CellDirectory.parse(source, content);
  }
}
