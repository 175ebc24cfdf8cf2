// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.twincell.event.BadSlot;
import org.twincell.event.EventClass;
import org.twincell.event.Instance;
import org.twincell.event.InstanceBinder;
import org.twincell.event.InstanceBinder.Bound;
import org.twincell.event.InstanceBinder.BoundChanges;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.event.SlotTooLongException;
import org.twincell.event.SlotValue;
import org.twincell.protocol.CellCommand.ModifyObject;
import org.twincell.protocol.CellCommand.NewObject;
import org.twincell.protocol.CellCommand.Origin;
import org.twincell.protocol.CellCommand.OverwriteData;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.ObjectReference;
import org.twincell.protocol.wire.Done;

/**
 * Carries out what senders ask for events and data objects. A refusal is thrown before anything is
 * written.
 */
final class ObjectCommands {
  /** The longest id that a sender may give, in bytes of UTF-8. Part of what applying does. */
  static final int OBJECT_ID_LIMIT_BYTES = 1024;

  /** The most that the key slots of a data object may hold together. Part of what applying does. */
  static final int KEY_LIMIT_BYTES = 8 * 1024;

  /** The most that one event or data object may hold. Part of what applying does. */
  static final int OBJECT_LIMIT_BYTES = 1024 * 1024;

  private final EntryScope scope;
  private final ObjectWriter writer;
  private final Classes classes;

  ObjectCommands(EntryScope scope, ObjectWriter writer, Classes classes) {
    this.scope = scope;
    this.writer = writer;
    this.classes = classes;
  }

  Done newObject(NewObject command) {
    ObjectKind kind = command.kind();
    Map<String, RawValue> slots = new LinkedHashMap<>(command.instance().slots());
    String id = takeId(kind, slots, command.objectId());
    OptionalLong existing = id.isEmpty() ? OptionalLong.empty() : writer.handleOf(kind, id);
    if (existing.isPresent()) return existed(id, existing.getAsLong());
    EventClass type = classes.require(command.instance().className());
    requireKind(type, kind);
    slots.remove(SystemSlots.handleSlot(kind));
    return insert(bind(slots, type), kind, id, command.origin());
  }

  Done modifyObject(ModifyObject command) {
    ObjectWriter.Found found = require(command.kind(), command.reference());
    return update(found, command.slots(), command.origin());
  }

  Done overwriteData(OverwriteData command) {
    EventClass type = classes.require(command.instance().className());
    requireKind(type, ObjectKind.DATA);
    Map<String, RawValue> slots = new LinkedHashMap<>(command.instance().slots());
    slots.remove(SystemSlots.handleSlot(ObjectKind.DATA));
    String id = takeId(ObjectKind.DATA, slots, "");
    ObjectWriter.Found found = null;
    if (!id.isEmpty()) {
      OptionalLong byId = writer.handleOf(ObjectKind.DATA, id);
      if (byId.isPresent()) found = find(ObjectKind.DATA, byId.getAsLong());
    }
    Bound bound = bind(slots, type);
    if (found == null) {
      OptionalLong byKey = writer.handleOfKey(bound.instance());
      if (byKey.isPresent()) found = find(ObjectKind.DATA, byKey.getAsLong());
    }
    if (found == null) return insert(bound, ObjectKind.DATA, id, command.origin());
    if (!found.instance().type().name().equals(type.name())) {
      throw new CellException(
          CellError.BAD_REQUEST,
          "data object '" + id + "' is not of class '" + type.name() + "'",
          "it is of class '" + found.instance().type().name() + "', and an object keeps its class",
          "Name that class, or leave mc_udid out");
    }
    return update(found, slots, command.origin());
  }

  /** The cell's own report of something; it may set every slot. */
  void report(RawInstance raw, String id) {
    EventClass type = classes.table().find(raw.className()).orElse(null);
    if (type == null || !type.metaClass().isEvent()) return;
    insert(
        classes.binder().bindOwn(raw, type),
        ObjectKind.EVENT,
        id,
        new Origin("", scope.cell(), ""));
  }

