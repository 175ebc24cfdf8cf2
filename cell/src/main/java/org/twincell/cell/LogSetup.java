// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell;

import java.io.IOException;
import java.io.InputStream;
import java.util.logging.LogManager;

/**
 * How {@code mcell} logs unless {@code -Djava.util.logging.config.file} says otherwise: one line
 * for each message, on standard error.
 */
final class LogSetup {
  private LogSetup() {}

  static void apply() {
    if (System.getProperty("java.util.logging.config.file") != null) return;
    try (InputStream in = LogSetup.class.getResourceAsStream("logging.properties")) {
      if (in != null) LogManager.getLogManager().readConfiguration(in);
    } catch (IOException unreadable) {
      throw new IllegalStateException("the program lacks its logging.properties", unreadable);
    }
  }
}
