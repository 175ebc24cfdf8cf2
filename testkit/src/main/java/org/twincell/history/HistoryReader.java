// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads a history line by line; memory does not grow with the file. */
public final class HistoryReader {
  /** The longest line, in characters; a fetch of 10,000 rows fits. */
  public static final int LINE_LIMIT_CHARS = 4 << 20;

  private HistoryReader() {}

  /**
   * Gives every line to the receiver, in order.
   *
   * @throws HistoryException with the line's number when it is not of the form
   * @throws UncheckedIOException when the file cannot be read
   */
  public static void read(Path file, Consumer<HistoryLine> receiver) {
    long number = 0;
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = nextLine(in); line != null; line = nextLine(in)) {
        number++;
        if (line.isBlank()) continue;
        HistoryLine parsed = HistoryText.parse(line);
        requireKnown(number, parsed);
        receiver.accept(parsed);
      }
    } catch (HistoryException e) {
      HistoryException placed =
          new HistoryException(file + ", line " + Math.max(1, number) + ": " + e.getMessage());
      placed.initCause(e);
      throw placed;
    } catch (IOException e) {
      throw new UncheckedIOException("the history " + file + " cannot be read", e);
    }
  }

  private static void requireKnown(long number, HistoryLine line) {
    boolean header = line instanceof HistoryLine.Header;
    if (number == 1 && !header) throw new HistoryException("the first line is no header");
    if (line instanceof HistoryLine.Header it && it.format() != HistoryText.FORMAT) {
      throw new HistoryException(
          "the format is " + it.format() + ", this program reads " + HistoryText.FORMAT);
    }
  }

  private static @org.jspecify.annotations.Nullable String nextLine(BufferedReader in)
      throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    if (c < 0) return null;
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.length() == LINE_LIMIT_CHARS) {
        throw new HistoryException("longer than " + LINE_LIMIT_CHARS + " characters");
      }
      line.append((char) c);
    }
    return line.toString();
  }
}
