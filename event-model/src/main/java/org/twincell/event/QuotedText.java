// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.event;

import org.jspecify.annotations.Nullable;

/**
 * A text in single or double quotes, as class files, instances and conditions write it. It may span
 * lines. The quote itself is doubled inside, or escaped with a backslash; {@code \n \t \r \a \b \f
 * \v} are the usual control characters; before any other character a backslash stands for itself
 * (not documented; it keeps {@code 'C:\Windows'} whole).
 *
 * @param value what the quotes hold
 * @param end the position after the closing quote
 */
public record QuotedText(String value, int end) {
  /** Reads from an opening quote; null when it is never closed. */
  public static @Nullable QuotedText read(String text, int open) {
    char quote = text.charAt(open);
    StringBuilder out = new StringBuilder();
    int at = open + 1;
    while (at < text.length()) {
      char c = text.charAt(at++);
      boolean isFollowed = at < text.length();
      if (c == '\\' && isFollowed) {
        escape(out, text.charAt(at++));
      } else if (c != quote) {
        out.append(c);
      } else if (isFollowed && text.charAt(at) == quote) {
        out.append(quote);
        at++;
      } else {
        return new QuotedText(out.toString(), at);
      }
    }
    return null;
  }

  private static void escape(StringBuilder out, char c) {
    switch (c) {
      case 'n' -> out.append('\n');
      case 't' -> out.append('\t');
      case 'r' -> out.append('\r');
      case 'a' -> out.append('\u0007');
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'v' -> out.append('\u000B');
      case '\\', '\'', '"' -> out.append(c);
      default -> out.append('\\').append(c);
    }
  }
}
