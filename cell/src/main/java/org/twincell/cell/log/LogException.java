// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import org.jspecify.annotations.Nullable;

/** Why the log did not do what it was asked; each subclass asks for a different next step. */
public abstract sealed class LogException extends Exception
    permits NotActiveException, OutcomeUnknownException, LogFailedException {
  private static final long serialVersionUID = 1L;

  LogException(String message) {
    super(message);
  }

  LogException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
