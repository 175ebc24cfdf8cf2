// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.demo;

/** The demonstration cannot go on, or did not prove what it should. The text is for its viewer. */
final class DemoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoException(String text) {
    super(text);
  }
}
