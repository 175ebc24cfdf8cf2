// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.soap;

import org.jspecify.annotations.Nullable;

/** One try of one call did not end well. */
public abstract sealed class CallException extends Exception
    permits TryFailedException, FaultException {
  private static final long serialVersionUID = 1L;

  CallException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
