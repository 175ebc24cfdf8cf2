// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

/**
 * The third field of a directory line: what guards the connections to what the line names. Equal
 * texts are equal keys. Printing a key never shows it.
 *
 * @param text the key itself; {@code *TLS} is always in capitals
 */
public record EntryKey(String text) {
  /** The key that the original product is installed with, and that everyone therefore knows. */
  public static final String SHIPPED_DEFAULT = "mc";

  /** A shared key that is shorter than this is weak. */
  public static final int STRONG_CHARS = 16;

  /** The text of the key that asks for certificates from PEM files. */
  public static final String TLS_TEXT = "*TLS";

  /** The text of the key that asks for plain text. */
  public static final String PLAIN_TEXT = "0";

  /** How connections are guarded. */
  public enum Kind {
    /** By a text that both sides know. */
    SHARED,
    /** By certificates from PEM files ({@code *TLS}). */
    TLS,
    /** Not at all ({@code 0}). */
    PLAIN
  }

  /**
   * @throws IllegalArgumentException when the text cannot stand in a file: it is empty, has white
   *     space or invisible characters, or starts with {@code #} or with a {@code *} that is not
   *     {@code *TLS}
   */
  public EntryKey {
    String wrong = whatIsWrongWith(text);
    if (!wrong.isEmpty()) throw new IllegalArgumentException("a key " + wrong);
    if (text.equalsIgnoreCase(TLS_TEXT)) text = TLS_TEXT;
  }

  /** Empty when the text can be a key; otherwise the end of a sentence that starts "a key". */
  static String whatIsWrongWith(String text) {
    if (text.isEmpty()) return "is never empty";
    if (text.startsWith("#")) return "cannot start with #, which begins a comment";
    if (text.startsWith("*") && !text.equalsIgnoreCase(TLS_TEXT)) {
      return "that starts with * is a word of the format, and the only such word is *TLS";
    }
    return LineFields.isVisible(text) ? "" : "has no white space and no invisible characters";
  }

  /** How connections are guarded. */
  public Kind kind() {
    if (text.equals(PLAIN_TEXT)) return Kind.PLAIN;
    return text.equals(TLS_TEXT) ? Kind.TLS : Kind.SHARED;
  }

  /** Whether this is a shared key that can be guessed: the shipped default, or a short one. */
  public boolean isWeak() {
    return kind() == Kind.SHARED && (text.length() < STRONG_CHARS || text.equals(SHIPPED_DEFAULT));
  }

  /** The kind and the strength, never the text. */
  @Override
  public String toString() {
    return isWeak() ? "SHARED, weak" : kind().name();
  }
}
