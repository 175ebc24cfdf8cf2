// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellCommand.ModifyObject;
import org.twincell.protocol.CellCommand.NewObject;
import org.twincell.protocol.CellCommand.Origin;
import org.twincell.protocol.CellCommand.OverwriteData;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.ObjectReference;

/** Commands as bytes on disk: a mark, a format number, the commands, a checksum over all of it. */
final class BatchFile {
  private static final int MARK = 0x54574254; // TWBT
  private static final int FORMAT = 1;
  private static final int CHECKSUM_BYTES = 8;
  private static final int LIST_DEPTH_LIMIT = 32;

  private BatchFile() {}

  static byte[] encode(List<CellCommand> commands) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MARK);
    out.writeInt(FORMAT);
    out.writeInt(commands.size());
    for (CellCommand command : commands) write(out, command);
    out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
    return bytes.toByteArray();
  }

  /**
   * @throws IOException when the bytes are not a whole batch of this format; says why
   */
  static List<CellCommand> decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    if (bytes.length < 12 + CHECKSUM_BYTES || in.readInt() != MARK) {
      throw new IOException("it is not a batch of messages");
    }
    int format = in.readInt();
    if (format != FORMAT) {
      throw new IOException("its format is " + format + ", and this program reads " + FORMAT);
    }
    int content = bytes.length - CHECKSUM_BYTES;
    DataInputStream end =
        new DataInputStream(new ByteArrayInputStream(bytes, content, CHECKSUM_BYTES));
    if (end.readLong() != checksum(bytes, content)) throw new IOException("its checksum is wrong");
    int count = in.readInt();
    List<CellCommand> commands = new ArrayList<>();
    for (int i = 0; i < count; i++) commands.add(readCommand(in));
    return commands;
  }

  private static long checksum(byte[] bytes, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, length);
    return sum.getValue();
  }

  private static void write(DataOutputStream out, CellCommand command) throws IOException {
    if (command instanceof NewObject create) {
      out.writeByte('n');
      write(out, create.origin());
      write(out, create.kind().name());
      write(out, create.objectId());
      write(out, create.instance());
    } else if (command instanceof OverwriteData overwrite) {
      out.writeByte('o');
      write(out, overwrite.origin());
      write(out, overwrite.instance());
    } else if (command instanceof ModifyObject modify) {
      out.writeByte('m');
      write(out, modify.origin());
      write(out, modify.kind().name());
      boolean byId = modify.reference() instanceof ObjectReference.ById;
      out.writeBoolean(byId);
      if (modify.reference() instanceof ObjectReference.ById id) write(out, id.objectId());
      if (modify.reference() instanceof ObjectReference.ByHandle handle) {
        out.writeLong(handle.handle());
      }
      write(out, modify.slots());
    } else {
      throw new IllegalArgumentException("not a message: " + command.getClass());
    }
  }

  private static CellCommand readCommand(DataInputStream in) throws IOException {
    int type = in.readByte();
    Origin origin = new Origin(readText(in), readText(in), readText(in));
    if (type == 'o') return new OverwriteData(origin, readInstance(in));
    ObjectKind kind = ObjectKind.valueOf(readText(in));
    if (type == 'n') {
      String objectId = readText(in);
      return new NewObject(origin, kind, readInstance(in), objectId);
    }
    ObjectReference reference =
        in.readBoolean()
            ? new ObjectReference.ById(readText(in))
            : new ObjectReference.ByHandle(in.readLong());
    return new ModifyObject(origin, kind, reference, readSlots(in));
  }

  private static void write(DataOutputStream out, Origin origin) throws IOException {
    write(out, origin.commandId());
    write(out, origin.sender());
    write(out, origin.clientAddress());
  }

  private static void write(DataOutputStream out, RawInstance instance) throws IOException {
    write(out, instance.className());
    write(out, instance.slots());
  }

  private static RawInstance readInstance(DataInputStream in) throws IOException {
    return new RawInstance(readText(in), readSlots(in));
  }

  private static void write(DataOutputStream out, Map<String, RawValue> slots) throws IOException {
    out.writeInt(slots.size());
    for (Map.Entry<String, RawValue> slot : slots.entrySet()) {
      write(out, slot.getKey());
      write(out, slot.getValue());
    }
  }

  private static Map<String, RawValue> readSlots(DataInputStream in) throws IOException {
    Map<String, RawValue> slots = new LinkedHashMap<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      String name = readText(in);
      slots.put(name, readValue(in, 0));
    }
    return slots;
  }

  private static void write(DataOutputStream out, RawValue value) throws IOException {
    if (value instanceof RawValue.Text text) {
      out.writeBoolean(false);
      write(out, text.value());
    } else if (value instanceof RawValue.ListOf list) {
      out.writeBoolean(true);
      out.writeInt(list.elements().size());
      for (RawValue element : list.elements()) write(out, element);
    }
  }

  private static RawValue readValue(DataInputStream in, int depth) throws IOException {
    if (depth > LIST_DEPTH_LIMIT) throw new IOException("its lists are nested too deep");
    if (!in.readBoolean()) return RawValue.text(readText(in));
    int count = in.readInt();
    List<RawValue> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) elements.add(readValue(in, depth + 1));
    return new RawValue.ListOf(elements);
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) throw new IOException("a text in it is cut off");
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
