// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.soap;

import org.jspecify.annotations.Nullable;

/** The gateway answered with a fault that no retry mends. */
public final class FaultException extends CallException {
  private static final long serialVersionUID = 1L;

  private final String code;

  FaultException(String code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The fault's stable code; empty when it has none. */
  public String code() {
    return code;
  }
}
