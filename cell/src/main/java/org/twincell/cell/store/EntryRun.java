// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.twincell.cell.store.ObjectWriter.RowKey;
import org.twincell.cell.store.wire.BaseClasses;
import org.twincell.cell.store.wire.ClassFiles;
import org.twincell.cell.store.wire.Entry;
import org.twincell.cell.store.wire.EntryResult;
import org.twincell.cell.store.wire.Item;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.codec.CommandCodec;
import org.twincell.protocol.codec.FaultCodec;
import org.twincell.protocol.codec.ValueCodec;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.Done;
import org.twincell.protocol.wire.NewObject;
import org.twincell.protocol.wire.Outcome;

/** Carries out the items of one entry, in their order; each one whole or not at all. */
final class EntryRun {
  /**
   * The cell reports a class that it does not know at most this often. Part of what applying does.
   */
  static final long UNDEFINED_CLASS_EVERY_MILLIS = 10_000;

  private static final String UNDEFINED_CLASS = "MC_CELL_UNDEFINED_CLASS";

  private final EntryScope scope;
  private final ObjectWriter writer;
  private final CommandMemory memory;
  private final EntryResult.Builder result = EntryResult.newBuilder();
  private Classes classes;

  EntryRun(EntryScope scope, Classes classes) {
    this.scope = scope;
    this.writer = new ObjectWriter(scope);
    this.memory = new CommandMemory(scope);
    this.classes = classes;
  }

  /**
   * @param faulty places of items that met a fault of ours and are refused instead
   * @throws FaultyItemException when another one does; what was begun must be thrown away
   */
  EntryResult run(Entry entry, Set<Integer> faulty) {
    for (int i = 0; i < entry.getItemsCount(); i++) {
      Item item = entry.getItems(i);
      if (faulty.contains(i)) {
        if (item.hasCommand()) result.addOutcomes(faultOf(item.getCommand()));
        continue;
      }
      try {
        run(item);
      } catch (StoreFailedException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new FaultyItemException(i, e);
      }
    }
    memory.flush();
    scope.counts().flush(scope.changes());
    return result.build();
  }

  private void run(Item item) {
    Housekeeping housekeeping = new Housekeeping(scope, writer, memory);
    switch (item.getBodyCase()) {
      case COMMAND -> result.addOutcomes(outcome(item.getCommand()));
      case BASE_CLASSES -> baseClasses(item.getBaseClasses());
      case BEGINNING -> {
        if (scope.state().getLineage().isEmpty())
          scope.state().setLineage(item.getBeginning().getLineage());
      }
      case TIDY_UP -> housekeeping.tidyUp(item.getTidyUp(), result);
      case CLEAN_UP_EVENTS ->
          housekeeping.cleanUp(item.getCleanUpEvents(), classes.table(), result);
      case DESIGNATE -> scope.state().setDesignatedMember(item.getDesignate().getMember());
      case MERGE -> {
        MergeRun merge = new MergeRun(scope, writer, memory, classes);
        result.setMergeReply(merge.run(item.getMerge()));
        classes = merge.classes();
      }
      case BODY_NOT_SET ->
          throw new StoreFailedException(
              "entry " + scope.index() + " of the log holds an item of an unknown kind",
              "A newer program wrote it: start that program on this member too");
    }
  }

  private static Outcome faultOf(Command command) {
    CellException fault =
        new CellException(
            CellError.INTERNAL,
            "the command met a fault of the cell and was not carried out",
            "the cell's log has the details",
            "Send the log to whoever maintains the cell");
    return Outcome.newBuilder()
        .setCommandId(command.getCommandId())
        .setFault(FaultCodec.toWire(fault))
        .build();
  }

  Classes classes() {
    return classes;
  }

  Map<RowKey, Optional<StoredRow>> touched() {
    return writer.touched();
  }

  private Outcome outcome(Command command) {
    Outcome.Builder outcome = Outcome.newBuilder().setCommandId(command.getCommandId());
    try {
      return outcome.setDone(carryOut(command)).build();
    } catch (CellException refusal) {
      if (refusal.error() == CellError.CLASS_UNKNOWN) reportUndefined(command);
      return outcome.setFault(FaultCodec.toWire(refusal)).build();
    }
  }

