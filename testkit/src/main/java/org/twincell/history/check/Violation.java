// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history.check;

/**
 * A rule was broken.
 *
 * @param message names the calls by their number in the history, and the event
 */
public record Violation(Rule rule, String message) {
  @Override
  public String toString() {
    return rule + ": " + message;
  }
}
