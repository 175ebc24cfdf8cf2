// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

/**
 * One entry of the directory of a gateway.
 *
 * @param name name of the cell or gateway
 * @param type {@code cell}, or the type of a gateway
 * @param port 1828 for most cells
 */
public record CellEntry(String name, String type, String host, long port) {
  /** Whether events can be sent to it. */
  public boolean isCell() {
    return type.equalsIgnoreCase("cell");
  }
}
