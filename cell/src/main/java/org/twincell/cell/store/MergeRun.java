// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.twincell.cell.store.SlotMerge.Conflict;
import org.twincell.cell.store.wire.ClassFiles;
import org.twincell.cell.store.wire.MergeTotals;
import org.twincell.event.EventClass;
import org.twincell.event.Instance;
import org.twincell.event.InstanceBinder.Bound;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.event.SlotValue;
import org.twincell.event.ValueText;
import org.twincell.protocol.CellException;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.codec.CommandCodec;
import org.twincell.protocol.codec.ValueCodec;
import org.twincell.protocol.wire.ClassFile;
import org.twincell.protocol.wire.MergeReply;
import org.twincell.protocol.wire.MergeRequest;
import org.twincell.protocol.wire.MergedCommand;
import org.twincell.protocol.wire.MergedObject;
import org.twincell.protocol.wire.MergedSlot;

/**
 * Takes in a part of what another member accepted alone. What it brings is found by its id, so that
 * the same part may come again; nothing that is here goes, and nothing that comes is dropped: a
 * value that loses is kept in the operation log of its event and in the report.
 */
final class MergeRun {
  private static final String LAST_RESORT = "EVENT";

  /** Beyond so many, one that is told again counts again. Part of what applying does. */
  private static final int REMARKS_REMEMBERED = 10_000;

  private final EntryScope scope;
  private final ObjectWriter writer;
  private final CommandMemory memory;
  private final MergeReply.Builder reply = MergeReply.newBuilder();
  private final Set<Long> told = new LinkedHashSet<>();
  private Classes classes;

  MergeRun(EntryScope scope, ObjectWriter writer, CommandMemory memory, Classes classes) {
    this.scope = scope;
    this.writer = writer;
    this.memory = memory;
    this.classes = classes;
  }

  MergeReply run(MergeRequest part) {
    byte[] stored = scope.changes().get(Family.META, Keys.MERGE);
    MergeTotals before = totals(stored);
    long branch = part.getFrom().getBranch();
    if (before.getBranch() != branch) before = MergeTotals.newBuilder().setBranch(branch).build();
    told.addAll(before.getRemarksList());
    if (part.getClassesCount() > 0) classes(part);
    part.getObjectsList().forEach(object -> object(object, part.getSharedIndex()));
    part.getCommandsList().forEach(this::command);
    scope.changes().set(Family.META, Keys.MERGE, stored, with(before).toByteArray());
    return reply.build();
  }

  /** The sums over all parts of a branch; zeros when another one was merged since. */
  static MergeReply soFar(byte @Nullable [] stored, long branch) {
    MergeTotals totals = totals(stored);
    if (totals.getBranch() != branch) return MergeReply.getDefaultInstance();
    return MergeReply.newBuilder()
        .setAddedEvents(totals.getAddedEvents())
        .setAddedData(totals.getAddedData())
        .setChangedObjects(totals.getChangedObjects())
        .setConflicts(totals.getConflicts())
        .setCommands(totals.getCommands())
        .build();
  }

  private static MergeTotals totals(byte @Nullable [] stored) {
    try {
      return stored == null ? MergeTotals.getDefaultInstance() : MergeTotals.parseFrom(stored);
    } catch (InvalidProtocolBufferException e) {
      throw StoreFailedException.of("the totals of a merge are damaged", e);
    }
  }

  private MergeTotals with(MergeTotals before) {
    MergeTotals.Builder after =
        before.toBuilder()
            .setAddedEvents(before.getAddedEvents() + reply.getAddedEvents())
            .setAddedData(before.getAddedData() + reply.getAddedData())
            .setChangedObjects(before.getChangedObjects() + reply.getChangedObjects())
            .setConflicts(before.getConflicts() + reply.getConflicts())
            .setCommands(before.getCommands() + reply.getCommands())
            .clearRemarks();
    told.stream().limit(REMARKS_REMEMBERED).forEach(after::addRemarks);
    return after.build();
  }

  /** The classes after this part. */
  Classes classes() {
    return classes;
  }

  // ---- classes

  private void classes(MergeRequest part) {
    boolean changedHere = scope.state().getClassVersion() > part.getSharedIndex();
    Map<String, ClassFile> own = new LinkedHashMap<>();
    classes.files().getOwnList().forEach(file -> own.put(file.getName(), file));
    for (ClassFile file : part.getClassesList()) {
      ClassFile here = own.get(file.getName());
      if (file.equals(here)) continue;
      if (here == null || !changedHere) {
        own.put(file.getName(), file);
      } else {
        conflict("class file " + file.getName() + " differs; not taken over:\n" + file.getText());
      }
    }
    ClassFiles wanted = classes.files().toBuilder().clearOwn().addAllOwn(own.values()).build();
    if (wanted.equals(classes.files())) return;
    try {
      classes = classes.replace(wanted, scope);
    } catch (CellException refusal) {
      conflict("the class files of the other member do not fit: " + refusal.getMessage());
      part.getClassesList().forEach(file -> remark(file.getName() + ":\n" + file.getText()));
    }
  }

  // ---- objects

