// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import java.util.List;

/** Settings cannot be used; the message has every problem, one a line. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  SettingsException(String source, List<String> problems) {
    super(
        problems.size() == 1
            ? source + ": " + problems.get(0)
            : source
                + " has "
                + problems.size()
                + " problems:\n  "
                + String.join("\n  ", problems));
    this.problems = List.copyOf(problems);
  }

  /** Each with its line, what is wrong and what to write. */
  public List<String> problems() {
    return problems;
  }
}
