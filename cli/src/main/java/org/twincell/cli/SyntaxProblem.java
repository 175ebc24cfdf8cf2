// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

/** One message of an input does not parse; the ones after it may. */
final class SyntaxProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private final String text;

  /**
   * @param place the file or stream and the line, for instance {@code events.baroc:12:3}
   * @param what what is wrong there
   */
  SyntaxProblem(String place, String what) {
    super(place + ": " + what);
    this.text = place + ": " + what;
  }

  String text() {
    return text;
  }
}
