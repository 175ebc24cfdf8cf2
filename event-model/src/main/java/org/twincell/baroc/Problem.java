// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

/**
 * One mistake in a BAROC text.
 *
 * @param file the name of the text, as its reader was given it
 * @param line from 1
 * @param column from 1, in characters; a tab counts as one
 * @param what what is wrong
 * @param mend what to write instead; empty where there is nothing to add
 */
public record Problem(String file, int line, int column, String what, String mend) {
  @Override
  public String toString() {
    String place = file + ":" + line + ":" + column + ": ";
    return mend.isEmpty() ? place + what : place + what + "; " + mend;
  }
}
