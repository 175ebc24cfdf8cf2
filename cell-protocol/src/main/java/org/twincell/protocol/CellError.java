// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol;

/** Why a cell refused, told apart by what the caller should do next. */
public enum CellError {
  /** This member is on standby: ask the active one. {@link CellClient} does so by itself. */
  NOT_ACTIVE(true),
  /**
   * No member is active or reachable within the caller's patience; nothing was done. Retry later.
   */
  UNAVAILABLE(true),
  /** The caller's patience ended while the command was under way. Retry with the same ids. */
  OUTCOME_UNKNOWN(true),
  /** A named limit of the cell is reached for the moment, or admittance is paused. Retry later. */
  BUSY(true),
  /** The cell does not know the class. */
  CLASS_UNKNOWN(false),
  /** A slot is missing, too long, or may not be set. */
  SLOT_INVALID(false),
  /** There is no event or data object with this id or handle. */
  OBJECT_UNKNOWN(false),
  /** The query does not parse; line and column are given. */
  QUERY_SYNTAX(false),
  /** The query was opened too long ago: its state is no longer kept. Open it again. */
  QUERY_EXPIRED(false),
  /** A class file has errors, or would take a class away that objects still have. */
  CLASS_FILE_INVALID(false),
  /** The request is larger than a named limit. */
  TOO_LARGE(false),
  /** The key does not fit, or the caller may not do this. */
  NOT_AUTHORISED(false),
  /** The request itself is wrong. */
  BAD_REQUEST(false),
  /** A control word was refused because events could be lost, or it does not apply now. */
  REFUSED(false),
  /** A fault of the cell; its log has the details. */
  INTERNAL(false);

  private final boolean worthRetrying;

  CellError(boolean worthRetrying) {
    this.worthRetrying = worthRetrying;
  }

  /** Whether the same request may succeed later. */
  public boolean worthRetrying() {
    return worthRetrying;
  }
}