  private Done carryOut(Command command) {
    requireId(command.getCommandId());
    Optional<Done> remembered = memory.find(command);
    // The present term: a caller that has seen it would take an answer of an older one for stale.
    if (remembered.isPresent()) {
      return remembered.get().toBuilder().setExisted(true).setTerm(scope.term()).build();
    }
    CellCommand asked = CommandCodec.fromWire(command);
    Done done = carryOut(asked);
    // An object with an id of its sender's choosing is known again by that id.
    boolean isKnownById = asked instanceof CellCommand.NewObject o && !o.objectId().isEmpty();
    if (!isKnownById) memory.remember(command, done);
    return done;
  }

  private Done carryOut(CellCommand command) {
    ObjectCommands objects = new ObjectCommands(scope, writer, classes);
    if (command instanceof CellCommand.NewObject it) return objects.newObject(it);
    if (command instanceof CellCommand.ModifyObject it) return objects.modifyObject(it);
    if (command instanceof CellCommand.OverwriteData it) return objects.overwriteData(it);
    return defineClasses((CellCommand.DefineClasses) command);
  }

  private Done defineClasses(CellCommand.DefineClasses command) {
    ClassFiles wanted =
        classes.files().toBuilder()
            .clearOwn()
            .addAllOwn(CommandCodec.filesToWire(command.files()))
            .build();
    boolean existed = wanted.equals(classes.files());
    if (!existed) classes = classes.replace(wanted, scope);
    return Done.newBuilder()
        .setExisted(existed)
        .setDurable(true)
        .setCommitIndex(scope.index())
        .setTerm(scope.term())
        .build();
  }

  /**
   * The shipped classes come with the program. Should those of a new program not go with the cell's
   * own files or objects, the old ones stay, and the active member says so.
   */
  private void baseClasses(BaseClasses base) {
    ClassFiles wanted =
        classes.files().toBuilder().clearBase().addAllBase(base.getFilesList()).build();
    if (wanted.equals(classes.files())) return;
    try {
      classes = classes.replace(wanted, scope);
    } catch (CellException refusal) {
      result.setBaseClassesRefusal(FaultCodec.toWire(refusal));
    }
  }

  private static void requireId(String commandId) {
    int bytes = commandId.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > 0 && bytes <= CellCommand.COMMAND_ID_LIMIT_BYTES) return;
    throw new CellException(
        CellError.BAD_REQUEST,
        "the command's id has " + bytes + " bytes",
        "a command has an id of 1 to " + CellCommand.COMMAND_ID_LIMIT_BYTES + " bytes",
        "Give each command an id of its own, and the same id when it is sent again");
  }

  private void reportUndefined(Command command) {
    if (!command.hasNewObject()) return;
    long last = scope.state().getUndefinedClassEpochMillis();
    if (last != 0 && scope.stampMillis() - last < UNDEFINED_CLASS_EVERY_MILLIS) return;
    scope.state().setUndefinedClassEpochMillis(Math.max(1, scope.stampMillis()));
    NewObject asked = command.getNewObject();
    Map<String, RawValue> slots = new LinkedHashMap<>();
    slots.put("msg", RawValue.text("class '" + cut(asked.getClassName()) + "' is not known"));
    slots.put("class_name", RawValue.text(cut(asked.getClassName())));
    slots.put("mc_tool_class", RawValue.text("MC_CELL"));
    List<String> names =
        asked.getSlotsList().stream().map(s -> cut(s.getName())).limit(REPORTED_SLOTS).toList();
    List<String> values =
        asked.getSlotsList().stream()
            .map(s -> cut(org.twincell.event.ValueText.of(ValueCodec.fromWire(s.getValue()))))
            .limit(REPORTED_SLOTS)
            .toList();
    slots.put("slot_names", RawValue.list(names));
    slots.put("slot_values", RawValue.list(values));
    new ObjectCommands(scope, writer, classes)
        .report(
            new RawInstance(UNDEFINED_CLASS, slots),
            "undefined-" + scope.cell() + "-" + scope.index());
  }

  private static final int REPORTED_SLOTS = 100;
  private static final int REPORTED_CHARS = 1000;

  private static String cut(String text) {
    return text.length() <= REPORTED_CHARS ? text : text.substring(0, REPORTED_CHARS);
  }
}
