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

  private final boolean aboutPort;

  LogFailedException(String message) {
    this(message, null, false);
  }

  LogFailedException(String message, @Nullable Throwable cause, boolean aboutPort) {
    super(message, cause);
    this.aboutPort = aboutPort;
  }

  /** The port on which members hear each other could not be had; the data is well. */
  public boolean isAboutPort() {
    return aboutPort;
  }
}
