// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import org.jspecify.annotations.Nullable;

/**
 * This member's log stopped and acknowledges nothing any more: its disk refused, its files are
 * damaged or of a newer format, or its store failed. The message says what, why and how to mend;
 * the member starts again once the cause is gone.
 */
public final class LogFailedException extends LogException {
  private static final long serialVersionUID = 1L;

  LogFailedException(String message) {
    super(message);
  }

  LogFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
