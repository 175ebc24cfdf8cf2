// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import java.util.Arrays;

/**
 * Where the fields of one line are. Fields are separated by white space of any kind; a field that
 * starts with {@code #} begins a comment, which is the rest of the line.
 */
final class LineFields {
  private final String text;
  private final int commentStart;
  private int[] bounds = new int[12];
  private int count;

  private LineFields(String text) {
    this.text = text;
    int at = skipSpace(0);
    while (at < text.length() && text.charAt(at) != '#') {
      int end = skipField(at);
      add(at, end);
      at = skipSpace(end);
    }
    this.commentStart = at;
  }

  static LineFields of(String text) {
    return new LineFields(text);
  }

  private void add(int start, int end) {
    if (2 * count == bounds.length) bounds = Arrays.copyOf(bounds, 4 * count);
    bounds[2 * count] = start;
    bounds[2 * count + 1] = end;
    count++;
  }

  private int skipSpace(int from) {
    int at = from;
    while (at < text.length() && isSpace(text.charAt(at))) at++;
    return at;
  }

  private int skipField(int from) {
    int at = from;
    while (at < text.length() && !isSpace(text.charAt(at))) at++;
    return at;
  }

  int count() {
    return count;
  }

  String field(int index) {
    return text.substring(start(index), end(index));
  }

  int start(int index) {
    return bounds[2 * index];
  }

  int end(int index) {
    return bounds[2 * index + 1];
  }

  /** The column, from 1, where this field starts; of the first absent one, where the line ends. */
  int column(int index) {
    return index < count ? start(index) + 1 : text.length() + 1;
  }

  boolean hasComment() {
    return commentStart < text.length();
  }

  /** Where the comment starts; without one, the length of the line. */
  int commentStart() {
    return commentStart;
  }

  String text() {
    return text;
  }

  /** A byte order mark, which some editors leave at the start of a file, separates like a space. */
  static boolean isSpace(char c) {
    if (c > ' ' && c < 0x7f) return false;
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
  }

  /** Whether a person can see every character of this text. */
  static boolean isVisible(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ' && c < 0x7f) continue;
      if (isSpace(c) || isInvisible(c)) return false;
    }
    return true;
  }

  private static boolean isInvisible(char c) {
    int type = Character.getType(c);
    return Character.isISOControl(c) || type == Character.FORMAT || type == Character.UNASSIGNED;
  }
}
