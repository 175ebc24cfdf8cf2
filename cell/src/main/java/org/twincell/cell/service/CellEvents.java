// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.codec.CommandCodec;
import org.twincell.protocol.wire.Command;

/** The events that a cell raises about itself, as commands for its own log. */
final class CellEvents {
  private final Members members;

  CellEvents(Members members) {
    this.members = members;
  }

  /** This member became active; one event for each term, whoever tells it. */
  Command dutyTaken(long term, MemberInfo.Duty before, String formerActive, String reason) {
    boolean takeover = !formerActive.isEmpty();
    Map<String, RawValue> slots = member(members.self(), term, reason);
    slots.put("duty_before", RawValue.text(before.name()));
    slots.put("duty_now", RawValue.text(MemberInfo.Duty.ACTIVE.name()));
    slots.put("cell_signal", RawValue.text("LIVE"));
    if (takeover) slots.put("member_before", RawValue.text(formerActive));
    slots.put("msg", RawValue.text(members.self().describe() + " is active: " + reason));
    return event(takeover ? "MC_CELL_TAKEOVER" : "MC_CELL_DUTY_CHANGE", "duty." + term, slots);
  }

  /** This member stops in good order. */
  Command stopping(long term, String reason, long epochMillis) {
    Map<String, RawValue> slots = member(members.self(), term, reason);
    slots.put("msg", RawValue.text(members.self().describe() + " stops: " + reason));
    return event("MC_CELL_STOP", "stop." + members.self().name() + "." + epochMillis, slots);
  }

  /** The active member does not hear another one any more, or hears it again. */
  Command peer(Members.One peer, boolean back, long term, long epochMillis) {
    String what = back ? "is back" : "is lost";
    Map<String, RawValue> slots = member(peer, term, what);
    slots.put("msg", RawValue.text(peer.describe() + " " + what));
    String id = (back ? "back." : "lost.") + peer.name() + "." + epochMillis;
    return event(back ? "MC_CELL_MEMBER_BACK" : "MC_CELL_MEMBER_LOST", id, slots);
  }

  /** Files were read again. */
  Command reloaded(List<String> what, long epochMillis) {
    Map<String, RawValue> slots = new LinkedHashMap<>();
    slots.put("cell_name", RawValue.text(members.cell()));
    slots.put("category", RawValue.list(what));
    slots.put("msg", RawValue.text("reloaded: " + String.join(", ", what)));
    return event("MC_CELL_RELOADED", "reload." + epochMillis, slots);
  }

  private Map<String, RawValue> member(Members.One one, long term, String reason) {
    Map<String, RawValue> slots = new LinkedHashMap<>();
    slots.put("cell_name", RawValue.text(members.cell()));
    slots.put("member_address", RawValue.text(one.address().toString()));
    slots.put("member_role", RawValue.text(one.role().name()));
    slots.put("term", RawValue.text(Long.toString(term)));
    slots.put("reason", RawValue.text(reason));
    return slots;
  }

  private Command event(String className, String what, Map<String, RawValue> slots) {
    String id = "cell." + members.cell() + "." + what;
    return CommandCodec.toWire(
        new CellCommand.NewObject(
            new CellCommand.Origin(id, "cell", ""),
            ObjectKind.EVENT,
            new RawInstance(className, slots),
            id));
  }
}
