// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history;

import java.util.Locale;

/** What the caller knows when a call has ended. */
public enum CallOutcome {
  /** It was answered as asked. */
  ACKNOWLEDGED,
  /** It certainly had no effect, and will have none. */
  REFUSED,
  /** It may have had its effect, or may still have it. */
  UNKNOWN;

  /** As in the file. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
