// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.twincell.time.TimeSource;

/**
 * What surrounds a command: its streams, environment, working folder, clocks, chance, and the way
 * to cells.
 *
 * @param folder file names of the command line are resolved against it
 * @param userName of the operating system
 * @param hostName of this machine, without its domain
 */
record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path folder,
    String userName,
    String hostName,
    TimeSource time,
    RandomGenerator random,
    CellConnector connector,
    BackgroundPrograms background) {
  Terminal {
    environment = Map.copyOf(environment);
  }

  String environment(String name) {
    return environment.getOrDefault(name, "");
  }

  Path resolve(String file) {
    return folder.resolve(file).normalize();
  }
}
