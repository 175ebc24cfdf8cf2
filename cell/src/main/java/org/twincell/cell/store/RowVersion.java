// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.twincell.condition.SlotAccess;
import org.twincell.event.ClassTable;
import org.twincell.event.EventClass;
import org.twincell.event.Slot;
import org.twincell.event.SlotValue;

/** One version of a row as a query sees it. */
interface RowVersion extends SlotAccess {
  long createdIndex();

  long modifiedIndex();

  EventClass type();

  /** The slots that were set. */
  Map<String, SlotValue> slots();

  @Override
  default String className() {
    return type().name();
  }

  /** A row that lies decoded in memory. */
  record Decoded(StoredRow row) implements RowVersion {
    @Override
    public long createdIndex() {
      return row.createdIndex();
    }

    @Override
    public long modifiedIndex() {
      return row.modifiedIndex();
    }

    @Override
    public EventClass type() {
      return row.instance().type();
    }

    @Override
    public Map<String, SlotValue> slots() {
      return row.instance().slots();
    }

    @Override
    public @Nullable SlotValue get(String slot) {
      return row.instance().get(slot).orElse(null);
    }
  }

  /** A row as it is stored; decodes only what is asked for. */
  final class Encoded implements RowVersion {
    private final byte[] row;
    private final NameTable names;
    private final ClassTable table;
    private final RowCodec.Header header;
    private final EventClass type;

    Encoded(byte[] row, NameTable names, ClassTable table) {
      this.row = row;
      this.names = names;
      this.table = table;
      this.header = RowCodec.header(row);
      this.type = RowCodec.type(header, names, table);
    }

    @Override
    public long createdIndex() {
      return header.createdIndex();
    }

    @Override
    public long modifiedIndex() {
      return header.modifiedIndex();
    }

    @Override
    public EventClass type() {
      return type;
    }

    @Override
    public Map<String, SlotValue> slots() {
      return RowCodec.slots(row, type, names, table);
    }

    @Override
    public @Nullable SlotValue get(String name) {
      Slot slot = type.slots().get(name);
      if (slot == null) return null;
      OptionalInt number = names.find(name);
      if (number.isEmpty()) return slot.defaultValue();
      try {
        CodedInputStream in = CodedInputStream.newInstance(row);
        SlotValue set = RowCodec.find(in, number.getAsInt());
        if (set == null) return slot.defaultValue();
        return RowCodec.fit(set, slot, table).orElse(slot.defaultValue());
      } catch (IOException e) {
        throw RowCodec.damaged(e);
      }
    }
  }
}
