// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.twincell.event.EventClass;
import org.twincell.event.Facet;
import org.twincell.event.Instance;
import org.twincell.event.Slot;
import org.twincell.event.SlotType;
import org.twincell.event.SlotValue;
import org.twincell.event.SlotValue.EnumValue;
import org.twincell.event.SlotValue.IntegerValue;
import org.twincell.event.SlotValue.ListValue;
import org.twincell.event.SlotValue.TextValue;
import org.twincell.protocol.ObjectKind;

/**
 * The slots that the cell itself fills. Pure; a slot that the class lacks, or declares with another
 * type, is left alone, so that a user's own base classes work too.
 */
final class SystemSlots {
  static final String CLIENT_ACK = "client_ack";
  static final String STATUS = "status";
  static final String RECEPTION = "date_reception";
  static final String MODIFICATION = "mc_date_modification";
  static final String OPERATIONS = "mc_operations";
  static final String CLOSED = "CLOSED";
  private static final String MODIFICATION_HISTORY = "mc_modhist";
  private static final String ARRIVAL = "mc_arrival_time";
  private static final String LOCAL_RECEPTION = "mc_local_reception_time";

  /**
   * Modifications and operations remembered in an event, the newest ones; more would let an event
   * that is modified for ever grow for ever. Part of what applying does.
   */
  private static final int GROUPS_KEPT = 50;

  private static final int MODIFICATION_GROUP = 3;
  private static final int OPERATION_GROUP = 5;
  private static final int OPERATION_WORD = 2;

  /** The operation of a group that holds a value which lost in a merge. */
  static final String MERGE_CONFLICT = "MERGE_CONFLICT";

  private static final SlotValue LOST = new TextValue(MERGE_CONFLICT);

  private SystemSlots() {}

  /** Who changes something, and when. */
  record Stamp(long seconds, String sender, String clientAddress) {}

  static String idSlot(ObjectKind kind) {
    return kind == ObjectKind.EVENT ? "mc_ueid" : "mc_udid";
  }

  static String handleSlot(ObjectKind kind) {
    return kind == ObjectKind.EVENT ? "event_handle" : "data_handle";
  }

  /** A new object with its id and handle. */
  static Instance onNew(Instance given, ObjectKind kind, String id, long handle, Stamp stamp) {
    Filling slots = new Filling(given);
    slots.set(idSlot(kind), new TextValue(id));
    slots.set(handleSlot(kind), new IntegerValue(handle));
    slots.set(MODIFICATION, new IntegerValue(stamp.seconds));
    if (kind == ObjectKind.EVENT) onNewEvent(given, slots, stamp);
    slots.set("mc_creation_time", new IntegerValue(stamp.seconds));
    slots.set("mc_modification_time", new IntegerValue(stamp.seconds));
    return withIndexed(slots.done());
  }

  /** Writes the defaults of slots that indexes hold, so that another default changes no index. */
  static Instance withIndexed(Instance instance) {
    Map<String, SlotValue> explicit = new LinkedHashMap<>();
    for (Slot slot : instance.type().slots().values()) {
      boolean isIndexed =
          slot.has(Facet.KEY) || slot.name().equals(STATUS) || slot.name().equals(CLIENT_ACK);
      if (isIndexed && !instance.slots().containsKey(slot.name())) {
        explicit.put(slot.name(), slot.defaultValue());
      }
    }
    return explicit.isEmpty() ? instance : instance.with(explicit);
  }

  private static void onNewEvent(Instance given, Filling slots, Stamp stamp) {
    long arrival = orElse(integer(given, ARRIVAL), stamp.seconds);
    long reception =
        orElse(integer(given, RECEPTION), orElse(integer(given, "mc_incident_time"), arrival));
    slots.set(ARRIVAL, new IntegerValue(arrival));
    slots.set(RECEPTION, new IntegerValue(reception));
    slots.set(LOCAL_RECEPTION, new IntegerValue(stamp.seconds));
    if (text(given, "date").isEmpty()) slots.set("date", new TextValue(dateText(reception)));
    if (!stamp.clientAddress.isEmpty()) {
      slots.set("mc_client_address", new TextValue(stamp.clientAddress));
    }
  }

  /** The object after a modification that wrote {@code changes}. */
  static Instance onModified(Instance old, Map<String, SlotValue> changes, Stamp stamp) {
    Filling slots = new Filling(old.with(changes));
    slots.set(MODIFICATION, new IntegerValue(stamp.seconds));
    slots.set("mc_modification_time", new IntegerValue(stamp.seconds));
    slots.set("administrator", new TextValue(stamp.sender));
    String time = "0x" + Long.toHexString(stamp.seconds);
    slots.append(
        MODIFICATION_HISTORY,
        List.of(time, stamp.sender, String.join(",", changes.keySet())),
        MODIFICATION_GROUP);
    Optional<EnumValue> before = status(old);
    Optional<EnumValue> after = status(slots.base);
    if (after.isPresent() && !after.equals(before)) {
      onStatus(slots, before, after.get(), stamp);
      if (!changes.containsKey(OPERATIONS)) {
        List<String> group = List.of(time, stamp.sender, verb(before, after.get()), "", "");
        slots.append(OPERATIONS, group, OPERATION_GROUP);
      }
    }
    return slots.done();
  }

  /**
   * The event with one more group in its operation log, where its class has one and the group's
   * words behind time and sender are not there already.
   */
  static Instance withOperation(Instance instance, List<String> group) {
    Optional<SlotValue> log = instance.get(OPERATIONS);
    if (log.isPresent() && log.get() instanceof ListValue list) {
      List<SlotValue> words = new ArrayList<>();
      group.subList(2, group.size()).forEach(word -> words.add(new TextValue(word)));
      if (java.util.Collections.indexOfSubList(list.elements(), words) >= 0) return instance;
    }
    Filling slots = new Filling(instance);
    slots.append(OPERATIONS, group, OPERATION_GROUP);
    return slots.done();
  }

