// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

/** How a command ended, as the shell sees it. The numbers are those that scripts already know. */
enum ExitCode {
  OK(0),
  /** The command line itself is wrong. */
  BAD_USAGE(1),
  /** The home folder cannot be used. */
  INITIALISATION(10),
  /** {@code mclient.conf} or the directory file is missing or wrong. */
  CONFIGURATION(12),
  /** The way to the cell cannot be set up: name not in the directory, key that cannot be used. */
  OUTBOUND(13),
  /** The folder of the persistent buffer cannot be used. */
  PERSISTENCY(16),
  /** A range of source ports was asked for. */
  PORT_RANGE(17),
  /** No member of the cell answered, or none became active in time. */
  CONNECTION(20),
  /** The cell refused. */
  COMMAND_FAILED(26),
  /** Events, slots or conditions that do not parse. */
  SYNTAX(27),
  /** The cell's answer makes no sense. */
  INVALID_ANSWER(28),
  /** The background sender of the persistent buffer could not be started or stopped. */
  BUFFER_SENDER(32);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
