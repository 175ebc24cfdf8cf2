// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.cells;

/**
 * What a connection does while no member of its cell is active. The gateway keeps no buffer: a call
 * either fails at once or is held until its time-out.
 */
public enum BufferMode {
  /** As the setting {@code PersistencyLevel} says. */
  DEFAULT,
  /** Fail at once. */
  NONE,
  /** Hold the call. */
  LOW,
  /** Hold the call. */
  HIGH
}
