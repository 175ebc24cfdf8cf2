// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

/**
 * Whether a fault took effect, and by what that was seen.
 *
 * @param seen only then it counts as fired
 */
record Effect(boolean seen, String what) {
  static Effect seen(String what) {
    return new Effect(true, what);
  }

  static Effect none(String why) {
    return new Effect(false, why);
  }

  /** Seen when the count is above zero. */
  static Effect counted(long count, String of) {
    return new Effect(count > 0, count + " " + of);
  }
}
