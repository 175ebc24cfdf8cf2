// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.operation;

/**
 * Makes any text fit for XML 1.0. A cell may hold characters that XML cannot carry, sent by other
 * ways than this gateway; an answer with one of them would be unreadable as a whole.
 */
final class XmlText {
  private static final char REPLACEMENT = '\uFFFD';

  private XmlText() {}

  /** The text with U+FFFD in place of what XML cannot carry. */
  static String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPlain(text.charAt(i))) return cleaned(text);
    }
    return text;
  }

  /** How many bytes a text takes in an answer: UTF-8, and markup written out. */
  static long bytes(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) bytes += bytes(text.charAt(i));
    return bytes;
  }

  private static int bytes(char c) {
    if (c == '&' || c == '<' || c == '>' || c == '\r') return "&amp;".length();
    if (c < 0x80) return 1;
    return c < 0x800 ? 2 : 3;
  }

  private static boolean isPlain(char c) {
    return (c >= 0x20 && c < 0xD800) || c == '\n' || c == '\t' || c == '\r';
  }

  private static String cleaned(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().forEach(c -> clean.appendCodePoint(isXml(c) ? c : REPLACEMENT));
    return clean.toString();
  }

  private static boolean isXml(int c) {
    return c == '\n'
        || c == '\t'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