  private static void onStatus(
      Filling slots, Optional<EnumValue> before, EnumValue after, Stamp stamp) {
    if (after.label().equals(CLOSED)) {
      long since = orElse(integer(slots.base, LOCAL_RECEPTION), stamp.seconds);
      slots.set("duration", new IntegerValue(Math.max(0, stamp.seconds - since)));
    } else if (isClosed(before)) {
      slots.set("duration", new IntegerValue(0));
    }
  }

  private static boolean isClosed(Optional<EnumValue> status) {
    return status.isPresent() && status.get().label().equals(CLOSED);
  }

  /** The words of the operation log; those of the original where they are known. */
  private static String verb(Optional<EnumValue> before, EnumValue after) {
    if (isClosed(before)) return "REOPENED";
    return switch (after.label()) {
      case "ACK" -> "ACKNOWLEDGE";
      case "ASSIGNED" -> "ASSIGNED_TO";
      case "BLACKOUT" -> "BLACKED_OUT";
      case CLOSED -> "OPERATOR_CLOSED";
      default -> "STATUS_SET";
    };
  }

  static Optional<EnumValue> status(Instance instance) {
    return instance.get(STATUS).filter(v -> v instanceof EnumValue).map(v -> (EnumValue) v);
  }

  static long integer(Instance instance, String slot) {
    return instance.get(slot).filter(v -> v instanceof IntegerValue).isPresent()
        ? ((IntegerValue) instance.get(slot).orElseThrow()).value()
        : 0;
  }

  private static String text(Instance instance, String slot) {
    return instance
        .get(slot)
        .filter(v -> v instanceof TextValue)
        .map(v -> ((TextValue) v).value())
        .orElse("");
  }

  private static long orElse(long value, long other) {
    return value != 0 ? value : other;
  }

  /** {@code 2026-11-21 09:33:44}, in UTC: the same on every member. */
  static String dateText(long epochSeconds) {
    if (epochSeconds < 0 || epochSeconds > LAST_DATE) return Long.toString(epochSeconds);
    LocalDateTime at = LocalDateTime.ofEpochSecond(epochSeconds, 0, ZoneOffset.UTC);
    return String.format(
        Locale.ROOT,
        "%04d-%02d-%02d %02d:%02d:%02d",
        at.getYear(),
        at.getMonthValue(),
        at.getDayOfMonth(),
        at.getHour(),
        at.getMinute(),
        at.getSecond());
  }

  /** The last second of the year 9999. */
  private static final long LAST_DATE = 253_402_300_799L;

  /** Collects slots to set over an instance. */
  private static final class Filling {
    private final Instance base;
    private final Map<String, SlotValue> slots = new LinkedHashMap<>();

    Filling(Instance base) {
      this.base = base;
    }

    void set(String name, SlotValue value) {
      if (fits(base.type(), name, value)) slots.put(name, value);
    }

    /** Adds a group of texts to a list; beyond the limit the oldest groups go. */
    void append(String name, List<String> group, int groupSize) {
      Optional<SlotValue> now = base.get(name);
      if (now.isEmpty() || !(now.get() instanceof ListValue list)) return;
      if (!fits(base.type(), name, list)) return;
      List<SlotValue> all = new ArrayList<>(list.elements());
      group.forEach(text -> all.add(new TextValue(text)));
      int over = Math.max(0, all.size() - GROUPS_KEPT * groupSize);
      boolean mayLose = over > 0 && groupSize == OPERATION_GROUP && all.contains(LOST);
      slots.put(
          name, new ListValue(mayLose ? withoutOldest(all, over) : all.subList(over, all.size())));
    }

    /** What a merge kept goes last: it was acknowledged and is nowhere else. */
    private static List<SlotValue> withoutOldest(List<SlotValue> operations, int over) {
      int groups = (operations.size() + OPERATION_GROUP - 1) / OPERATION_GROUP;
      int go = (over + OPERATION_GROUP - 1) / OPERATION_GROUP;
      int others = 0;
      for (int i = 0; i < groups - 1; i++) if (!isLost(operations, i)) others++;
      int othersGo = Math.min(go, others);
      int lostGo = go - othersGo;
      List<SlotValue> kept = new ArrayList<>();
      for (int i = 0; i < groups; i++) {
        boolean lost = isLost(operations, i);
        if (lost && lostGo > 0) lostGo--;
        else if (!lost && othersGo > 0) othersGo--;
        else kept.addAll(group(operations, i));
      }
      return kept;
    }

    private static boolean isLost(List<SlotValue> operations, int group) {
      int word = group * OPERATION_GROUP + OPERATION_WORD;
      return word < operations.size() && operations.get(word).equals(LOST);
    }

    private static List<SlotValue> group(List<SlotValue> operations, int group) {
      int from = group * OPERATION_GROUP;
      return operations.subList(from, Math.min(from + OPERATION_GROUP, operations.size()));
    }

    private static boolean fits(EventClass type, String name, SlotValue value) {
      SlotType declared = type.slot(name).map(slot -> slot.type()).orElse(null);
      if (declared == null) return false;
      if (declared.list()) {
        return value instanceof ListValue && declared.kind() == SlotType.Kind.STRING;
      }
      return value instanceof IntegerValue
          ? declared.kind() == SlotType.Kind.INTEGER
          : value instanceof TextValue && declared.kind() == SlotType.Kind.STRING;
    }

    Instance done() {
      return base.with(slots);
    }
  }
}
