// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;
import org.twincell.cell.store.wire.RememberedCommand;
import org.twincell.cell.store.wire.RememberedEntry;
import org.twincell.event.ClassTable;
import org.twincell.event.EventClass;
import org.twincell.event.Instance;
import org.twincell.event.RawValue;
import org.twincell.event.SlotValue;
import org.twincell.event.ValueText;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.codec.CommandCodec;
import org.twincell.protocol.codec.ValueCodec;
import org.twincell.protocol.wire.MergeRequest;
import org.twincell.protocol.wire.MergedCommand;
import org.twincell.protocol.wire.MergedObject;
import org.twincell.protocol.wire.MergedSlot;

/**
 * Everything that a store has taken in since a commit index, in pieces, for a store that has the
 * same up to there. Classes come first, because objects may need them.
 */
final class ChangesSince {
  private final ReadView view;
  private final long index;
  private final int pieceBytes;
  private final Consumer<MergeRequest.Builder> taker;
  private MergeRequest.Builder piece = MergeRequest.newBuilder();
  private int bytes;

  /**
   * @param pieceBytes a piece ends once it has so many
   */
  ChangesSince(ReadView view, long index, int pieceBytes, Consumer<MergeRequest.Builder> taker) {
    this.view = view;
    this.index = index;
    this.pieceBytes = pieceBytes;
    this.taker = taker;
  }

  void read() {
    if (view.state().getClassVersion() > index) {
      view.classes().files().getOwnList().forEach(file -> piece.addClasses(file));
      flush();
    }
    rows(ObjectKind.EVENT);
    rows(ObjectKind.DATA);
    commands();
    flush();
  }

  private void flush() {
    if (piece.getObjectsCount() + piece.getCommandsCount() + piece.getClassesCount() > 0) {
      taker.accept(piece);
    }
    piece = MergeRequest.newBuilder();
    bytes = 0;
  }

  private void rows(ObjectKind kind) {
    byte[] first = Keys.row(kind, 0);
    try (RocksIterator at = view.iterator(Family.ROWS)) {
      for (at.seek(first); at.isValid() && at.key()[0] == first[0]; at.next()) {
        byte[] row = at.value();
        if (RowCodec.header(row).modifiedIndex() <= index) continue;
        MergedObject object = object(kind, Keys.lastLong(at.key()), row);
        if (bytes + object.getSerializedSize() > pieceBytes) flush();
        piece.addObjects(object);
        bytes += object.getSerializedSize();
      }
    }
  }

  private MergedObject object(ObjectKind kind, long handle, byte[] bytesOfRow) {
    ClassTable table = view.classes().table();
    StoredRow row = RowCodec.decode(bytesOfRow, view.names(), table);
    Instance instance = row.instance();
    boolean isNew = row.createdIndex() > index;
    MergedObject.Builder object =
        MergedObject.newBuilder()
            .setKind(CommandCodec.toWire(kind))
            .setClassName(instance.type().name())
            .setObjectId(text(instance, SystemSlots.idSlot(kind)))
            .setIsNew(isNew);
    Optional<String> above = instance.type().superClass();
    while (above.isPresent()) {
      object.addAncestors(above.get());
      above = table.find(above.get()).flatMap(EventClass::superClass);
    }
    Instance before = before(kind, handle, bytesOfRow, isNew ? row.createdIndex() : index);
    object.setKnowsBefore(before != null && !isNew).setKnowsMade(before != null && isNew);
    for (Map.Entry<String, SlotValue> slot : instance.slots().entrySet()) {
      object.addSlots(slot(slot.getKey(), slot.getValue(), before));
    }
    return object.build();
  }

  /**
   * The object as it was when the members parted, or as it was made since: the other member may
   * have it too, from a sender that did not hear of this one.
   */
  private @Nullable Instance before(ObjectKind kind, long handle, byte[] row, long then) {
    ObjectWriter.RowKey key = new ObjectWriter.RowKey(kind, handle);
    RowVersion version = view.asOf(key, view.version(row), then);
    return version == null ? null : new Instance(version.type(), version.slots());
  }

  private static MergedSlot slot(String name, SlotValue now, @Nullable Instance before) {
    MergedSlot.Builder slot =
        MergedSlot.newBuilder().setName(name).setNow(ValueCodec.toWire(raw(now)));
    Optional<SlotValue> old = before == null ? Optional.empty() : before.get(name);
    if (old.isPresent() && !old.get().equals(now)) {
      slot.setBefore(ValueCodec.toWire(raw(old.get())));
    }
    return slot.build();
  }

  /** A value as it would be written, so that another store can give it its own type. */
  static RawValue raw(SlotValue value) {
    if (value instanceof SlotValue.ListValue list) {
      return new RawValue.ListOf(list.elements().stream().map(ChangesSince::raw).toList());
    }
    return RawValue.text(ValueText.plain(value));
  }

  private static String text(Instance instance, String slot) {
    return instance.get(slot).map(ValueText::plain).orElse("");
  }

  private void commands() {
    try (RocksIterator at = view.iterator(Family.COMMANDS)) {
      for (at.seek(Keys.commandsOf(index + 1));
          at.isValid() && at.key()[0] == Keys.COMMANDS_OF;
          at.next()) {
        RememberedEntry entry = RememberedEntry.parseFrom(at.value());
        ByteBuffer hashes = entry.getCommands().asReadOnlyByteBuffer();
        while (hashes.hasRemaining()) command(hashes.getLong());
      }
    } catch (InvalidProtocolBufferException e) {
      throw StoreFailedException.of("a remembered command is damaged", e);
    }
  }

  private void command(long hash) throws InvalidProtocolBufferException {
    byte[] stored = view.get(Family.COMMANDS, Keys.command(hash));
    if (stored == null) throw new IllegalStateException("a remembered command is missing");
    RememberedCommand command = RememberedCommand.parseFrom(stored);
    MergedCommand merged =
        MergedCommand.newBuilder()
            .setHash(hash)
            .setBodyHash(command.getBodyHash())
            .setHandle(command.getHandle())
            .setObjectId(command.getObjectId())
            .addAllBadSlots(command.getBadSlotsList())
            .build();
    if (bytes + merged.getSerializedSize() > pieceBytes) flush();
    piece.addCommands(merged);
    bytes += merged.getSerializedSize();
  }
}
