// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import static org.twincell.directory.DirectoryLimits.MAX_FILE_BYTES;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a file with their line ends, so that all bytes can be written again as they were. A
 * file is UTF-8; one that is not is taken as ISO 8859-1, in which every byte is a character: old
 * files have such comments.
 *
 * @param charset how the file is written
 * @param lines the lines without their ends
 * @param ends the end of each line: LF, CR LF, CR, or nothing after the last line
 */
record DirectoryText(Charset charset, List<String> lines, List<String> ends) {

  static DirectoryText of(byte[] content) {
    Charset charset = isUtf8(content) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    String text = new String(content, charset);
    List<String> lines = new ArrayList<>();
    List<String> ends = new ArrayList<>();
    int nextLf = text.indexOf('\n');
    int nextCr = text.indexOf('\r');
    int start = 0;
    while (nextLf >= 0 || nextCr >= 0) {
      boolean lf = nextCr < 0 || (nextLf >= 0 && nextLf < nextCr);
      int at = lf ? nextLf : nextCr;
      boolean two = !lf && nextLf == at + 1;
      lines.add(text.substring(start, at));
      ends.add(lf ? "\n" : two ? "\r\n" : "\r");
      start = two ? at + 2 : at + 1;
      if (lf || two) nextLf = text.indexOf('\n', start);
      if (!lf) nextCr = text.indexOf('\r', start);
    }
    if (start < text.length()) {
      lines.add(text.substring(start));
      ends.add("");
    }
    return new DirectoryText(charset, lines, ends);
  }

  /**
   * The quick decoder puts a mark where it cannot decode; only a file with such marks is strict.
   */
  private static boolean isUtf8(byte[] content) {
    if (new String(content, StandardCharsets.UTF_8).indexOf('\uFFFD') < 0) return true;
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
      return true;
    } catch (CharacterCodingException notUtf8) {
      return false;
    }
  }

  byte[] toBytes() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) text.append(lines.get(i)).append(ends.get(i));
    return text.toString().getBytes(charset);
  }

  DirectoryText copy() {
    return new DirectoryText(charset, new ArrayList<>(lines), new ArrayList<>(ends));
  }

  /**
   * All bytes of the file.
   *
   * @throws DirectoryException when there is no such file, it cannot be read, is too long, or is
   *     not text
   */
  static byte[] read(Path file) {
    String source = file.toString();
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw unreadable(source, "it is not a file", "Name the directory file itself.");
      }
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw unreadable(
            source,
            "it has more than " + MAX_FILE_BYTES + " bytes, the limit",
            "Spread the cells over several files.");
      }
      return refuseUtf16(source, Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw unreadable(
          source, "there is no such file", "Create it, or name the file that is meant.");
    } catch (IOException e) {
      throw unreadable(source, e.toString(), "Make it readable for this user.");
    }
  }

  private static byte[] refuseUtf16(String source, byte[] content) {
    int mark = content.length < 2 ? 0 : (content[0] & 0xff) << 8 | (content[1] & 0xff);
    if (mark != 0xfeff && mark != 0xfffe) return content;
    throw unreadable(source, "it is written in UTF-16", "Save it again as UTF-8.");
  }

  private static DirectoryException unreadable(String source, String why, String mend) {
    return new DirectoryException(
        source, DirectoryProblem.ofFile("the directory cannot be read (" + why + ")", mend));
  }
}
