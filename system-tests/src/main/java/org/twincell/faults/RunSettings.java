// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a user asked for.
 *
 * @param root folder of the project, whose launcher starts the processes
 * @param length how long faults are fired; the last one is healed and checked after it
 * @param mostFaults it ends after so many faults, if that is earlier; 0 is no bound
 * @param seed of the plan
 * @param only kinds to fire; empty means all that this machine can do
 * @param rootless relays on loopback even where namespaces could be made
 * @param keep leave folder, logs and history of a clean run too
 * @param steady no faults: short pauses and lost packets, during which no duty may move
 * @param pair the cell has no witness
 */
public record RunSettings(
    Path root,
    Duration length,
    int mostFaults,
    long seed,
    List<String> only,
    boolean rootless,
    boolean keep,
    boolean steady,
    boolean pair) {
  public RunSettings {
    only = List.copyOf(only);
  }
}
