// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.cells;

/** Text of a client, made fit to be shown in an error: short, and without control characters. */
public final class Shown {
  private static final int LIMIT_CHARS = 80;

  private Shown() {}

  /** At most 80 characters of the text, with a mark where it was cut. */
  public static String of(String text) {
    String whole = text.length() > LIMIT_CHARS ? text.substring(0, LIMIT_CHARS) + "..." : text;
    StringBuilder shown = new StringBuilder(whole.length());
    whole.codePoints().forEach(c -> shown.appendCodePoint(isVisible(c) ? c : '?'));
    return shown.toString();
  }

  private static boolean isVisible(int c) {
    return !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE;
  }
}
