// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;

/** What a cell is asked to change. Sending a command again under the same id is always safe. */
public sealed interface CellCommand {
  /** The largest number of UTF-8 bytes of a command id. */
  int COMMAND_ID_LIMIT_BYTES = 128;

  /** The most that a command may weigh on the wire. */
  int SIZE_LIMIT_BYTES = 4 << 20;

  /** Who sends it and under which id. */
  Origin origin();

  /**
   * The sender's identity.
   *
   * @param commandId unique for this command; the cell remembers it for a bounded time
   * @param sender goes into {@code administrator}, for instance {@code user@host}
   * @param clientAddress network address of the first sender, or empty
   */
  record Origin(String commandId, String sender, String clientAddress) {}

  /**
   * Stores a new event or data object, unless one with the same id is there: then that one is
   * answered.
   *
   * @param objectId {@code mc_ueid} or {@code mc_udid}; empty lets the cell give one
   */
  record NewObject(Origin origin, ObjectKind kind, RawInstance instance, String objectId)
      implements CellCommand {}

  /** Replaces slots of an existing event or data object. */
  record ModifyObject(
      Origin origin, ObjectKind kind, ObjectReference reference, Map<String, RawValue> slots)
      implements CellCommand {
    public ModifyObject {
      slots = Collections.unmodifiableMap(new LinkedHashMap<>(slots));
    }
  }

  /** Modifies the data object with the same key, or makes it. */
  record OverwriteData(Origin origin, RawInstance instance) implements CellCommand {}

  /** Replaces the class files of the cell, on top of the shipped base classes. */
  record DefineClasses(Origin origin, List<ClassFile> files) implements CellCommand {
    public DefineClasses {
      files = List.copyOf(files);
    }
  }

  /** One class file by name and content. */
  record ClassFile(String name, String text) {}
}
