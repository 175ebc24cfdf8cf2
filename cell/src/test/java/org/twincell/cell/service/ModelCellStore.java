// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.twincell.cell.log.LogApplier;
import org.twincell.cell.store.wire.Entry;
import org.twincell.cell.store.wire.EntryResult;
import org.twincell.cell.store.wire.Item;
import org.twincell.event.SlotValue;
import org.twincell.history.EventRow;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.RowPage;
import org.twincell.protocol.RowRequest;
import org.twincell.protocol.codec.FaultCodec;
import org.twincell.protocol.wire.ClassFile;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.Done;
import org.twincell.protocol.wire.ModifyObject;
import org.twincell.protocol.wire.NewObject;
import org.twincell.protocol.wire.Outcome;
import org.twincell.protocol.wire.RawSlot;
import org.twincell.time.TimeSource;

/**
 * The rules of the store in the fewest words, in memory, so that a seed costs no files: an id is
 * stored once, a command id is carried out once, every state that was ever committed can be read.
 * What was applied after the last look at the disk is gone after a crash.
 */
public final class ModelCellStore extends SimulatedStore implements LogApplier, StoreReader {
  private static final Pattern BY_ID = Pattern.compile("EVENT where \\[ mc_ueid: == '(.*)' \\]");
  private static final Pattern NEW_FOR =
      Pattern.compile("EVENT where \\[ NOT \\( client_ack: contains '(.*)' \\) \\]");

  private final Map<Path, List<Applied>> copies;
  private List<Applied> applied = new ArrayList<>();
  private int onDisk;
  private State state = new State();

  private record Applied(long term, long index, byte[] entry) {}

  /** An event from an entry on. */
  private record Version(long from, EventRow row) {}

  /** What follows from the entries. */
  private static final class State {
    final List<List<Version>> events = new ArrayList<>();
    final Map<String, Integer> byId = new HashMap<>();
    final Map<String, Done> commands = new HashMap<>();
    Optional<String> designated = Optional.empty();
  }

  /**
   * @param copies the snapshots of all members, shared by their stores
   */
  public ModelCellStore(Map<Path, List<Object>> copies) {
    this.copies = castCopies(copies);
  }

  @SuppressWarnings("unchecked")
  private static Map<Path, List<Applied>> castCopies(Map<Path, List<Object>> copies) {
    return (Map<Path, List<Applied>>) (Map<Path, ?>) copies;
  }

  @Override
  public LogApplier applier() {
    return this;
  }

  @Override
  StoreReader reader() {
    return this;
  }

  @Override
  Optional<String> designated() {
    return state.designated;
  }

  // ---- the log

  @Override
  public byte[] apply(long term, long index, byte[] entry) {
    if (index <= appliedIndex()) throw new IllegalStateException("entry " + index + " comes twice");
    applied.add(new Applied(term, index, entry));
    return carryOut(term, index, entry).toByteArray();
  }

  private EntryResult carryOut(long term, long index, byte[] bytes) {
    EntryResult.Builder result = EntryResult.newBuilder();
    for (Item item : parse(bytes).getItemsList()) {
      if (item.hasDesignate()) {
        state.designated = Optional.of(item.getDesignate().getMember());
        continue;
      }
      Command command = item.getCommand();
      Outcome.Builder outcome = Outcome.newBuilder().setCommandId(command.getCommandId());
      try {
        outcome.setDone(carryOut(term, index, command));
      } catch (CellException refusal) {
        outcome.setFault(FaultCodec.toWire(refusal));
      }
      result.addOutcomes(outcome);
    }
    return result.build();
  }

