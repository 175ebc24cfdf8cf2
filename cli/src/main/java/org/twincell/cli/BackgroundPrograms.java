// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Starts a command of this program that outlives the one that started it. */
interface BackgroundPrograms {
  /**
   * Starts {@code Main} in a process of its own, with its output appended to a log file.
   *
   * @return the process id
   * @throws IOException when the process cannot be started
   */
  long start(List<String> arguments, Path log) throws IOException;
}
