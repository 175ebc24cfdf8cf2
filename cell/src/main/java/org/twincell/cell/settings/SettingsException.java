// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.settings;

import java.util.List;

/**
 * The parameters cannot be used. Carries every problem found, each with its mend; nothing started.
 */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public SettingsException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  /** One line each, in the order of the file, then of the options. */
  public List<String> problems() {
    return problems;
  }
}
