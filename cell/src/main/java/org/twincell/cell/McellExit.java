// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell;

/** The exit codes of {@code mcell}; 0 to 20 mean what they mean for the original's commands. */
final class McellExit {
  /** It was asked to stop, and did. */
  static final int OK = 0;

  /** The command line; picocli's own code for it is 2. */
  static final int USAGE = 1;

  /** The data folder: the log or the store cannot be used. */
  static final int DATA = 10;

  /** Settings, directory or keys. */
  static final int CONFIGURATION = 12;

  /** A port: the member's own, or that of the replicated log. */
  static final int PORT = 14;

  /** It ran and could not go on; its log says why. Start it again once the cause is gone. */
  static final int FAILED = 26;

  /** What a shell sees of a process that SIGKILL ended; a drill halts the process with it. */
  static final int AS_IF_KILLED = 137;

  private McellExit() {}

  static int of(CellStartException.Kind kind) {
    return switch (kind) {
      case CONFIGURATION -> CONFIGURATION;
      case PORT -> PORT;
      case DATA -> DATA;
    };
  }
}
