// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import org.twincell.directory.CellEntry;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.keys.KeySettings;

/** Opens the way to a cell. The real one speaks the cell's protocol; tests have their own. */
interface CellConnector {
  /**
   * Opens a client; does not wait for the cell.
   *
   * @param keys how connections are guarded
   * @throws RuntimeException when the entry cannot be used, for instance for its key; says why
   */
  CellClient open(CellEntry cell, KeySettings keys);
}
