// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;

/**
 * Reads the text form of EIF: {@code Class;slot=value;...;END}. Unlike BAROC, a value without
 * quotes reaches to the next semicolon, blanks and quotes included; inside quotes a semicolon is
 * text. The binary header {@code <START>>} of captured traffic and the bytes after END are passed
 * over.
 *
 * <p>The reader hands over bytes as ISO-8859-1 characters; each text becomes UTF-8 where it is
 * valid UTF-8, as newer senders write it.
 */
final class EifReader implements EventReader {
  /** The longest value, in bytes. */
  static final int VALUE_LIMIT = 1024 * 1024;

  private static final String HEADER_MARK = "<START>>";

  /** What follows the mark in a header: four ids and types, two lengths, in words of four bytes. */
  private static final int HEADER_REST = 28;

  private final PushbackReader in;
  private final String source;
  private int line = 1;

  EifReader(Reader latin1, String source) {
    this.in = new PushbackReader(latin1, 1);
    this.source = source;
  }

  @Override
  public Optional<Located> next() throws IOException, SyntaxProblem {
    String className = skipToClass();
    if (className.isEmpty()) return Optional.empty();
    int firstLine = line;
    try {
      if (!className.matches("\\w+")) {
        throw problem(
            "'" + shortened(className) + "' is not a class name; write Class;slot=value;END");
      }
      return Optional.of(
          new Located(new RawInstance(className, slots()), source + ":" + firstLine));
    } catch (SyntaxProblem e) {
      skipPastEnd();
      throw e;
    }
  }

  private String skipToClass() throws IOException {
    while (true) {
      int c = read();
      if (c < 0) return "";
      if (c == ';' || c <= ' ') continue;
      unread(c);
      String word = until(";\n").strip();
      int mark = word.indexOf(HEADER_MARK);
      if (mark < 0) {
        read();
        return decoded(word);
      }
      // A binary header: its bytes may hold anything, so what was read of it counts as well.
      String rest = word.substring(mark + HEADER_MARK.length());
      if (rest.length() >= HEADER_REST) {
        read();
        return decoded(rest.substring(HEADER_REST).strip());
      }
      for (int i = rest.length(); i < HEADER_REST; i++) read();
    }
  }

  private Map<String, RawValue> slots() throws IOException, SyntaxProblem {
    Map<String, RawValue> slots = new LinkedHashMap<>();
    while (true) {
      String name = until("=;\n").strip();
      int after = read();
      if (name.equals("END")) return slots;
      if (after < 0) throw problem("the input ends before END");
      if (after == '=') slots.put(name, value());
      else if (!name.isEmpty()) throw problem("'" + shortened(name) + "' has no '=' after it");
    }
  }

  private RawValue value() throws IOException, SyntaxProblem {
    int c = read();
    while (c == ' ' || c == '\t') c = read();
    if (c == '\'' || c == '"') {
      String text = quoted(c);
      skipTo(';');
      return RawValue.text(text);
    }
    unread(c);
    if (c == '[') return list();
    String text = decoded(until(";").strip());
    read();
    return RawValue.text(text);
  }

  private RawValue list() throws IOException, SyntaxProblem {
    List<String> elements = new ArrayList<>();
    read();
    while (true) {
      int c = read();
      if (c < 0) throw problem("a list has no ']'");
      if (c == ']') break;
      if (c == ',' || c <= ' ') continue;
      if (c == '\'' || c == '"') {
        elements.add(quoted(c));
      } else {
        unread(c);
        elements.add(decoded(until(",]").strip()));
      }
    }
    skipTo(';');
    return RawValue.list(elements);
  }

  private String quoted(int quote) throws IOException, SyntaxProblem {
    StringBuilder text = new StringBuilder();
    while (true) {
      int c = read();
      if (c < 0) throw problem("a quoted value has no end");
      if (c == quote) {
        int following = read();
        if (following != quote) {
          unread(following);
          return decoded(text.toString());
        }
      }
      if (text.length() >= VALUE_LIMIT) throw tooLong();
      text.append((char) c);
    }
  }

  private void skipTo(char wanted) throws IOException, SyntaxProblem {
    int c = read();
    while (c >= 0 && c <= ' ') c = read();
    if (c != wanted) throw problem("expected '" + wanted + "' after a value");
  }

  /** Reads up to one of the stops, which stays unread. */
  private String until(String stops) throws IOException {
    StringBuilder text = new StringBuilder();
    int c = read();
    while (c >= 0 && stops.indexOf(c) < 0 && text.length() < VALUE_LIMIT) {
      text.append((char) c);
      c = read();
    }
    unread(c);
    return text.toString();
  }

  private void skipPastEnd() throws IOException {
    StringBuilder tail = new StringBuilder(";"); // a mistake is often found behind one
    for (int c = read(); c >= 0; c = read()) {
      tail.append((char) c);
      if (tail.length() > 4) tail.deleteCharAt(0);
      if (tail.toString().matches("[;\\s]END")) return;
    }
  }

  private SyntaxProblem tooLong() {
    return problem("a value is longer than " + VALUE_LIMIT + " bytes");
  }

  private SyntaxProblem problem(String what) {
    return new SyntaxProblem(source + ":" + line, what);
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }

  private static String decoded(String latin1) {
    byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return latin1;
    }
  }

  private int read() throws IOException {
    int c = in.read();
    if (c == '\n') line++;
    return c;
  }

  private void unread(int c) throws IOException {
    if (c < 0) return;
    if (c == '\n') line--;
    in.unread(c);
  }
}
