// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

/**
 * Shows a piece of a file in a message: in quotes, shortened, with what cannot be seen spelt out.
 */
final class Quoted {
  private static final int MAX_SHOWN_CHARS = 60;

  private Quoted() {}

  static String of(String text) {
    StringBuilder shown = new StringBuilder("'");
    int length = Math.min(text.length(), MAX_SHOWN_CHARS);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      boolean plain = Character.isLetterOrDigit(c) || (c >= ' ' && c < 0x7f);
      if (plain) shown.append(c);
      else shown.append(String.format("\\u%04X", (int) c));
    }
    return shown.append(text.length() > length ? "..." : "").append('\'').toString();
  }
}
