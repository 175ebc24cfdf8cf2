// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol;

/**
 * A cell refused a request. The message tells what, why and how to mend; {@link #error} says what
 * the caller should do.
 */
public final class CellException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final CellError error;
  private final String what;
  private final String why;
  private final String mend;
  private final int line;
  private final int column;

  public CellException(CellError error, String what, String why, String mend) {
    this(error, what, why, mend, 0, 0);
  }

  /** With the place in a query or a class file, counted from 1; 0 where there is none. */
  public CellException(
      CellError error, String what, String why, String mend, int line, int column) {
    super(what + (why.isEmpty() ? "" : " (" + why + ")") + (mend.isEmpty() ? "" : ". " + mend));
    this.error = error;
    this.what = what;
    this.why = why;
    this.mend = mend;
    this.line = line;
    this.column = column;
  }

  public CellError error() {
    return error;
  }

  public String what() {
    return what;
  }

  public String why() {
    return why;
  }

  public String mend() {
    return mend;
  }

  /** Line in the query or class file, from 1; 0 when it does not apply. */
  public int line() {
    return line;
  }

  /** Column in the query or class file, from 1; 0 when it does not apply. */
  public int column() {
    return column;
  }
}
