// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import org.jspecify.annotations.Nullable;

/**
 * The entry may be in the log or not: the active member changed or the answer took too long. Send
 * the same command with the same ids again; applying it twice is the store's to prevent.
 */
public final class OutcomeUnknownException extends LogException {
  private static final long serialVersionUID = 1L;

  OutcomeUnknownException(String message) {
    super(message);
  }

  OutcomeUnknownException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
