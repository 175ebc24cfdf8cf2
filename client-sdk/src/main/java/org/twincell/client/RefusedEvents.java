// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Spooled events that the cell will never take, written to a file that an operator can read, mend
 * and send with {@code msend}: the text form of instances, with the reason as a comment.
 */
final class RefusedEvents {
  static final String FILE_NAME = "refused.baroc";

  /** Of the file; a flood of refused events must not fill the disk. */
  private static final long LIMIT_BYTES = 64L << 20;

  private final Path file;

  RefusedEvents(Path folder) {
    this.file = folder.resolve(FILE_NAME);
  }

  /** Returns when it is on the disk. */
  void add(Event event, String reason) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      if (out.size() > LIMIT_BYTES)
        throw new IOException(
            file
                + " has reached "
                + LIMIT_BYTES
                + " bytes; mend and send its events, remove it, and start the client again");
      ByteBuffer text = ByteBuffer.wrap(text(event, reason).getBytes(StandardCharsets.UTF_8));
      while (text.hasRemaining()) out.write(text);
      out.force(true);
    }
  }

  static String text(Event event, String reason) {
    StringBuilder text = new StringBuilder();
    text.append("# refused: ").append(reason.replaceAll("\\R", " ")).append('\n');
    text.append(event.className()).append(";\n");
    event
        .slots()
        .values()
        .forEach((name, value) -> text.append("\t" + name + "=" + literal(value) + ";\n"));
    return text.append("END\n").toString();
  }

  private static String literal(SlotValue value) {
    if (value instanceof SlotValue.Texts texts) return list(texts.values());
    if (value instanceof SlotValue.Wholes wholes) return wholes.values().toString();
    if (value instanceof SlotValue.Reals reals) return reals.values().toString();
    return value instanceof SlotValue.Text text ? quoted(text.value()) : value.asText();
  }

  private static String list(List<String> values) {
    return values.stream().map(RefusedEvents::quoted).collect(Collectors.joining(",", "[", "]"));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
