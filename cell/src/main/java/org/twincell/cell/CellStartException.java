// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell;

/** A member could not start. The message says what, why and how to mend; nothing stays open. */
public final class CellStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What is in the way; {@code mcell} makes its exit code of it. */
  public enum Kind {
    /** Settings, directory, keys. */
    CONFIGURATION,
    /** The member's own port, or the one on which the members hear each other. */
    PORT,
    /** The data folder: log or store. */
    DATA
  }

  CellStartException(Kind kind, Exception cause) {
    super(cause.getMessage(), cause);
    this.kind = kind;
  }

  CellStartException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
