// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history;

import java.util.Locale;

/** What a call asked for. */
public enum CallKind {
  /** Stores a new event. */
  SEND,
  /** Writes the next version of an event. */
  MODIFY,
  /** Adds a client's name to {@code client_ack} of an event. */
  ACKNOWLEDGE,
  /** Reads one event by its id. */
  QUERY,
  /** Reads events that a client has not acknowledged. */
  FETCH,
  /** Asks a member what it is doing. */
  STATUS;

  /** As in the file. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
