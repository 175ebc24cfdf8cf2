// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.soap;

import org.jspecify.annotations.Nullable;
import org.twincell.client.failover.FailureKind;

/** The try failed in a way that another try may mend. */
public final class TryFailedException extends CallException {
  private static final long serialVersionUID = 1L;

  private final FailureKind kind;

  TryFailedException(FailureKind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public FailureKind kind() {
    return kind;
  }
}
