// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.operation;

import java.time.Duration;
import org.twincell.gateway.cells.BufferMode;

/**
 * Bounds and defaults of the operations; each is a setting of the same name.
 *
 * @param rowLimit rows of one page at most
 * @param pageBytesLimit a page ends after the row that passes this many bytes of XML
 * @param slotTextLimit UTF-8 bytes of one text in a slot
 * @param queryTextLimit characters of a query, a condition or a list of slots
 * @param waits time-outs
 * @param defaultMode what BMCII_BUFFER_MODE_DEFAULT means; never DEFAULT itself
 */
public record OperationLimits(
    int rowLimit,
    int pageBytesLimit,
    int slotTextLimit,
    int queryTextLimit,
    Waits waits,
    BufferMode defaultMode) {
  public OperationLimits {
    if (defaultMode == BufferMode.DEFAULT) {
      throw new IllegalArgumentException("the default mode cannot be DEFAULT");
    }
  }

  /**
   * How long a call may last.
   *
   * @param usual when the client asks for nothing, or for less than a second
   * @param longest whatever the client asks for
   */
  public record Waits(Duration usual, Duration longest) {
    private static final int LEAST_MILLIS = 1000;

    /** What a client's time-out in milliseconds means. */
    public Duration of(int timeout) {
      if (timeout < LEAST_MILLIS) return usual;
      Duration asked = Duration.ofMillis(timeout);
      return asked.compareTo(longest) > 0 ? longest : asked;
    }
  }
}
