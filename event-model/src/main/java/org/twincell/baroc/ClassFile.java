// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One class file by name and content.
 *
 * @param name shown in problems
 * @param text the whole content
 */
public record ClassFile(String name, String text) {
  /** The largest class file that is read. */
  public static final int SIZE_LIMIT_BYTES = 16 * 1024 * 1024;

  /**
   * A file that was read from bytes.
   *
   * @param warnings says so when the bytes were not UTF-8
   */
  public record Decoded(ClassFile file, List<Problem> warnings) {
    public Decoded {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Reads a file: UTF-8, with or without byte order mark; bytes that are not valid UTF-8 are taken
   * as ISO-8859-1, with a warning.
   *
   * @throws IOException when the file cannot be read or is over {@link #SIZE_LIMIT_BYTES}
   */
  public static Decoded read(Path path) throws IOException {
    long size = Files.size(path);
    if (size > SIZE_LIMIT_BYTES) {
      throw new IOException(
          path + " has " + size + " bytes; a class file has at most " + SIZE_LIMIT_BYTES);
    }
    return decode(path.getFileName().toString(), Files.readAllBytes(path));
  }

  /** The same from bytes at hand. */
  public static Decoded decode(String name, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new Decoded(new ClassFile(name, text), List.of());
    } catch (CharacterCodingException notUtf8) {
      ClassFile file = new ClassFile(name, new String(bytes, StandardCharsets.ISO_8859_1));
      return new Decoded(
          file,
          List.of(
              new Problem(
                  name, 1, 1, "not valid UTF-8, read as ISO-8859-1", "save the file as UTF-8")));
    }
  }
}
