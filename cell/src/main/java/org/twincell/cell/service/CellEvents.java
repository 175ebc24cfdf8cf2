// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.twincell.cell.duty.DutyCause;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.MemberInfo.Signal;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.codec.CommandCodec;
import org.twincell.protocol.wire.Command;

/** The events that a cell raises about itself, as commands for its own log. */
final class CellEvents {
  /** Records that one event names; mcontrol diff names more. */
  private static final int RECORDS_NAMED = 20;

  private final Members members;

  CellEvents(Members members) {
    this.members = members;
  }

  /** This member became active; one event for each term, whoever tells it. */
  Command dutyTaken(long term, DutyCause cause) {
    Map<String, RawValue> slots = member(members.self(), term, cause.reason());
    slots.put("duty_before", RawValue.text(MemberInfo.Duty.STANDBY.name()));
    slots.put("duty_now", RawValue.text(MemberInfo.Duty.ACTIVE.name()));
    slots.put("cell_signal", RawValue.text("LIVE"));
    slots.put("msg", RawValue.text(members.self().describe() + " is active: " + cause.reason()));
    if (!cause.former().isEmpty()) slots.put("member_before", RawValue.text(cause.former()));
    if (cause.silentMillis() >= 0) {
      slots.put("silent_millis", RawValue.text(Long.toString(cause.silentMillis())));
    }
    severity(cause.kind()).ifPresent(it -> slots.put("severity", RawValue.text(it)));
    String className =
        switch (cause.kind()) {
          case START, RESUMED, ALONE -> "MC_CELL_DUTY_CHANGE";
          case TAKEOVER, HAND_OVER -> "MC_CELL_TAKEOVER";
          case SWITCH_BACK -> "MC_CELL_SWITCH_BACK";
        };
    return event(className, "duty." + term, slots);
  }

  /** Empty: that of the class. */
  private static Optional<String> severity(DutyCause.Kind kind) {
    return switch (kind) {
      // Somebody asked for a hand-over, so it is no reason to worry.
      case HAND_OVER -> Optional.of("INFO");
      // Nobody asked for it, and for a while the cell had no active member.
      case RESUMED, ALONE -> Optional.of("WARNING");
      case START, TAKEOVER, SWITCH_BACK -> Optional.empty();
    };
  }

  /** A member stops in good order; the same event whoever tells it. */
  Command stopping(Members.One one, long term, String reason, long epochMillis) {
    Map<String, RawValue> slots = member(one, term, reason);
    slots.put("cell_signal", RawValue.text("CLOSE"));
    slots.put("msg", RawValue.text(one.describe() + " stops: " + reason));
    return event("MC_CELL_STOP", "stop." + one.name() + "." + epochMillis, slots);
  }

  /** The active member does not hear another one any more, or hears it again. */
  Command peer(Members.One peer, Signal signal, String text, long term, long epochMillis) {
    boolean live = signal == Signal.LIVE;
    Map<String, RawValue> slots = member(peer, term, text);
    slots.put("cell_signal", RawValue.text(signal.name()));
    slots.put("msg", RawValue.text(text));
    String id = (live ? "back." : "lost.") + peer.name() + "." + epochMillis;
    return event(live ? "MC_CELL_MEMBER_BACK" : "MC_CELL_MEMBER_LOST", id, slots);
  }

  /** The cell admits no events any more, or admits them again. */
  Command admittance(boolean paused, String by, long epochMillis) {
    Map<String, RawValue> slots = new LinkedHashMap<>();
    slots.put("cell_name", RawValue.text(members.cell()));
    slots.put("paused_by", RawValue.text(by));
    slots.put(
        "msg", RawValue.text((paused ? "the cell is paused by " : "the cell is resumed by ") + by));
    String what = paused ? "paused." : "resumed.";
    return event(paused ? "MC_CELL_PAUSED" : "MC_CELL_RESUMED", what + epochMillis, slots);
  }

  /**
   * The stores of the members are not equal, or are again.
   *
   * @param id the same for the same occasion, whichever member tells it
   * @param records names of what differed; as many as an event should carry are told
   */
  Command outOfSync(
      String id, boolean ok, Members.One about, long term, String reason, List<String> records) {
    Map<String, RawValue> slots = member(about, term, reason);
    slots.put("severity", RawValue.text(ok ? "OK" : "CRITICAL"));
    int named = Math.min(RECORDS_NAMED, records.size());
    String more = records.size() > named ? "; and " + (records.size() - named) + " more" : "";
    String names =
        records.isEmpty() ? "" : ": " + String.join("; ", records.subList(0, named)) + more;
    String what = ok ? "the members' stores are equal again, " : "the members' stores differ, ";
    slots.put("msg", RawValue.text(what + reason + names));
    return event("MC_CELL_OUT_OF_SYNC", id, slots);
  }

  /** This member carries on without the other of the pair, and both may accept events. */
  Command splitRisk(long term) {
    String reason = "carries on alone; the other member may do so too until they meet again";
    Map<String, RawValue> slots = member(members.self(), term, reason);
    slots.put("msg", RawValue.text(members.self().describe() + " " + reason));
    return event("MC_CELL_SPLIT_RISK", "alone." + term, slots);
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
