// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.twincell.baroc.BaseClasses;
import org.twincell.cell.store.wire.Entry;
import org.twincell.cell.store.wire.EntryResult;
import org.twincell.cell.store.wire.Item;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.event.SlotValue;
import org.twincell.event.ValueText;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellCommand.ClassFile;
import org.twincell.protocol.CellCommand.Origin;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.ObjectReference;
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.RowPage;
import org.twincell.protocol.RowRequest;
import org.twincell.protocol.codec.CommandCodec;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.Done;
import org.twincell.protocol.wire.Fault;
import org.twincell.protocol.wire.Outcome;

/** A store with a log of one member: what a test says is applied at once, each as its own entry. */
final class TestStore implements AutoCloseable {
  static final StoreSettings SMALL = new StoreSettings(4 << 20, 4 << 20, 1 << 20, 64);

  final EventStore store;
  final List<byte[]> log = new ArrayList<>();
  long now = 1_790_000_000_000L;
  long term = 1;
  private long index;
  private int commands;

  private TestStore(EventStore store) {
    this.store = store;
    this.index = Math.max(0, store.appliedIndex());
  }

  /** An empty store with the shipped classes. */
  static TestStore open(Path folder) {
    return of(EventStore.open(folder, SMALL));
  }

  static TestStore of(EventStore store) {
    TestStore test = new TestStore(store);
    if (test.store.classVersion() == 0) test.baseClasses();
    return test;
  }

  private void baseClasses() {
    var base = org.twincell.cell.store.wire.BaseClasses.newBuilder();
    BaseClasses.files()
        .forEach(
            file ->
                base.addFiles(
                    org.twincell.protocol.wire.ClassFile.newBuilder()
                        .setName(file.name())
                        .setText(file.text())));
    EntryResult result = apply(Item.newBuilder().setBaseClasses(base).build());
    require(!result.hasBaseClassesRefusal(), "the shipped classes are refused: " + result);
  }

  EntryResult apply(Item... items) {
    return append(entry(items));
  }

  Entry entry(Item... items) {
    return Entry.newBuilder()
        .setStampEpochMillis(now)
        .setCell("Alphonse")
        .addAllItems(List.of(items))
        .build();
  }

  /** Goes on where another one's log is, after its store came here. */
  void follow(TestStore other) {
    index = other.index;
    now = Math.max(now, other.now);
  }

  EntryResult append(Entry entry) {
    log.add(entry.toByteArray());
    return parse(store.apply(term, ++index, entry.toByteArray()));
  }

