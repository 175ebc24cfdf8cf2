// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.util.Map;
import java.util.logging.Level;

/**
 * Levels for the loggers of the library beneath the log. It tells each election at INFO and each
 * refused connection at WARN, with stack traces; what an operator needs of that, this package says
 * in its own lines. A launcher sets these; a configuration that names a logger itself wins.
 */
public final class LogLoggers {
  /** Logger name to the level that keeps it quiet. */
  public static final Map<String, Level> QUIET =
      Map.of(
          "org.apache.ratis", Level.SEVERE,
          "org.apache.ratis.thirdparty", Level.OFF,
          "org.apache.ratis.util.JvmPauseMonitor", Level.WARNING);

  private LogLoggers() {}
}
