// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The part of JSON that a history needs: objects, arrays, strings, whole numbers, true, false. */
final class JsonText {
  private static final int DEPTH_LIMIT = 8;

  private final String text;
  private int at;

  private JsonText(String text) {
    this.text = text;
  }

  /**
   * Reads one object: values are String, Long, Boolean, List or Map.
   *
   * @throws HistoryException with the column of what is wrong
   */
  static Map<String, Object> object(String text) {
    JsonText reader = new JsonText(text);
    Map<String, Object> read = reader.readObject(0);
    reader.space();
    if (reader.at < text.length()) throw reader.wrong("the end of the line");
    return read;
  }

  private Map<String, Object> readObject(int depth) {
    Map<String, Object> read = new LinkedHashMap<>();
    expect('{');
    if (skip('}')) return read;
    do {
      String name = readString();
      expect(':');
      read.put(name, readValue(depth + 1));
    } while (skip(','));
    expect('}');
    return read;
  }

  private List<Object> readArray(int depth) {
    List<Object> read = new ArrayList<>();
    expect('[');
    if (skip(']')) return read;
    do read.add(readValue(depth + 1));
    while (skip(','));
    expect(']');
    return read;
  }

  private Object readValue(int depth) {
    if (depth > DEPTH_LIMIT) throw wrong("less nesting");
    space();
    char first = at < text.length() ? text.charAt(at) : ' ';
    if (first == '"') return readString();
    if (first == '[') return readArray(depth);
    if (first == '{') return readObject(depth);
    if (text.startsWith("true", at)) return word("true", true);
    if (text.startsWith("false", at)) return word("false", false);
    return readNumber();
  }

  private Object word(String word, boolean value) {
    at += word.length();
    return value;
  }

  private Long readNumber() {
    int from = at;
    if (at < text.length() && text.charAt(at) == '-') at++;
    while (at < text.length() && Character.isDigit(text.charAt(at))) at++;
    try {
      return Long.parseLong(text, from, at, 10);
    } catch (NumberFormatException e) {
      at = from;
      throw wrong("a value (strings, whole numbers, true, false, arrays)");
    }
  }

  private String readString() {
    expect('"');
    int plain = at;
    while (plain < text.length() && text.charAt(plain) != '"' && text.charAt(plain) != '\\')
      plain++;
    if (plain < text.length() && text.charAt(plain) == '"') {
      String read = text.substring(at, plain);
      at = plain + 1;
      return read;
    }
    StringBuilder read = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char next = text.charAt(at++);
      read.append(next == '\\' ? escaped() : next);
    }
    expectHere('"');
    return read.toString();
  }

  private char escaped() {
    if (at >= text.length()) throw wrong("the rest of an escape");
    char kind = text.charAt(at++);
    return switch (kind) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'u' -> {
        if (at + 4 > text.length()) throw wrong("four hexadecimal digits");
        try {
          int code = Integer.parseInt(text, at, at + 4, 16);
          at += 4;
          yield (char) code;
        } catch (NumberFormatException e) {
          throw wrong("four hexadecimal digits");
        }
      }
      case '"', '\\', '/' -> kind;
      default -> throw wrong("an escape that JSON knows");
    };
  }

  private void space() {
    while (at < text.length() && text.charAt(at) <= ' ') at++;
  }

  private boolean skip(char wanted) {
    space();
    if (at >= text.length() || text.charAt(at) != wanted) return false;
    at++;
    return true;
  }

  private void expect(char wanted) {
    space();
    expectHere(wanted);
  }

  private void expectHere(char wanted) {
    if (at >= text.length() || text.charAt(at) != wanted) throw wrong("'" + wanted + "'");
    at++;
  }

  private HistoryException wrong(String expected) {
    return new HistoryException("column " + (at + 1) + ": expected " + expected);
  }

  static void quote(StringBuilder out, String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c == '\n') out.append("\\n");
      else if (c < ' ') out.append(String.format("\\u%04x", (int) c));
      else out.append(c);
    }
    out.append('"');
  }
}
