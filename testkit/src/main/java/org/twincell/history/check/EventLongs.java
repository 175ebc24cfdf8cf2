// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history.check;

import java.util.Arrays;

/** One number for each event, 0 until it is set. */
final class EventLongs {
  private long[] values = new long[512];

  long get(int event) {
    return event < values.length ? values[event] : 0;
  }

  void set(int event, long value) {
    if (event >= values.length) {
      values = Arrays.copyOf(values, Math.max(event + 1, values.length * 2));
    }
    values[event] = value;
  }
}
