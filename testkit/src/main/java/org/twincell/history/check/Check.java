// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history.check;

import org.twincell.history.Call;
import org.twincell.history.EventRow;

/**
 * One subject of the rules. Sees every line once; {@code event} is the event's place in {@link
 * Events}, the same for all checks.
 */
interface Check {
  /** A call ended; {@code event} is that of its subject, or {@link Events#NONE}. */
  default void call(Call call, int event) {}

  /** A call was answered with this row; {@code place} counts the rows of the answer from 0. */
  default void read(Call call, int place, EventRow row, int event) {}

  /** A member's store holds this row at the end. */
  default void stored(String member, EventRow row, int event) {}

  /** All rows of a member's store have been told. */
  default void storedEnd(String member) {}

  /** The history is over. */
  default void end() {}
}
