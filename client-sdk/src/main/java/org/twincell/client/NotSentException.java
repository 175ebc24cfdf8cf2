// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import org.jspecify.annotations.Nullable;

/**
 * Nothing was done: no gateway could be reached, or none could reach the cell, within the patience.
 * The same request may be made again at any time.
 */
public final class NotSentException extends ImpactException {
  private static final long serialVersionUID = 1L;

  NotSentException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
