// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/**
 * Cuts a stream of instances ({@code CLASS; slot=value; ... END}) into single texts, so that a pipe
 * without end can be sent as it comes and a large file needs no large memory. Knows quotes, lists
 * and comments, nothing more: what is wrong inside a text is found by its parser.
 */
final class InstanceSplitter {
  /** The longest text of one instance, in characters. */
  static final int INSTANCE_LIMIT_CHARS = 16 * 1024 * 1024;

  private final Reader reader;
  private int line = 1;
  private int pushedBack = NOTHING;

  private static final int NOTHING = -2;
  private static final int END_OF_STREAM = -1;

  InstanceSplitter(Reader reader) {
    this.reader = reader;
  }

  /**
   * The text of one instance.
   *
   * @param firstLine the line of the stream on which the text starts, from 1
   * @param complete false when the stream or the limit cut it off before its END
   */
  record Piece(String text, int firstLine, boolean complete) {}

  /** The next instance; empty at the end of the stream. Blocks until one is whole. */
  Optional<Piece> next() throws IOException {
    int c = skipToStart();
    if (c == END_OF_STREAM) return Optional.empty();
    StringBuilder text = new StringBuilder();
    int firstLine = line;
    int wordStart = -1;
    boolean afterSemicolon = false;
    while (c != END_OF_STREAM && text.length() < INSTANCE_LIMIT_CHARS) {
      if (isWord(c) || (c == '#' && wordStart >= 0)) { // inside a word # is a character like others
        if (wordStart < 0) wordStart = text.length();
      } else {
        if (c != '=' && wordStart >= 0 && afterSemicolon && isEnd(text, wordStart)) {
          unread(c);
          return Optional.of(new Piece(text.toString(), firstLine, true));
        }
        if (wordStart >= 0) afterSemicolon = false;
        wordStart = -1;
        if (c == ';') afterSemicolon = true;
        else if (c == '\'' || c == '"') quoted(text, c);
        else if (c == '#') comment(text);
      }
      boolean taken = c == '\'' || c == '"' || (c == '#' && wordStart < 0);
      if (!taken) text.append((char) c);
      c = read();
    }
    boolean complete = wordStart >= 0 && afterSemicolon && isEnd(text, wordStart);
    return Optional.of(new Piece(text.toString(), firstLine, complete));
  }

  /** Passes over white space, comments, and semicolons that follow an END. */
  private int skipToStart() throws IOException {
    int c = read();
    while (c == ';'
        || c == '#'
        || (c != END_OF_STREAM && Character.isWhitespace(c))
        || c == '\uFEFF') {
      if (c == '#') {
        while (c != '\n' && c != END_OF_STREAM) c = read();
      } else {
        c = read();
      }
    }
    return c;
  }

  private void quoted(StringBuilder text, int quote) throws IOException {
    text.append((char) quote);
    int c = read();
    while (c != END_OF_STREAM && text.length() < INSTANCE_LIMIT_CHARS) {
      text.append((char) c);
      if (c == quote) return; // a doubled quote opens the next string, which is right as well
      if (c == '\\') {
        c = read();
        if (c == END_OF_STREAM) return;
        text.append((char) c);
      }
      c = read();
    }
  }

  private void comment(StringBuilder text) throws IOException {
    int c = '#';
    while (c != '\n' && c != END_OF_STREAM && text.length() < INSTANCE_LIMIT_CHARS) {
      text.append((char) c);
      c = read();
    }
    if (c == '\n') text.append('\n');
  }

  private static boolean isEnd(StringBuilder text, int wordStart) {
    return text.length() - wordStart == 3 && text.indexOf("END", wordStart) == wordStart;
  }

  private static boolean isWord(int c) {
    return !Character.isWhitespace(c) && ";,=[]'\"#".indexOf(c) < 0;
  }

  private int read() throws IOException {
    int c = pushedBack;
    if (c == NOTHING) c = reader.read();
    pushedBack = NOTHING;
    if (c == '\n') line++;
    return c;
  }

  private void unread(int c) {
    if (c == '\n') line--;
    pushedBack = c;
  }
}
