// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellCommand.Origin;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.ObjectReference;

/**
 * Makes commands for the cell; each gets an id of its own, so that sending it twice is harmless.
 */
record Commands(EventIds ids, String sender, ObjectKind kind) {
  /**
   * A new event, under its {@code mc_ueid} if the instance names one; or a data object, which
   * replaces the one with the same key.
   */
  CellCommand store(RawInstance instance) {
    String id = ids.next();
    Origin origin = new Origin(id, sender, "");
    if (kind == ObjectKind.DATA) return new CellCommand.OverwriteData(origin, instance);
    Map<String, RawValue> slots = new LinkedHashMap<>(instance.slots());
    String objectId =
        slots.remove("mc_ueid") instanceof RawValue.Text given && !given.value().isEmpty()
            ? given.value()
            : id;
    RawInstance rest = new RawInstance(instance.className(), slots);
    return new CellCommand.NewObject(origin, kind, rest, objectId);
  }

  /**
   * A change of an existing object.
   *
   * @param objectId a handle, or {@code @} and the unique id
   * @throws NumberFormatException when it is neither
   */
  CellCommand modify(String objectId, Map<String, RawValue> slots) {
    ObjectReference reference =
        objectId.startsWith("@")
            ? new ObjectReference.ById(objectId.substring(1))
            : new ObjectReference.ByHandle(Long.parseLong(objectId));
    return new CellCommand.ModifyObject(new Origin(ids.next(), sender, ""), kind, reference, slots);
  }
}