  private Done insert(Bound bound, ObjectKind kind, String givenId, Origin origin) {
    requireFreeKey(bound.instance(), -1);
    String id = givenId.isEmpty() ? freeId(kind, origin.commandId()) : givenId;
    long handle = writer.nextHandle(kind);
    Instance instance = SystemSlots.onNew(bound.instance(), kind, id, handle, stamp(origin));
    byte[] encoded = writer.encode(scope.index(), instance);
    requireSize(encoded.length);
    writer.insert(kind, instance, encoded);
    return done(id, handle).addAllBadSlots(names(bound.badSlots())).build();
  }

  private Done update(ObjectWriter.Found found, Map<String, RawValue> slots, Origin origin) {
    ObjectKind kind = found.key().kind();
    Instance old = found.instance();
    Map<String, RawValue> wanted = new LinkedHashMap<>(AddedNames.resolve(slots, old));
    dropUnchanged(wanted, SystemSlots.idSlot(kind), idOf(kind, old));
    dropUnchanged(wanted, SystemSlots.handleSlot(kind), Long.toString(found.key().handle()));
    BoundChanges bound = bindChanges(wanted, old, SystemSlots.idSlot(kind));
    Instance before = InstanceBinder.withBadSlots(old, bound.badSlots());
    Instance now = SystemSlots.onModified(before, bound.slots(), stamp(origin));
    requireFreeKey(now, found.key().handle());
    byte[] encoded = writer.encode(found.row().createdIndex(), now);
    requireSize(encoded.length);
    writer.update(found, now, encoded);
    return done(idOf(kind, old), found.key().handle())
        .addAllBadSlots(names(bound.badSlots()))
        .build();
  }

  // ---- what is asked for ----

  /** The id from the command or from the slots, out of which it goes. */
  private static String takeId(ObjectKind kind, Map<String, RawValue> slots, String given) {
    RawValue slot = slots.remove(SystemSlots.idSlot(kind));
    String written = slot instanceof RawValue.Text text ? text.value() : "";
    String id = given.isEmpty() ? written : given;
    if (id.getBytes(StandardCharsets.UTF_8).length > OBJECT_ID_LIMIT_BYTES) {
      throw new CellException(
          CellError.SLOT_INVALID,
          "slot '" + SystemSlots.idSlot(kind) + "' is too long",
          "an id has at most " + OBJECT_ID_LIMIT_BYTES + " bytes",
          "Give a shorter id, or none and the cell gives one");
    }
    return id;
  }

  private static void dropUnchanged(Map<String, RawValue> slots, String name, String value) {
    if (slots.get(name) instanceof RawValue.Text text && text.value().equals(value)) {
      slots.remove(name);
    }
  }

  private Bound bind(Map<String, RawValue> slots, EventClass type) {
    try {
      Map<String, RawValue> resolved = AddedNames.resolve(slots, null);
      return classes.binder().bind(new RawInstance(type.name(), resolved), type);
    } catch (SlotTooLongException e) {
      throw tooLong(e);
    }
  }

  /** An object keeps its id, whatever its class says of the slot. */
  private BoundChanges bindChanges(Map<String, RawValue> slots, Instance old, String idSlot) {
    try {
      BoundChanges bound = classes.binder().bindChanges(slots, old);
      SlotValue id = bound.slots().get(idSlot);
      if (id == null) return bound;
      Map<String, SlotValue> good = new LinkedHashMap<>(bound.slots());
      good.remove(idSlot);
      List<BadSlot> bad = new java.util.ArrayList<>(bound.badSlots());
      bad.add(
          new BadSlot(idSlot, org.twincell.event.ValueText.plain(id), BadSlot.Reason.NOT_SETTABLE));
      return new BoundChanges(good, bad);
    } catch (SlotTooLongException e) {
      throw tooLong(e);
    }
  }

  private static CellException tooLong(SlotTooLongException e) {
    return new CellException(
        CellError.SLOT_INVALID,
        "slot '" + e.slot() + "' is too long",
        "it has " + e.sizeBytes() + " bytes of text, a slot holds 65536",
        "Shorten the text, or spread it over a list slot");
  }

