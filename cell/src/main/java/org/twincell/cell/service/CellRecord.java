// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.twincell.cell.duty.DutyCause;
import org.twincell.cell.store.EventStore;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.event.SlotValue;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellException;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.RowPage;
import org.twincell.protocol.RowRequest;
import org.twincell.protocol.codec.CommandCodec;
import org.twincell.protocol.wire.Command;

/**
 * What a cell keeps about itself and every member must know after a takeover: whether it is paused,
 * and to whom the duty was given last. It is the data object {@code MC_CELL_INFO}, so it travels
 * with the log like everything else.
 */
final class CellRecord {
  private static final String CLASS = "MC_CELL_INFO";
  private static final String PAUSED = "cell_paused";
  private static final String PAUSED_BY = "cell_paused_by";
  private static final String TERM = "hand_over_term";
  private static final String TO = "hand_over_to";
  private static final String CAUSE = "hand_over_cause";
  private static final String REASON = "hand_over_reason";
  private static final String SWITCH_BACK = "SWITCH_BACK";
  private static final List<String> SLOTS = List.of(PAUSED, PAUSED_BY, TERM, TO, CAUSE, REASON);

  private final String cell;

  CellRecord(String cell) {
    this.cell = cell;
  }

  /**
   * What is kept.
   *
   * @param pausedBy who paused it, empty when it is not paused
   */
  record State(boolean paused, String pausedBy, Optional<DutyCause.Notice> notice) {
    static final State NOTHING = new State(false, "", Optional.empty());
  }

  /** The cell admits no events from now on, or admits them again. */
  Command pause(boolean paused, String by) {
    return change(
        Map.of(
            PAUSED, RawValue.text(paused ? "YES" : "NO"),
            PAUSED_BY, RawValue.text(paused ? by : "")));
  }

  /** The duty is about to be given away. */
  Command handOver(DutyCause.Notice notice) {
    return change(
        Map.of(
            TERM, RawValue.text(Long.toString(notice.term())),
            TO, RawValue.text(notice.to()),
            CAUSE, RawValue.text(notice.switchBack() ? SWITCH_BACK : "HAND_OVER"),
            REASON, RawValue.text(notice.reason())));
  }

  /** The duty stays where it is. */
  Command noHandOver() {
    return handOver(new DutyCause.Notice(0, "", false, ""));
  }

  private Command change(Map<String, RawValue> slots) {
    Map<String, RawValue> all = new LinkedHashMap<>(slots);
    all.put("cell_name", RawValue.text(cell));
    return CommandCodec.toWire(
        new CellCommand.OverwriteData(
            new CellCommand.Origin("cell-" + UUID.randomUUID(), "cell", ""),
            new RawInstance(CLASS, all)));
  }

  /** Reads it from the store of this member, which may be a moment behind. */
  State read(EventStore store) {
    try {
      OpenedQuery query = store.openQuery(ObjectKind.DATA, CLASS, () -> false);
      RowRequest first =
          new RowRequest(ObjectKind.DATA, CLASS, SLOTS, query.commitIndex(), RowRequest.START, 1);
      List<RowPage.Row> rows = store.readRows(first, () -> false).rows();
      return rows.isEmpty() ? State.NOTHING : state(rows.get(0).slots());
    } catch (CellException notThere) {
      // A cell that has no classes yet, or those of a former program, has no such object.
      return State.NOTHING;
    }
  }

  private static State state(Map<String, SlotValue> slots) {
    boolean paused = text(slots, PAUSED).equals("YES");
    String term = text(slots, TERM);
    Optional<DutyCause.Notice> notice =
        term.matches("[1-9][0-9]{0,17}")
            ? Optional.of(
                new DutyCause.Notice(
                    Long.parseLong(term),
                    text(slots, TO),
                    text(slots, CAUSE).equals(SWITCH_BACK),
                    text(slots, REASON)))
            : Optional.empty();
    return new State(paused, text(slots, PAUSED_BY), notice);
  }

  private static String text(Map<String, SlotValue> slots, String name) {
    SlotValue value = slots.get(name);
    return value == null ? "" : org.twincell.event.ValueText.plain(value);
  }
}
