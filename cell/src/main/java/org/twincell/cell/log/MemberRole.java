// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

/** What a member is by configuration. A stand-alone cell has one member, its primary. */
public enum MemberRole {
  /** Keeps the store; preferred as active where switch-back is automatic. */
  PRIMARY,
  /** Keeps the store. */
  SECONDARY,
  /** Votes and keeps the tail of the log, but no store. */
  WITNESS
}
