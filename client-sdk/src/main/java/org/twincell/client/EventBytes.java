// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An event as the bytes of a spooled record: a version, the class, the number of slots, and for
 * each its name, a letter for the type, and the value. Texts are UTF-8 with their length before.
 */
final class EventBytes {
  private static final int VERSION = 1;

  private EventBytes() {}

  static byte[] of(Event event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      writeText(out, event.className());
      out.writeInt(event.slots().values().size());
      for (Map.Entry<String, SlotValue> slot : event.slots().values().entrySet()) {
        writeText(out, slot.getKey());
        writeValue(out, slot.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static void writeValue(DataOutputStream out, SlotValue value) throws IOException {
    if (value instanceof SlotValue.Text text) {
      out.writeByte('t');
      writeText(out, text.value());
    } else if (value instanceof SlotValue.Whole whole) {
      out.writeByte('w');
      out.writeLong(whole.value());
    } else if (value instanceof SlotValue.Real real) {
      out.writeByte('r');
      out.writeDouble(real.value());
    } else {
      writeList(out, value);
    }
  }

  private static void writeList(DataOutputStream out, SlotValue value) throws IOException {
    if (value instanceof SlotValue.Texts texts) {
      out.writeByte('T');
      out.writeInt(texts.values().size());
      for (String text : texts.values()) writeText(out, text);
    } else if (value instanceof SlotValue.Wholes wholes) {
      out.writeByte('W');
      out.writeInt(wholes.values().size());
      for (long whole : wholes.values()) out.writeLong(whole);
    } else if (value instanceof SlotValue.Reals reals) {
      out.writeByte('R');
      out.writeInt(reals.values().size());
      for (double real : reals.values()) out.writeDouble(real);
    }
  }

  /**
   * The event again.
   *
   * @throws IOException when the bytes are of a newer version or make no sense
   */
  static Event read(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readByte();
      if (version != VERSION)
        throw new IOException(
            "the record has version " + version + ", newer than " + VERSION + "; use a newer SDK");
      String className = readText(in);
      int count = in.readInt();
      Map<String, SlotValue> slots = new LinkedHashMap<>();
      for (int i = 0; i < count; i++) {
        String name = readText(in);
        slots.put(name, readValue(in));
      }
      return new Event(className, new Slots(slots));
    }
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available())
      throw new IOException("a text of " + length + " bytes in a record that has fewer");
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static SlotValue readValue(DataInputStream in) throws IOException {
    char type = (char) in.readByte();
    return switch (type) {
      case 't' -> new SlotValue.Text(readText(in));
      case 'w' -> new SlotValue.Whole(in.readLong());
      case 'r' -> new SlotValue.Real(in.readDouble());
      case 'T' -> new SlotValue.Texts(readMany(in, EventBytes::readText));
      case 'W' -> new SlotValue.Wholes(readMany(in, DataInputStream::readLong));
      case 'R' -> new SlotValue.Reals(readMany(in, DataInputStream::readDouble));
      default -> throw new IOException("an unknown type of value: " + (int) type);
    };
  }

  private interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  private static <T> List<T> readMany(DataInputStream in, Reader<T> reader) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > in.available())
      throw new IOException("a list of " + count + " in a record that has fewer bytes");
    List<T> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) values.add(reader.read(in));
    return values;
  }
}
