// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.event;

/**
 * A slot that a sender wrote and that could not be set.
 *
 * @param name as the sender wrote it
 * @param value the sender's value; a list as BAROC text
 * @param reason why it was put aside
 */
public record BadSlot(String name, String value, Reason reason) {
  /** Why a slot was put aside. */
  public enum Reason {
    /** The class has no such slot. */
    UNKNOWN,
    /** The value does not convert to the slot's type without loss. */
    NOT_CONVERTIBLE,
    /** Only the cell sets it: {@code parse = no}, or {@code read_only} on a modification. */
    NOT_SETTABLE
  }
}
