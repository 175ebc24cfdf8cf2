// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.twincell.event.SlotValue;

/**
 * Some rows of a query, in the order of their handles.
 *
 * @param lastHandle {@code afterHandle} of the cursor for the next page
 * @param end no row follows
 */
public record RowPage(List<Row> rows, long lastHandle, boolean end) {
  public RowPage {
    rows = List.copyOf(rows);
  }

  /** One event or data object with the slots that were asked for, in that order. */
  public record Row(String className, long handle, Map<String, SlotValue> slots) {
    public Row {
      slots = Collections.unmodifiableMap(new LinkedHashMap<>(slots));
    }
  }
}
