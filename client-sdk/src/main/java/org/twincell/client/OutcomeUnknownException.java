// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import org.jspecify.annotations.Nullable;

/**
 * The request may or may not have been carried out: it was under way when the answer stayed out,
 * and every retry within the patience failed. Make the same request again; for a new event, with
 * the id that {@link #eventId} tells, so that it is never stored twice.
 */
public final class OutcomeUnknownException extends ImpactException {
  private static final long serialVersionUID = 1L;

  private final String eventId;

  OutcomeUnknownException(String message, String eventId, @Nullable Throwable cause) {
    super(message, cause);
    this.eventId = eventId;
  }

  /** The id of the event or data object that the request was about; may be empty. */
  public String eventId() {
    return eventId;
  }
}
