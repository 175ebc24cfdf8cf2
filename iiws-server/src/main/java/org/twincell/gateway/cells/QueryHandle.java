// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.cells;

import java.util.List;
import org.twincell.protocol.ObjectKind;

/**
 * A query that a client opened: everything that a page needs, so that no gateway has to remember
 * it.
 *
 * @param cell name of the cell as its directory line spells it
 * @param query the text that the cell was asked
 * @param slots slots wanted, empty for all
 * @param commitIndex the state of the cell that all pages show
 * @param count matching rows at that state
 */
public record QueryHandle(
    String cell, ObjectKind kind, String query, List<String> slots, long commitIndex, long count) {
  public QueryHandle {
    slots = List.copyOf(slots);
  }
}