  static EntryResult parse(byte[] result) {
    try {
      return EntryResult.parseFrom(result);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  Outcome send(CellCommand command) {
    return apply(item(command)).getOutcomes(0);
  }

  static Item item(CellCommand command) {
    return Item.newBuilder().setCommand(CommandCodec.toWire(command)).build();
  }

  Done done(CellCommand command) {
    Outcome outcome = send(command);
    require(outcome.hasDone(), "was refused: " + outcome);
    return outcome.getDone();
  }

  Fault refused(CellCommand command) {
    Outcome outcome = send(command);
    require(outcome.hasFault(), "was not refused: " + outcome);
    return outcome.getFault();
  }

  Origin origin() {
    return new Origin("command-" + ++commands, "joe@host", "10.0.0.1");
  }

  /** {@code slots} alternate name and value; a value in brackets is a list of words. */
  CellCommand.NewObject event(String type, String id, String... slots) {
    return new CellCommand.NewObject(
        origin(), ObjectKind.EVENT, new RawInstance(type, raw(slots)), id);
  }

  CellCommand.NewObject data(String type, String id, String... slots) {
    return new CellCommand.NewObject(
        origin(), ObjectKind.DATA, new RawInstance(type, raw(slots)), id);
  }

  CellCommand.ModifyObject modify(String id, String... slots) {
    return new CellCommand.ModifyObject(
        origin(), ObjectKind.EVENT, new ObjectReference.ById(id), raw(slots));
  }

  CellCommand.ModifyObject modify(long handle, String... slots) {
    return new CellCommand.ModifyObject(
        origin(), ObjectKind.EVENT, new ObjectReference.ByHandle(handle), raw(slots));
  }

  CellCommand.OverwriteData overwrite(String type, String... slots) {
    return new CellCommand.OverwriteData(origin(), new RawInstance(type, raw(slots)));
  }

  CellCommand.DefineClasses classes(String... texts) {
    List<ClassFile> files = new ArrayList<>();
    for (String text : texts) files.add(new ClassFile("own" + files.size() + ".baroc", text));
    return new CellCommand.DefineClasses(origin(), files);
  }

  static Map<String, RawValue> raw(String... slots) {
    Map<String, RawValue> raw = new LinkedHashMap<>();
    for (int i = 0; i < slots.length; i += 2) {
      String value = slots[i + 1];
      if (value.startsWith("[")) {
        String inner = value.substring(1, value.length() - 1);
        raw.put(
            slots[i], RawValue.list(inner.isEmpty() ? List.of() : List.of(inner.split(",", -1))));
      } else {
        raw.put(slots[i], RawValue.text(value));
      }
    }
    return raw;
  }

  Command wire(CellCommand command) {
    return CommandCodec.toWire(command);
  }

  // ---- questions ----

  OpenedQuery open(String query) {
    return store.openQuery(ObjectKind.EVENT, query, () -> false);
  }

  RowPage page(String query, long commitIndex, long after, int limit, String... slots) {
    return store.readRows(
        new RowRequest(
            ObjectKind.EVENT,
            query,
            List.of(slots),
            commitIndex,
            new RowRequest.Cursor(after, 0),
            limit),
        () -> false);
  }

  /** The ids of all rows, page by page, as of a commit index. */
  List<String> idsAsOf(ObjectKind kind, String query, long commitIndex, int pageRows) {
    return textsAsOf(kind, query, SystemSlots.idSlot(kind), commitIndex, pageRows);
  }

  /** One slot of all rows, page by page, as of a commit index. */
  List<String> textsAsOf(
      ObjectKind kind, String query, String slot, long commitIndex, int pageRows) {
    List<String> texts = new ArrayList<>();
    long after = 0;
    while (true) {
      RowPage page =
          store.readRows(
              new RowRequest(
                  kind,
                  query,
                  List.of(slot),
                  commitIndex,
                  new RowRequest.Cursor(after, 0),
                  pageRows),
              () -> false);
      page.rows().forEach(row -> texts.add(text(row, slot)));
      after = page.lastHandle();
      if (page.end()) return texts;
    }
  }

  List<String> ids(String query) {
    return idsAsOf(ObjectKind.EVENT, query, open(query).commitIndex(), 3);
  }

  RowPage.Row row(String id) {
    OpenedQuery opened = open("CORE_EVENT where [mc_ueid: == '" + id + "']");
    RowPage page = page("CORE_EVENT where [mc_ueid: == '" + id + "']", opened.commitIndex(), 0, 2);
    require(page.rows().size() == 1, id + " is there " + page.rows().size() + " times");
    return page.rows().get(0);
  }

  static String text(RowPage.Row row, String slot) {
    SlotValue value = row.slots().get(slot);
    if (value == null) throw new AssertionError("there is no slot " + slot);
    return ValueText.plain(value);
  }

  void requireConsistent() {
    require(
        store.recomputeDigest().equals(store.digest()),
        "the digest of what is stored is " + store.recomputeDigest() + ", not " + store.digest());
  }

  /** The program simulate plays with this class too, and has no libraries of tests. */
  private static void require(boolean holds, String otherwise) {
    if (!holds) throw new AssertionError(otherwise);
  }

  @Override
  public void close() {
    store.close();
  }
}
