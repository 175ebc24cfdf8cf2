// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import org.jspecify.annotations.Nullable;

/** The gateway or the cell refused the request: the same request will be refused again. */
public final class RefusedException extends ImpactException {
  private static final long serialVersionUID = 1L;

  private final String code;

  RefusedException(String code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The stable code of the fault, for instance {@code CLASS_UNKNOWN}; empty when it has none. */
  public String code() {
    return code;
  }
}
