// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.time.Duration;
import org.twincell.directory.CellEntry;
import org.twincell.protocol.CellClient;

/** Opens the way to a cell. The real one speaks the cell's protocol; tests have their own. */
interface CellConnector {
  /**
   * Opens a client; does not wait for the cell.
   *
   * @param setUp how long one attempt to connect may take
   * @throws RuntimeException when the entry cannot be used, for instance for its key; says why
   */
  CellClient open(CellEntry cell, Duration setUp);
}
