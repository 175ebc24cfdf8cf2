// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import org.twincell.directory.CellEntry;
import org.twincell.protocol.CellClient;
import org.twincell.time.TimeSource;

/** Opens clients of cells. */
public final class CellClients {
  private CellClients() {}

  /**
   * Opens a client of the cell that a directory line describes. Returns at once: connections are
   * made in the background, and calls wait for them within their patience.
   *
   * @throws org.twincell.protocol.CellException NOT_AUTHORISED when the line's key cannot be used
   *     here: plain text to another machine, a weak key where strong ones are asked for, PEM files
   *     that are missing or wrong
   */
  public static CellClient open(CellEntry entry, ClientSettings settings, TimeSource time) {
    throw new UnsupportedOperationException(entry.name() + settings + time);
  }
}
