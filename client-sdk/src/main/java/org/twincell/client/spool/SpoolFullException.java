// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.spool;

import java.io.IOException;

/** The record was not added, because a named limit of the spool or the disk is reached. */
public final class SpoolFullException extends IOException {
  private static final long serialVersionUID = 1L;

  SpoolFullException(String message) {
    super(message);
  }
}