  private static Entry parse(byte[] bytes) {
    try {
      return Entry.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private Done carryOut(long term, long index, Command command) {
    Done before = state.commands.get(command.getCommandId());
    if (before != null) return before.toBuilder().setExisted(true).setTerm(term).build();
    Done done =
        switch (command.getBodyCase()) {
          case NEW_OBJECT -> add(index, command.getCommandId(), command.getNewObject());
          case MODIFY_OBJECT -> modify(index, command.getModifyObject());
          default -> throw new IllegalStateException("not simulated: " + command);
        };
    Done told = done.toBuilder().setTerm(term).setCommitIndex(index).setDurable(true).build();
    state.commands.put(command.getCommandId(), told);
    return told;
  }

  private Done add(long index, String commandId, NewObject object) {
    String id = object.getObjectId().isEmpty() ? "own-" + commandId : object.getObjectId();
    Integer handle = state.byId.get(id);
    if (handle != null) return done(id, handle).toBuilder().setExisted(true).build();
    Map<String, String> slots = new HashMap<>();
    for (RawSlot slot : object.getSlotsList()) {
      slots.put(slot.getName(), slot.getValue().getText());
    }
    String sender = slots.getOrDefault(SimulatedEvents.SENDER, "");
    long sequence =
        sender.startsWith("client-") ? Long.parseLong(slots.get(SimulatedEvents.SEQUENCE)) : 0;
    List<Version> versions = new ArrayList<>();
    versions.add(new Version(index, new EventRow(id, sender, sequence, 0, List.of())));
    state.byId.put(id, state.events.size());
    state.events.add(versions);
    return done(id, state.events.size() - 1);
  }

  private Done modify(long index, ModifyObject change) {
    String id = change.getReference().getObjectId();
    Integer handle = state.byId.get(id);
    if (handle == null) {
      throw new CellException(CellError.OBJECT_UNKNOWN, "there is no event '" + id + "'", "", "");
    }
    List<Version> versions = state.events.get(handle);
    EventRow row = versions.get(versions.size() - 1).row();
    for (RawSlot slot : change.getSlotsList()) row = changed(row, slot);
    versions.add(new Version(index, row));
    return done(id, handle);
  }

  private static EventRow changed(EventRow row, RawSlot slot) {
    if (slot.getName().equals(SimulatedEvents.VERSION)) {
      long version = Long.parseLong(slot.getValue().getText());
      return new EventRow(row.id(), row.sender(), row.sequence(), version, row.acknowledgedBy());
    }
    List<String> names = new ArrayList<>(row.acknowledgedBy());
    String name = slot.getValue().getList().getElements(0).getText().substring(1);
    if (!names.contains(name)) names.add(name);
    return new EventRow(row.id(), row.sender(), row.sequence(), row.version(), names);
  }

  private static Done done(String id, int place) {
    return Done.newBuilder().setObjectId(id).setHandle(place + 1L).build();
  }

  @Override
  public long appliedIndex() {
    return applied.isEmpty() ? -1 : applied.get(applied.size() - 1).index();
  }

  @Override
  public long appliedTerm() {
    return applied.isEmpty() ? 0 : applied.get(applied.size() - 1).term();
  }

  @Override
  public Path checkpoint(Path into) {
    onDisk = applied.size();
    copies.put(into, List.copyOf(applied));
    return into;
  }

  @Override
  public void installFrom(Path checkpoint, long term, long index) {
    List<Applied> copy = copies.get(checkpoint);
    if (copy == null) throw new IllegalStateException("no copy " + checkpoint);
    replay(copy);
    onDisk = applied.size();
  }

  @Override
  public void moveTo(long term, long index) {
    throw new IllegalStateException("available mode is not simulated here");
  }

  private void replay(List<Applied> entries) {
    applied = new ArrayList<>(entries);
    state = new State();
    for (Applied each : applied) {
      var unused = carryOut(each.term(), each.index(), each.entry());
    }
  }

  @Override
  public void crash(RandomGenerator chance) {
    int kept = chance.nextInt(onDisk, applied.size() + 1);
    replay(applied.subList(0, kept));
    onDisk = kept;
  }

  @Override
  public void reopen() {}

  @Override
  public void close() {}

  // ---- entries

  @Override
  Entries entries(TimeSource time) {
    return new Entries() {
      @Override
      public byte[] entry(List<Command> commands) {
        Entry.Builder entry =
            Entry.newBuilder().setStampEpochMillis(time.wallClock().toEpochMilli());
        commands.forEach(each -> entry.addItems(Item.newBuilder().setCommand(each)));
        return entry.build().toByteArray();
      }

      @Override
      public Optional<byte[]> opening() {
        return Optional.empty();
      }

      @Override
      public Optional<byte[]> idle() {
        return Optional.empty();
      }

      @Override
      public byte[] designation(String member) {
        Item.Builder item = Item.newBuilder();
        item.getDesignateBuilder().setMember(member);
        return Entry.newBuilder().addItems(item).build().toByteArray();
      }

      @Override
      public List<Outcome> outcomes(byte[] result) {
        try {
          return EntryResult.parseFrom(result).getOutcomesList();
        } catch (InvalidProtocolBufferException e) {
          throw new IllegalArgumentException(e);
        }
      }
    };
  }

  // ---- questions

  @Override
  public OpenedQuery openQuery(ObjectKind kind, String query, BooleanSupplier giveUp) {
    return new OpenedQuery(matching(query, appliedIndex()).size(), appliedIndex());
  }

  @Override
  public RowPage readRows(RowRequest request, BooleanSupplier giveUp) {
    List<RowPage.Row> rows = new ArrayList<>();
    for (EventRow row : matching(request.query(), request.commitIndex())) {
      if (rows.size() == request.limit()) break;
      rows.add(new RowPage.Row("EVENT", state.byId.get(row.id()) + 1L, slots(row)));
    }
    long last = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).handle();
    return new RowPage(rows, last, true);
  }

  private List<EventRow> matching(String query, long index) {
    Matcher byId = BY_ID.matcher(query);
    if (byId.matches()) {
      Integer place = state.byId.get(byId.group(1));
      return place == null ? List.of() : asOf(place, index).stream().toList();
    }
    Matcher newFor = NEW_FOR.matcher(query);
    if (!newFor.matches()) throw new IllegalArgumentException("not simulated: " + query);
    List<EventRow> rows = new ArrayList<>();
    for (int place = 0; place < state.events.size(); place++) {
      asOf(place, index)
          .filter(row -> !row.acknowledgedBy().contains(newFor.group(1)))
          .ifPresent(rows::add);
    }
    return rows;
  }

  private Optional<EventRow> asOf(int place, long index) {
    List<Version> versions = state.events.get(place);
    for (int i = versions.size() - 1; i >= 0; i--) {
      if (versions.get(i).from() <= index) return Optional.of(versions.get(i).row());
    }
    return Optional.empty();
  }

  private static Map<String, SlotValue> slots(EventRow row) {
    Map<String, SlotValue> slots = new LinkedHashMap<>();
    slots.put("mc_ueid", new SlotValue.TextValue(row.id()));
    slots.put(SimulatedEvents.SENDER, new SlotValue.TextValue(row.sender()));
    slots.put(SimulatedEvents.SEQUENCE, new SlotValue.TextValue(Long.toString(row.sequence())));
    slots.put(SimulatedEvents.VERSION, new SlotValue.TextValue(Long.toString(row.version())));
    List<SlotValue> names = new ArrayList<>();
    row.acknowledgedBy().forEach(name -> names.add(new SlotValue.TextValue(name)));
    slots.put(SimulatedEvents.ACKNOWLEDGED_BY, new SlotValue.ListValue(names));
    return slots;
  }

  @Override
  public long classVersion() {
    return 1;
  }

  @Override
  public List<ClassFile> classFiles() {
    return List.of();
  }

  @Override
  public List<EventRow> content() {
    return state.events.stream()
        .map(versions -> versions.get(versions.size() - 1).row())
        .filter(row -> row.sender().startsWith("client-"))
        .toList();
  }
}
