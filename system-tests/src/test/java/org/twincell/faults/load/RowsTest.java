// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.twincell.client.Event;
import org.twincell.history.EventRow;

/** What the load reads of its events. */
class RowsTest {
  @Test
  void anEventThatWasSentIsReadBack() {
    assertThat(Rows.row(Rows.event("run", "id", "s0", 7)))
        .isEqualTo(new EventRow("id", "s0", 7, 0, List.of()));
  }

  @Test
  void modificationsThatLostAreReadFromTheOperationLog() {
    List<String> operations =
        List.of(
            "0x1",
            "ann",
            "ACKNOWLEDGE",
            "",
            "",
            "0x2",
            "cell",
            "MERGE_CONFLICT",
            Rows.VERSION_SLOT,
            "4",
            "0x3",
            "cell",
            "MERGE_CONFLICT",
            "msg",
            "another text",
            "0x4",
            "cell",
            "MERGE_CONFLICT",
            Rows.VERSION_SLOT,
            "6");
    Event event = Rows.event("run", "id", "s0", 7).with("mc_operations", operations);

    assertThat(Rows.row(event).keptVersions()).containsExactly(4L, 6L);
  }
}
