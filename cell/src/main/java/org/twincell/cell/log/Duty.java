// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

/** What a member does now: exactly one member of a cell is active in a term. */
public enum Duty {
  /** Takes commands and answers questions. */
  ACTIVE,
  /** Follows the active member and waits. */
  STANDBY
}