  private ObjectWriter.Found require(ObjectKind kind, ObjectReference reference) {
    OptionalLong handle =
        reference instanceof ObjectReference.ById id
            ? writer.handleOf(kind, id.objectId())
            : OptionalLong.of(((ObjectReference.ByHandle) reference).handle());
    ObjectWriter.Found found = handle.isEmpty() ? null : find(kind, handle.getAsLong());
    if (found != null) return found;
    String name = kind == ObjectKind.EVENT ? "event" : "data object";
    String by =
        reference instanceof ObjectReference.ById id
            ? "id '" + id.objectId() + "'"
            : "handle " + ((ObjectReference.ByHandle) reference).handle();
    throw new CellException(
        CellError.OBJECT_UNKNOWN,
        "there is no " + name + " with " + by,
        "it was never stored in this cell, or clean-up has removed it",
        "Query the cell for the " + name + " you mean");
  }

  private ObjectWriter.@Nullable Found find(ObjectKind kind, long handle) {
    return writer.find(kind, handle, classes.table());
  }

  private static void requireKind(EventClass type, ObjectKind kind) {
    boolean fits =
        kind == ObjectKind.EVENT ? type.metaClass().isEvent() : type.metaClass().isData();
    if (fits) return;
    String wanted = kind == ObjectKind.EVENT ? "an event" : "a data";
    throw new CellException(
        CellError.CLASS_UNKNOWN,
        "class '" + type.name() + "' is not " + wanted + " class",
        "it is defined as " + type.metaClass(),
        "Send it as what it is, or name another class");
  }

  private void requireFreeKey(Instance instance, long ownHandle) {
    OptionalLong other = writer.handleOfKey(instance);
    if (other.isPresent() && other.getAsLong() != ownHandle) {
      throw new CellException(
          CellError.SLOT_INVALID,
          "a data object of class '" + instance.type().name() + "' with these key slots exists",
          "data_handle " + other.getAsLong() + " has them, and key slots are unique in a class",
          "Modify or overwrite that object, or change a key slot");
    }
    if (ObjectWriter.keyBytes(instance) > KEY_LIMIT_BYTES) {
      throw new CellException(
          CellError.SLOT_INVALID,
          "the key slots of the data object are too long",
          "together they hold at most " + KEY_LIMIT_BYTES + " bytes",
          "Shorten them");
    }
  }

  private static void requireSize(int bytes) {
    if (bytes <= OBJECT_LIMIT_BYTES) return;
    throw new CellException(
        CellError.TOO_LARGE,
        "the object is too large",
        "it has " + bytes + " bytes, one object holds " + OBJECT_LIMIT_BYTES,
        "Shorten its slots");
  }

  // ---- what is answered ----

  /**
   * An id in the form of the original, {@code mc.<cell>.<second>.<n>}. The number comes from the
   * command id, so that two members that were cut off from each other never give the same id.
   */
  private String freeId(ObjectKind kind, String commandId) {
    String stem = "mc." + scope.cell() + "." + Long.toHexString(scope.wallSeconds() & 0x3FFFFFFF);
    for (long seed = 0; ; seed++) {
      String id = stem + "." + (Changes.hash(commandId, seed) >>> 11);
      if (writer.handleOf(kind, id).isEmpty()) return id;
    }
  }

  private SystemSlots.Stamp stamp(Origin origin) {
    return new SystemSlots.Stamp(scope.wallSeconds(), origin.sender(), origin.clientAddress());
  }

  private Done existed(String id, long handle) {
    return done(id, handle).setExisted(true).build();
  }

  private Done.Builder done(String id, long handle) {
    return Done.newBuilder()
        .setObjectId(id)
        .setHandle(handle)
        .setDurable(true)
        .setCommitIndex(scope.index())
        .setTerm(scope.term());
  }

  private static String idOf(ObjectKind kind, Instance instance) {
    SlotValue id = instance.get(SystemSlots.idSlot(kind)).orElse(null);
    return id instanceof SlotValue.TextValue text ? text.value() : "";
  }

  private static List<String> names(List<BadSlot> slots) {
    return slots.stream().map(BadSlot::name).toList();
  }
}