  private void object(MergedObject object, long sharedIndex) {
    ObjectKind kind = CommandCodec.fromWire(object.getKind());
    EventClass type = type(object, kind);
    if (type == null) {
      conflict("not stored, no class fits: " + object);
      return;
    }
    Map<String, RawValue> slots = new LinkedHashMap<>();
    for (MergedSlot slot : object.getSlotsList()) {
      slots.put(slot.getName(), ValueCodec.fromWire(slot.getNow()));
    }
    Bound bound = classes.binder().bindOwn(new RawInstance(type.name(), slots), type);
    OptionalLong handle = writer.handleOf(kind, object.getObjectId());
    if (handle.isEmpty()) handle = writer.handleOfKey(bound.instance());
    if (handle.isEmpty()) {
      insert(object, kind, bound.instance());
      return;
    }
    ObjectWriter.Found found = writer.find(kind, handle.getAsLong(), classes.table());
    if (found == null) throw new IllegalStateException("an indexed object is missing");
    update(object, found, bound.instance(), sharedIndex);
  }

  private @Nullable EventClass type(MergedObject object, ObjectKind kind) {
    List<String> names = new ArrayList<>();
    names.add(object.getClassName());
    names.addAll(object.getAncestorsList());
    if (kind == ObjectKind.EVENT) names.add(LAST_RESORT);
    for (String name : names) {
      EventClass type = classes.table().find(name).orElse(null);
      if (type == null) continue;
      boolean fits =
          kind == ObjectKind.EVENT ? type.metaClass().isEvent() : type.metaClass().isData();
      if (!fits) continue;
      if (!name.equals(object.getClassName())) {
        conflict(
            object.getObjectId()
                + ": class "
                + object.getClassName()
                + " is not known here; stored as "
                + name);
      }
      return type;
    }
    return null;
  }

  private void insert(MergedObject object, ObjectKind kind, Instance given) {
    long handle = writer.nextHandle(kind);
    Map<String, SlotValue> own = new LinkedHashMap<>();
    String id = SystemSlots.idSlot(kind);
    String handleSlot = SystemSlots.handleSlot(kind);
    if (given.type().slot(id).isPresent()) {
      own.put(id, new SlotValue.TextValue(object.getObjectId()));
    }
    if (given.type().slot(handleSlot).isPresent()) {
      own.put(handleSlot, new SlotValue.IntegerValue(handle));
    }
    Instance instance = SystemSlots.withIndexed(given.with(own));
    writer.insert(kind, instance, writer.encode(scope.index(), instance));
    if (kind == ObjectKind.EVENT) reply.setAddedEvents(reply.getAddedEvents() + 1);
    else reply.setAddedData(reply.getAddedData() + 1);
  }

  private void update(
      MergedObject object, ObjectWriter.Found found, Instance given, long sharedIndex) {
    Instance mine = found.instance();
    SlotMerge merge = new SlotMerge(object, found.row(), sharedIndex);
    merge.run();
    Map<String, SlotValue> changes = typed(merge.changes(), mine, given);
    Instance now = mine.with(changes);
    OptionalLong other = writer.handleOfKey(now);
    if (other.isPresent() && other.getAsLong() != found.key().handle()) {
      conflict(object.getObjectId() + ": its new key slots are those of another object: " + object);
      return;
    }
    for (Conflict each : merge.conflicts()) {
      now = kept(now, each);
      String where = object.getObjectId() + ": " + each.slot();
      conflict(where + " stays " + each.mine() + ", not " + each.theirs(), where + each.theirs());
    }
    if (now.equals(mine)) return;
    writer.update(found, now, writer.encode(found.row().createdIndex(), now));
    reply.setChangedObjects(reply.getChangedObjects() + 1);
  }

  /** The operation log of an event keeps what lost, unless the event has it from an earlier try. */
  private Instance kept(Instance now, Conflict conflict) {
    List<String> group =
        List.of(
            "0x" + Long.toHexString(scope.wallSeconds()),
            "cell",
            SystemSlots.MERGE_CONFLICT,
            conflict.slot(),
            ValueText.of(conflict.theirs()));
    return SystemSlots.withOperation(now, group);
  }

  private Map<String, SlotValue> typed(
      Map<String, RawValue> changes, Instance mine, Instance given) {
    Map<String, SlotValue> typed = new LinkedHashMap<>();
    EventClass type = mine.type();
    Map<String, SlotValue> bound =
        classes.binder().bindOwn(new RawInstance(type.name(), changes), type).instance().slots();
    changes.forEach(
        (name, value) -> {
          SlotValue fits =
              Optional.ofNullable(bound.get(name)).or(() -> given.get(name)).orElse(null);
          if (fits != null && type.slot(name).isPresent()) typed.put(name, fits);
          else conflict("slot " + name + " does not take " + ValueText.of(value));
        });
    return typed;
  }

  // ---- commands

  private void command(MergedCommand command) {
    String id = command.getObjectId();
    OptionalLong handle = writer.handleOf(ObjectKind.EVENT, id);
    if (handle.isEmpty()) handle = writer.handleOf(ObjectKind.DATA, id);
    boolean isNew = memory.adopt(command, handle.orElse(command.getHandle()));
    if (isNew) reply.setCommands(reply.getCommands() + 1);
  }

  private void conflict(String what) {
    conflict(what, what);
  }

  /**
   * Tells each time of what lost, and counts it once.
   *
   * @param lost the same text whenever the same is lost, whatever stays in its place
   */
  private void conflict(String what, String lost) {
    boolean isNew = told.add(Hash64.of(lost.getBytes(StandardCharsets.UTF_8), 0));
    if (isNew) reply.setConflicts(reply.getConflicts() + 1);
    remark(what);
  }

  private void remark(String what) {
    reply.addRemarks(what);
  }
}
