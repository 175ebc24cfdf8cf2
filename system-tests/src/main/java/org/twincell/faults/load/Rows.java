// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.load;

import java.util.ArrayList;
import java.util.List;
import org.twincell.client.Event;
import org.twincell.client.Slots;
import org.twincell.event.SlotValue;
import org.twincell.history.EventRow;
import org.twincell.protocol.RowPage;

/** How an event of the load is written into slots, and read back. */
final class Rows {
  static final String SENDER_SLOT = "mc_object";
  static final String RUN_SLOT = "mc_parameter";
  static final String VERSION_SLOT = "mc_parameter_value";

  private static final String OPERATIONS_SLOT = "mc_operations";

  /** What is read of an event. */
  static final List<String> SLOTS =
      List.of(Event.ID, SENDER_SLOT, VERSION_SLOT, Event.CLIENT_ACK, OPERATIONS_SLOT);

  /** A group of the operation log is time, sender, operation, and two words of it. */
  private static final int OPERATION_GROUP = 5;

  private static final int OPERATION = 2;

  private Rows() {}

  static Event event(String run, String id, String sender, long sequence) {
    return Event.of("EVENT")
        .with(Event.ID, id)
        .with(SENDER_SLOT, sender + ":" + sequence)
        .with(RUN_SLOT, run)
        .with(VERSION_SLOT, "0")
        .with("msg", "event " + sequence + " of " + sender);
  }

  static Slots version(long version) {
    return Slots.of(VERSION_SLOT, Long.toString(version));
  }

  static EventRow row(Event event) {
    return row(
        event.id(),
        event.text(SENDER_SLOT),
        event.text(VERSION_SLOT),
        event.slots().texts(Event.CLIENT_ACK),
        event.slots().texts(OPERATIONS_SLOT));
  }

  static EventRow row(RowPage.Row row) {
    return row(
        text(row, Event.ID),
        text(row, SENDER_SLOT),
        text(row, VERSION_SLOT),
        texts(row, Event.CLIENT_ACK),
        texts(row, OPERATIONS_SLOT));
  }

  private static EventRow row(
      String id, String sender, String version, List<String> names, List<String> operations) {
    int colon = sender.indexOf(':');
    return new EventRow(
        id,
        colon < 0 ? sender : sender.substring(0, colon),
        colon < 0 ? 0 : number(sender.substring(colon + 1)),
        number(version),
        names,
        keptVersions(operations));
  }

  /** The versions that lost in a merge, from the groups of an operation log. */
  private static List<Long> keptVersions(List<String> operations) {
    List<Long> kept = new ArrayList<>();
    for (int at = 0; at + OPERATION_GROUP <= operations.size(); at += OPERATION_GROUP) {
      List<String> words = operations.subList(at + OPERATION, at + OPERATION_GROUP);
      if (words.get(0).equals("MERGE_CONFLICT") && words.get(1).equals(VERSION_SLOT)) {
        kept.add(number(words.get(2)));
      }
    }
    return kept;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1; // No caller of the load has written it; the checker says so.
    }
  }

  private static String text(RowPage.Row row, String slot) {
    return row.slots().get(slot) instanceof SlotValue.TextValue text ? text.value() : "";
  }

  private static List<String> texts(RowPage.Row row, String slot) {
    SlotValue value = row.slots().get(slot);
    if (!(value instanceof SlotValue.ListValue list)) return List.of();
    return list.elements().stream()
        .map(each -> each instanceof SlotValue.TextValue text ? text.value() : each.toString())
        .toList();
  }
}
