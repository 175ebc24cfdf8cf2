// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.event.SlotValue;
import org.twincell.history.EventRow;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellCommand.Origin;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.ObjectReference;

/** How the clients of a simulation write their events: which slot holds what. */
public final class SimulatedEvents {
  /** The sender. */
  static final String SENDER = "mc_object";

  /** The number of the event among those of its sender. */
  static final String SEQUENCE = "mc_parameter";

  /** The newest modification. */
  static final String VERSION = "msg";

  static final String ACKNOWLEDGED_BY = "client_ack";

  private static final String ID = "mc_ueid";

  /** The slots that a query asks for. */
  public static final List<String> SLOTS = List.of(ID, SENDER, SEQUENCE, VERSION, ACKNOWLEDGED_BY);

  private SimulatedEvents() {}

  /** A new event, as the SDK and a gateway make it. */
  public static CellCommand newEvent(String commandId, String id, String sender, long sequence) {
    Map<String, RawValue> slots = new LinkedHashMap<>();
    slots.put(ID, RawValue.text(id));
    slots.put(SENDER, RawValue.text(sender));
    slots.put(SEQUENCE, RawValue.text(Long.toString(sequence)));
    slots.put(VERSION, RawValue.text("0"));
    return new CellCommand.NewObject(
        origin(commandId), ObjectKind.EVENT, new RawInstance("EVENT", slots), id);
  }

  /** Writes a version. */
  public static CellCommand modification(String commandId, String id, long version) {
    return modify(commandId, id, VERSION, RawValue.text(Long.toString(version)));
  }

  /** Adds a name to {@code client_ack}. */
  public static CellCommand acknowledgement(String commandId, String id, String name) {
    return modify(commandId, id, ACKNOWLEDGED_BY, RawValue.list(List.of("+" + name)));
  }

  private static CellCommand modify(String commandId, String id, String slot, RawValue value) {
    return new CellCommand.ModifyObject(
        origin(commandId), ObjectKind.EVENT, new ObjectReference.ById(id), Map.of(slot, value));
  }

  private static Origin origin(String commandId) {
    return new Origin(commandId, "simulation", "");
  }

  /** The query for one event. */
  public static String byId(String id) {
    return "EVENT where [ mc_ueid: == '" + id + "' ]";
  }

  /** The query for what a client has not acknowledged. */
  public static String newFor(String name) {
    return "EVENT where [ NOT ( client_ack: contains '" + name + "' ) ]";
  }

  /** Reads a row; empty when the cell wrote the event itself. */
  public static Optional<EventRow> row(Map<String, SlotValue> slots) {
    String sequence = text(slots.get(SEQUENCE));
    String sender = text(slots.get(SENDER));
    if (!sender.startsWith("client-") || sequence.isEmpty()) return Optional.empty();
    List<String> names = new ArrayList<>();
    if (slots.get(ACKNOWLEDGED_BY) instanceof SlotValue.ListValue list) {
      list.elements().forEach(each -> names.add(text(each)));
    }
    return Optional.of(
        new EventRow(
            text(slots.get(ID)),
            sender,
            Long.parseLong(sequence),
            Long.parseLong(text(slots.get(VERSION))),
            names));
  }

  private static String text(@org.jspecify.annotations.Nullable SlotValue value) {
    return value instanceof SlotValue.TextValue text ? text.value() : "";
  }
}
