// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.codec;

import static org.twincell.protocol.codec.ValueCodec.badMessage;

import java.util.List;
import org.twincell.event.RawInstance;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CommandOutcome;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.ObjectReference;
import org.twincell.protocol.wire.ClassFile;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.DefineClasses;
import org.twincell.protocol.wire.Done;
import org.twincell.protocol.wire.ModifyObject;
import org.twincell.protocol.wire.NewObject;
import org.twincell.protocol.wire.OverwriteData;

/** Commands and what became of them. */
public final class CommandCodec {
  private CommandCodec() {}

  /** A command as a message. */
  public static Command toWire(CellCommand command) {
    CellCommand.Origin origin = command.origin();
    Command.Builder wire =
        Command.newBuilder()
            .setCommandId(origin.commandId())
            .setSender(origin.sender())
            .setClientAddress(origin.clientAddress());
    if (command instanceof CellCommand.NewObject it) wire.setNewObject(newObject(it));
    if (command instanceof CellCommand.ModifyObject it) wire.setModifyObject(modifyObject(it));
    if (command instanceof CellCommand.OverwriteData it) wire.setOverwriteData(overwriteData(it));
    if (command instanceof CellCommand.DefineClasses it) {
      wire.setDefineClasses(DefineClasses.newBuilder().addAllFiles(filesToWire(it.files())));
    }
    return wire.build();
  }

  private static NewObject newObject(CellCommand.NewObject it) {
    return NewObject.newBuilder()
        .setKind(toWire(it.kind()))
        .setClassName(it.instance().className())
        .addAllSlots(ValueCodec.rawToWire(it.instance().slots()))
        .setObjectId(it.objectId())
        .build();
  }

  private static ModifyObject modifyObject(CellCommand.ModifyObject it) {
    return ModifyObject.newBuilder()
        .setKind(toWire(it.kind()))
        .setReference(toWire(it.reference()))
        .addAllSlots(ValueCodec.rawToWire(it.slots()))
        .build();
  }

  private static OverwriteData overwriteData(CellCommand.OverwriteData it) {
    return OverwriteData.newBuilder()
        .setClassName(it.instance().className())
        .addAllSlots(ValueCodec.rawToWire(it.instance().slots()))
        .build();
  }

  /** A command from a message. */
  public static CellCommand fromWire(Command wire) {
    CellCommand.Origin origin =
        new CellCommand.Origin(wire.getCommandId(), wire.getSender(), wire.getClientAddress());
    return switch (wire.getBodyCase()) {
      case NEW_OBJECT -> {
        NewObject it = wire.getNewObject();
        RawInstance instance =
            new RawInstance(it.getClassName(), ValueCodec.rawFromWire(it.getSlotsList()));
        yield new CellCommand.NewObject(origin, fromWire(it.getKind()), instance, it.getObjectId());
      }
      case MODIFY_OBJECT -> {
        ModifyObject it = wire.getModifyObject();
        yield new CellCommand.ModifyObject(
            origin,
            fromWire(it.getKind()),
            fromWire(it.getReference()),
            ValueCodec.rawFromWire(it.getSlotsList()));
      }
      case OVERWRITE_DATA -> {
        OverwriteData it = wire.getOverwriteData();
        yield new CellCommand.OverwriteData(
            origin, new RawInstance(it.getClassName(), ValueCodec.rawFromWire(it.getSlotsList())));
      }
      case DEFINE_CLASSES ->
          new CellCommand.DefineClasses(
              origin, filesFromWire(wire.getDefineClasses().getFilesList()));
      case BODY_NOT_SET -> throw badMessage("the command '" + wire.getCommandId() + "' is empty");
    };
  }

  /** A kind as a message. */
  public static org.twincell.protocol.wire.ObjectKind toWire(ObjectKind kind) {
    return switch (kind) {
      case EVENT -> org.twincell.protocol.wire.ObjectKind.EVENT;
      case DATA -> org.twincell.protocol.wire.ObjectKind.DATA;
    };
  }

  /** A kind from a message. */
  public static ObjectKind fromWire(org.twincell.protocol.wire.ObjectKind wire) {
    return switch (wire) {
      case EVENT -> ObjectKind.EVENT;
      case DATA -> ObjectKind.DATA;
      case OBJECT_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw badMessage("neither EVENT nor DATA is said");
    };
  }

  private static org.twincell.protocol.wire.ObjectReference toWire(ObjectReference reference) {
    var wire = org.twincell.protocol.wire.ObjectReference.newBuilder();
    if (reference instanceof ObjectReference.ById id) wire.setObjectId(id.objectId());
    if (reference instanceof ObjectReference.ByHandle handle) wire.setHandle(handle.handle());
    return wire.build();
  }

  private static ObjectReference fromWire(org.twincell.protocol.wire.ObjectReference wire) {
    return switch (wire.getByCase()) {
      case OBJECT_ID -> new ObjectReference.ById(wire.getObjectId());
      case HANDLE -> new ObjectReference.ByHandle(wire.getHandle());
      case BY_NOT_SET -> throw badMessage("the command does not say which object it is about");
    };
  }

  /** Class files as messages. */
  public static List<ClassFile> filesToWire(List<CellCommand.ClassFile> files) {
    return files.stream()
        .map(file -> ClassFile.newBuilder().setName(file.name()).setText(file.text()).build())
        .toList();
  }

  /** Class files from messages. */
  public static List<CellCommand.ClassFile> filesFromWire(List<ClassFile> wire) {
    return wire.stream()
        .map(file -> new CellCommand.ClassFile(file.getName(), file.getText()))
        .toList();
  }

  /** What became of a command, as a message. */
  public static Done toWire(CommandOutcome outcome) {
    return Done.newBuilder()
        .setObjectId(outcome.objectId())
        .setHandle(outcome.handle())
        .setExisted(outcome.existed())
        .setDurable(outcome.durable())
        .setCommitIndex(outcome.commitIndex())
        .setTerm(outcome.term())
        .addAllBadSlots(outcome.badSlots())
        .build();
  }

  /** What became of a command, from a message. */
  public static CommandOutcome fromWire(Done wire) {
    return new CommandOutcome(
        wire.getObjectId(),
        wire.getHandle(),
        wire.getExisted(),
        wire.getDurable(),
        wire.getCommitIndex(),
        wire.getTerm(),
        wire.getBadSlotsList());
  }
}
