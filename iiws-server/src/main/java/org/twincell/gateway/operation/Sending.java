// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.operation;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.gateway.cells.BufferMode;
import org.twincell.gateway.cells.Cells;
import org.twincell.gateway.cells.EventIds;
import org.twincell.gateway.cells.Shown;
import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.fault.Failures;
import org.twincell.gateway.fault.FaultCode;
import org.twincell.imapi.elems.SendEvent;
import org.twincell.imapi.elems.SendEventOutput;
import org.twincell.imapi.types.IMMessageType;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CommandOutcome;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.ObjectReference;

/**
 * SendEvent: turns a message into one command for one cell and answers the id of the event or data
 * object. A new event has its id before it leaves, so that whoever repeats the call, the cell's
 * client or this gateway's client, stores it once.
 */
final class Sending {
  private static final String EVENT_ID = "mc_ueid";
  private static final String EVENT_HANDLE = "event_handle";
  private static final String DATA_ID = "mc_udid";
  private static final String DATA_HANDLE = "data_handle";

  /** Goes into the slot administrator of what this gateway changes. */
  private static final String SENDER = "ImWebServices";

  /** Keeps the command ids that callers choose apart from our own. */
  private static final String CALLERS_ID = "caller:";

  private final Cells cells;
  private final EventIds ids;
  private final OperationLimits limits;
  private final RequestSlots slots;

  Sending(Cells cells, EventIds ids, OperationLimits limits) {
    this.cells = cells;
    this.ids = ids;
    this.limits = limits;
    this.slots = new RequestSlots(limits.slotTextLimit());
  }

  SendEventOutput send(SendEvent request, Caller caller) {
    Cells.Connection connection = cells.connection(request.getConnection());
    IMMessageType type = Arguments.required("messageType", request.getMessageType());
    SendEventOutput answer = new SendEventOutput();
    if (type == IMMessageType.MSG_TYPE_NONE) return answer;

    Map<String, RawValue> given = slots.of(Arguments.required("message", request.getMessage()));
    CellCommand command = command(type, request.getMessageClass(), given, caller);
    Duration patience = limits.waits().of(request.getTimeout());
    answer.setResponse(XmlText.clean(carryOut(connection, command, patience).objectId()));
    return answer;
  }

  private CommandOutcome carryOut(
      Cells.Connection connection, CellCommand command, Duration patience) {
    boolean waits = Connections.effective(connection.mode(), limits) != BufferMode.NONE;
    CompletableFuture<CommandOutcome> outcome =
        waits
            ? connection.cell().client().submit(command, patience)
            : connection.cell().client().submitWithoutWaiting(command, patience);
    try {
      return outcome.join();
    } catch (CompletionException e) {
      throw Failures.ofAsync(e);
    }
  }

  private CellCommand command(
      IMMessageType type, @Nullable String className, Map<String, RawValue> given, Caller caller) {
    return switch (type) {
      case MSG_TYPE_NEW_EVENT -> newEvent(className, given, caller);
      case MSG_TYPE_MOD_EVENT -> modifiedEvent(given, caller);
      case MSG_TYPE_NEW_DATA -> newData(className, given, caller);
      case MSG_TYPE_MOD_DATA -> modifiedData(given, caller);
      case MSG_TYPE_OVERWRITE_DATA ->
          new CellCommand.OverwriteData(origin(caller), instance(className, given));
      case MSG_TYPE_NONE -> throw new IllegalStateException("answered before");
    };
  }

  private CellCommand newEvent(
      @Nullable String className, Map<String, RawValue> given, Caller caller) {
    String id = text(given.get(EVENT_ID));
    if (id.isEmpty()) {
      id = ids.next();
      given.put(EVENT_ID, RawValue.text(id));
    }
    return new CellCommand.NewObject(
        origin(caller), ObjectKind.EVENT, instance(className, given), id);
  }

  private CellCommand newData(
      @Nullable String className, Map<String, RawValue> given, Caller caller) {
    String id = text(given.get(DATA_ID));
    return new CellCommand.NewObject(
        origin(caller), ObjectKind.DATA, instance(className, given), id);
  }

  private CellCommand modifiedEvent(Map<String, RawValue> given, Caller caller) {
    String id = text(given.remove(EVENT_ID));
    RawValue handle = given.remove(EVENT_HANDLE);
    if (id.isEmpty() && handle == null) {
      throw new CallException.Refused(
          FaultCode.SLOT_INVALID,
          "the message names no event to modify",
          "Set the slot mc_ueid to the event's id");
    }
    ObjectReference reference =
        id.isEmpty() ? byHandle(EVENT_HANDLE, text(handle)) : new ObjectReference.ById(id);
    return new CellCommand.ModifyObject(origin(caller), ObjectKind.EVENT, reference, given);
  }

  private CellCommand modifiedData(Map<String, RawValue> given, Caller caller) {
    RawValue handle = given.remove(DATA_HANDLE);
    given.remove(DATA_ID);
    if (handle == null) {
      throw new CallException.Refused(
          FaultCode.SLOT_INVALID,
          "the message names no data object to modify",
          "Set the slot data_handle, or send MSG_TYPE_OVERWRITE_DATA to find it by its key");
    }
    ObjectReference reference = byHandle(DATA_HANDLE, text(handle));
    return new CellCommand.ModifyObject(origin(caller), ObjectKind.DATA, reference, given);
  }

  private static ObjectReference byHandle(String slot, String text) {
    try {
      return new ObjectReference.ByHandle(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new CallException.Refused(
          FaultCode.SLOT_INVALID,
          "the slot " + slot + " is '" + Shown.of(text) + "' and not a handle",
          "A handle is a whole number, as query rows have it");
    }
  }

  private static RawInstance instance(@Nullable String className, Map<String, RawValue> given) {
    String name = Arguments.text(className);
    if (name.isEmpty()) {
      throw new CallException.Refused(
          FaultCode.ARGUMENT_INVALID,
          "messageClass is empty",
          "Put the class of the event into it");
    }
    return new RawInstance(name, given);
  }

  private static String text(@Nullable RawValue value) {
    return value instanceof RawValue.Text text ? text.value().strip() : "";
  }

  /**
   * Event ids are unique everywhere, so the id of a command is one of them, unless the caller gave
   * it one for all its tries.
   */
  private CellCommand.Origin origin(Caller caller) {
    String id = caller.commandId().isEmpty() ? ids.next() : CALLERS_ID + caller.commandId();
    return new CellCommand.Origin(id, SENDER + "@" + caller.address(), caller.address());
  }
}
