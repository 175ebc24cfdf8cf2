// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.twincell.event.ClassTable;
import org.twincell.event.Enumeration;
import org.twincell.event.EventClass;
import org.twincell.event.Instance;
import org.twincell.event.Slot;
import org.twincell.event.SlotType;
import org.twincell.event.SlotValue;

/**
 * Rows as bytes: only slots that were set, by number. Part of the store's format:
 *
 * <pre>
 * row   = class:varint created:varint modified:varint slots:varint { name:varint value }
 * value = 0 zigzag | 1 double | 2 text | 3 zigzag text | 4 bytes:varint count:varint { value }
 * </pre>
 *
 * (integer, real, text, label of an enumeration with its number, list; a text has its length
 * first.) A value that no longer fits its slot, because the class was defined anew, reads as not
 * set; a label takes its present number.
 */
final class RowCodec {
  private static final int INTEGER = 0;
  private static final int REAL = 1;
  private static final int TEXT = 2;
  private static final int LABEL = 3;
  private static final int LIST = 4;

  private RowCodec() {}

  /** Writes a row; the numbers of its class and slots are given where they are new. */
  static byte[] encode(StoredRow row, NameTable names, Changes changes) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeUInt32NoTag(names.number(row.className(), changes));
      out.writeUInt64NoTag(row.createdIndex());
      out.writeUInt64NoTag(row.modifiedIndex());
      Map<String, SlotValue> slots = row.instance().slots();
      out.writeUInt32NoTag(slots.size());
      for (Map.Entry<String, SlotValue> slot : slots.entrySet()) {
        out.writeUInt32NoTag(names.number(slot.getKey(), changes));
        write(slot.getValue(), out);
      }
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory", e);
    }
  }

  /** The values one after another, for keys that are made of values. */
  static byte[] encode(List<SlotValue> values) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      for (SlotValue value : values) write(value, out);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory", e);
    }
  }

  private static void write(SlotValue value, CodedOutputStream out) throws IOException {
    if (value instanceof SlotValue.IntegerValue number) {
      out.writeRawByte(INTEGER);
      out.writeSInt64NoTag(number.value());
    } else if (value instanceof SlotValue.RealValue real) {
      out.writeRawByte(REAL);
      out.writeDoubleNoTag(real.value());
    } else if (value instanceof SlotValue.TextValue text) {
      out.writeRawByte(TEXT);
      out.writeStringNoTag(text.value());
    } else if (value instanceof SlotValue.EnumValue label) {
      out.writeRawByte(LABEL);
      out.writeSInt32NoTag(label.number());
      out.writeStringNoTag(label.label());
    } else if (value instanceof SlotValue.ListValue list) {
      byte[] elements = encode(list.elements());
      out.writeRawByte(LIST);
      out.writeUInt32NoTag(
          elements.length + CodedOutputStream.computeUInt32SizeNoTag(list.elements().size()));
      out.writeUInt32NoTag(list.elements().size());
      out.writeRawBytes(elements);
    }
  }

  /** What a row begins with; cheap to read. */
  record Header(int type, long createdIndex, long modifiedIndex) {}

  static Header header(byte[] row) {
    CodedInputStream in = CodedInputStream.newInstance(row);
    try {
      return header(in);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private static Header header(CodedInputStream in) throws IOException {
    return new Header(in.readUInt32(), in.readUInt64(), in.readUInt64());
  }

  static StoredRow decode(byte[] row, NameTable names, ClassTable table) {
    Header header = header(row);
    EventClass type = type(header, names, table);
    return new StoredRow(
        header.createdIndex(),
        header.modifiedIndex(),
        new Instance(type, slots(row, type, names, table)));
  }

  /** The slots that are set, in the order in which they are stored. */
  static Map<String, SlotValue> slots(
      byte[] row, EventClass type, NameTable names, ClassTable table) {
    CodedInputStream in = CodedInputStream.newInstance(row);
    try {
      header(in);
      Map<String, SlotValue> slots = new LinkedHashMap<>();
      for (int left = in.readUInt32(); left > 0; left--) {
        String name = names.name(in.readUInt32());
        SlotValue value = read(in);
        Slot slot = type.slots().get(name);
        if (slot != null) fit(value, slot, table).ifPresent(v -> slots.put(name, v));
      }
      return slots;
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private static SlotValue read(CodedInputStream in) throws IOException {
    int kind = in.readRawByte();
    return switch (kind) {
      case INTEGER -> new SlotValue.IntegerValue(in.readSInt64());
      case REAL -> new SlotValue.RealValue(in.readDouble());
      case TEXT -> new SlotValue.TextValue(in.readString());
      case LABEL -> label(in);
      case LIST -> list(in);
      default -> throw new IOException("value of kind " + kind);
    };
  }

  private static SlotValue label(CodedInputStream in) throws IOException {
    int number = in.readSInt32();
    return new SlotValue.EnumValue(in.readString(), number);
  }

  private static SlotValue list(CodedInputStream in) throws IOException {
    in.readUInt32();
    int count = in.readUInt32();
    List<SlotValue> elements = new ArrayList<>(Math.min(count, 64));
    for (int i = 0; i < count; i++) elements.add(read(in));
    return new SlotValue.ListValue(elements);
  }

  static EventClass type(Header header, NameTable names, ClassTable table) {
    String name = names.name(header.type());
    return table
        .find(name)
        .orElseThrow(() -> new IllegalStateException("there are rows without class " + name));
  }

  /** The value of one slot of a row, or null when it is not set. */
  static @Nullable SlotValue find(CodedInputStream row, int slot) throws IOException {
    header(row);
    for (int left = row.readUInt32(); left > 0; left--) {
      if (row.readUInt32() == slot) return read(row);
      skip(row);
    }
    return null;
  }

  private static void skip(CodedInputStream in) throws IOException {
    int kind = in.readRawByte();
    switch (kind) {
      case INTEGER -> in.readSInt64();
      case REAL -> in.readDouble();
      case TEXT, LIST -> in.skipRawBytes(in.readUInt32());
      case LABEL -> {
        in.readSInt32();
        in.skipRawBytes(in.readUInt32());
      }
      default -> throw new IOException("value of kind " + kind);
    }
  }

  /** The value, if it still fits its slot. */
  static Optional<SlotValue> fit(SlotValue value, Slot slot, ClassTable table) {
    SlotType type = slot.type();
    if (!type.list()) return simple(value, type, table);
    if (!(value instanceof SlotValue.ListValue list)) return Optional.empty();
    if (type.kind() == SlotType.Kind.STRING && allTexts(list)) return Optional.of(value);
    List<SlotValue> elements = new ArrayList<>();
    for (SlotValue element : list.elements()) {
      Optional<SlotValue> fitting = simple(element, type, table);
      if (fitting.isEmpty()) return Optional.empty();
      elements.add(fitting.get());
    }
    return Optional.of(new SlotValue.ListValue(elements));
  }

  private static boolean allTexts(SlotValue.ListValue list) {
    for (SlotValue element : list.elements()) {
      if (!(element instanceof SlotValue.TextValue)) return false;
    }
    return true;
  }

  private static Optional<SlotValue> simple(SlotValue value, SlotType type, ClassTable table) {
    return switch (type.kind()) {
      case INTEGER -> Optional.of(value).filter(v -> v instanceof SlotValue.IntegerValue);
      case REAL -> Optional.of(value).filter(v -> v instanceof SlotValue.RealValue);
      case STRING, ECF -> Optional.of(value).filter(v -> v instanceof SlotValue.TextValue);
      case ENUM -> label(value, table.enumeration(type.name()));
    };
  }

  private static Optional<SlotValue> label(SlotValue value, Optional<Enumeration> enumeration) {
    if (enumeration.isEmpty() || !(value instanceof SlotValue.EnumValue label)) {
      return Optional.empty();
    }
    return enumeration.get().value(label.label()).map(v -> v);
  }

  static StoreFailedException damaged(IOException cause) {
    return StoreFailedException.of(
        "a row of the store is damaged", new StoreFailedException.DamagedBytesException(cause));
  }
}
