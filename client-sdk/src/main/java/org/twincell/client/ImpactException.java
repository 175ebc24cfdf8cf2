// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import org.jspecify.annotations.Nullable;

/**
 * A request that did not end well, told apart by what the caller should do next: {@link
 * NotSentException} and {@link OutcomeUnknownException} may succeed later, {@link RefusedException}
 * needs a different request.
 */
public abstract sealed class ImpactException extends RuntimeException
    permits NotSentException, OutcomeUnknownException, RefusedException {
  private static final long serialVersionUID = 1L;

  ImpactException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
