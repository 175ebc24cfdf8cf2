// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.event;

/** The yes/no facets of a slot, in the order of the five-letter flag word {@code rkpdh}. */
public enum Facet {
  READ_ONLY('r'),
  KEY('k'),
  PARSE('p'),
  DUP_DETECT('d'),
  HIDDEN('h');

  private final char letter;

  Facet(char letter) {
    this.letter = letter;
  }

  /** The facet's lower-case letter in the flag word; an upper-case letter means that it is on. */
  public char letter() {
    return letter;
  }
}
