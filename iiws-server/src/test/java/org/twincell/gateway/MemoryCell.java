// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.twincell.baroc.BaseClasses;
import org.twincell.baroc.ClassFile;
import org.twincell.condition.CompiledQuery;
import org.twincell.condition.Query;
import org.twincell.condition.QueryException;
import org.twincell.condition.SlotAccess;
import org.twincell.directory.CellEntry;
import org.twincell.event.ClassTable;
import org.twincell.event.EventClass;
import org.twincell.event.Instance;
import org.twincell.event.InstanceBinder;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.event.Slot;
import org.twincell.event.SlotTooLongException;
import org.twincell.event.SlotValue;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.CommandOutcome;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.ObjectReference;
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.RowPage;
import org.twincell.protocol.RowRequest;

/**
 * A cell in memory that keeps the promises of {@link CellClient}: ids and retries, states of
 * queries by commit index, typed slots. Faults enter by {@link #stop} and {@link #failNext}.
 * Several gateways share one.
 */
final class MemoryCell {
  /** Classes for tests, on top of the shipped ones. */
  static final String TEST_CLASSES =
      """
      MC_EV_CLASS : PROBE ISA EVENT DEFINES {
        load : REAL ; counts : LIST_OF INTEGER ; ratios : LIST_OF REAL ; big : INTEGER ;
        grades : LIST_OF SEVERITY ; ref : STRING , default = 'none' ; } ; END
      MC_EV_CLASS : SUBPROBE ISA PROBE ; END
      MC_DATA_CLASS : HOST ISA CORE_DATA DEFINES { name : STRING , key = yes ; rank : INTEGER ; } ; END
      """;

  private record Version(long from, Instance instance) {}

  private static final class Kept {
    final ObjectKind kind;
    final long handle;
    final String id;
    final List<Version> versions = new ArrayList<>();

    Kept(ObjectKind kind, long handle, String id) {
      this.kind = kind;
      this.handle = handle;
      this.id = id;
    }

    Optional<Instance> at(long index) {
      Instance found = null;
      for (Version v : versions) if (v.from <= index) found = v.instance;
      return Optional.ofNullable(found);
    }
  }

  final ClassTable table =
      BaseClasses.with(List.of(new ClassFile("test.baroc", TEST_CLASSES))).table();
  private final InstanceBinder binder = new InstanceBinder(table);
  private final Map<Long, Kept> objects = new TreeMap<>();
  private final Map<String, Kept> byId = new LinkedHashMap<>();
  private final List<CellCommand> commands = new ArrayList<>();

  /** Lines that clients were told to follow. */
  final List<CellEntry> followed = new CopyOnWriteArrayList<>();

  volatile int closed;
  private long index = 100;
  private long nextHandle = 1;
  private boolean active = true;
  private List<MemberInfo> members = List.of();
  private CellException failure;
  private Runnable before = () -> {};

  /** What members say of themselves from now on. */
  synchronized void say(MemberInfo... said) {
    members = List.of(said);
  }

  /** From now on no member is active. */
  synchronized void stop() {
    active = false;
  }

  synchronized void resume() {
    active = true;
    notifyAll();
  }

  /** The next command fails with this, after nothing was done. */
  synchronized void failNext(CellException e) {
    failure = e;
  }

  /** Runs in each command and query before it is looked at. */
  synchronized void beforeEach(Runnable action) {
    before = action;
  }

  synchronized List<CellCommand> commands() {
    return List.copyOf(commands);
  }

  synchronized int size() {
    return objects.size();
  }

  CellClient connect() {
    return new Client();
  }

  private synchronized CommandOutcome apply(CellCommand command, Duration patience, boolean waits) {
    before.run();
    awaitActive(patience, waits);
    if (failure != null) {
      CellException e = failure;
      failure = null;
      throw e;
    }
    commands.add(command);
    try {
      if (command instanceof CellCommand.NewObject n) return create(n);
      if (command instanceof CellCommand.ModifyObject m) return modify(m);
      if (command instanceof CellCommand.OverwriteData o) return overwrite(o);
    } catch (SlotTooLongException e) {
      throw new CellException(
          CellError.SLOT_INVALID, String.valueOf(e.getMessage()), "", "Shorten it");
    }
    throw new CellException(CellError.BAD_REQUEST, "not in this test", "", "");
  }

  private void awaitActive(Duration patience, boolean waits) {
    long end = System.nanoTime() + patience.toNanos();
    while (!active) {
      long left = end - System.nanoTime();
      if (!waits || left <= 0) {
        throw new CellException(
            CellError.UNAVAILABLE, "no member of the cell is active", "", "Retry later");
      }
      try {
        wait(Math.max(1, left / 1_000_000));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private CommandOutcome create(CellCommand.NewObject command) {
    Kept existing = byId.get(command.objectId());
    if (existing != null) return outcome(existing, true, List.of());
    EventClass type = type(command.instance().className());
    InstanceBinder.Bound bound = binder.bind(command.instance(), type);
    Kept kept = new Kept(command.kind(), nextHandle++, id(command));
    keep(kept, stamp(bound.instance(), kept));
    objects.put(kept.handle, kept);
    byId.put(kept.id, kept);
    return outcome(kept, false, bound.badSlots().stream().map(b -> b.name()).toList());
  }

  private static String id(CellCommand.NewObject command) {
    return command.objectId().isEmpty()
        ? "mc.memory." + command.origin().commandId()
        : command.objectId();
  }

  private Instance stamp(Instance instance, Kept kept) {
    Map<String, SlotValue> stamps = new LinkedHashMap<>();
    boolean event = kept.kind == ObjectKind.EVENT;
    stamps.put(event ? "mc_ueid" : "mc_udid", new SlotValue.TextValue(kept.id));
    stamps.put(event ? "event_handle" : "data_handle", new SlotValue.IntegerValue(kept.handle));
    if (event && !instance.slots().containsKey("date_reception")) {
      stamps.put("date_reception", new SlotValue.IntegerValue(1_700_000_000 + kept.handle));
    }
    return instance.with(stamps);
  }

  private void keep(Kept kept, Instance instance) {
    kept.versions.add(new Version(++index, instance));
  }

  private CommandOutcome modify(CellCommand.ModifyObject command) {
    Kept kept = null;
    if (command.reference() instanceof ObjectReference.ById r) kept = byId.get(r.objectId());
    if (command.reference() instanceof ObjectReference.ByHandle r) kept = objects.get(r.handle());
    if (kept == null || kept.kind != command.kind()) {
      throw new CellException(
          CellError.OBJECT_UNKNOWN, "there is no such event or data object", "", "Check its id");
    }
    return change(kept, command.slots());
  }

  private CommandOutcome change(Kept kept, Map<String, RawValue> slots) {
    Instance current = kept.at(index).orElseThrow();
    InstanceBinder.BoundChanges changes = binder.bindChanges(slots, current);
    keep(kept, InstanceBinder.withBadSlots(current.with(changes.slots()), changes.badSlots()));
    return outcome(kept, false, changes.badSlots().stream().map(b -> b.name()).toList());
  }

  private CommandOutcome overwrite(CellCommand.OverwriteData command) {
    RawValue name = command.instance().slots().get("name");
    for (Kept kept : objects.values()) {
      SlotValue has = kept.at(index).orElseThrow().slots().get("name");
      if (kept.kind == ObjectKind.DATA && name != null && name.equals(raw(has))) {
        return change(kept, command.instance().slots());
      }
    }
    return create(
        new CellCommand.NewObject(command.origin(), ObjectKind.DATA, command.instance(), ""));
  }

  private static Object raw(SlotValue value) {
    return value instanceof SlotValue.TextValue t ? RawValue.text(t.value()) : "";
  }

  private EventClass type(String name) {
    return table
        .find(name)
        .orElseThrow(
            () ->
                new CellException(
                    CellError.CLASS_UNKNOWN,
                    "the cell has no class '" + name + "'",
                    "",
                    "Load its class file, or check the name"));
  }

  private CommandOutcome outcome(Kept kept, boolean existed, List<String> bad) {
    return new CommandOutcome(kept.id, kept.handle, existed, true, index, 1, bad);
  }

  private synchronized List<Kept> matching(ObjectKind kind, String query, long at) {
    CompiledQuery compiled = compile(kind, query);
    List<Kept> found = new ArrayList<>();
    for (Kept kept : objects.values()) {
      Optional<Instance> instance = kept.at(at);
      if (kept.kind == kind
          && instance.isPresent()
          && compiled.matches(SlotAccess.of(instance.get()))) {
        found.add(kept);
      }
    }
    return found;
  }

  private CompiledQuery compile(ObjectKind kind, String query) {
    try {
      return Query.parse(query, table, kind == ObjectKind.EVENT ? "CORE_EVENT" : "CORE_DATA")
          .compile();
    } catch (QueryException e) {
      throw new CellException(CellError.QUERY_SYNTAX, e.what(), "", e.mend(), e.line(), e.column());
    }
  }

  private synchronized OpenedQuery open(ObjectKind kind, String query, Duration patience) {
    before.run();
    awaitActive(patience, true);
    return new OpenedQuery(matching(kind, query, index).size(), index);
  }

  private synchronized RowPage rows(RowRequest request, Duration patience) {
    before.run();
    awaitActive(patience, true);
    List<Kept> matching =
        matching(request.kind(), request.query(), request.commitIndex()).stream()
            .filter(k -> k.handle > request.cursor().afterHandle())
            .skip(request.cursor().skip())
            .toList();
    List<Kept> page = matching.stream().limit(request.limit()).toList();
    List<RowPage.Row> rows = page.stream().map(k -> row(k, request)).toList();
    long last = page.isEmpty() ? request.cursor().afterHandle() : page.get(page.size() - 1).handle;
    return new RowPage(rows, last, page.size() == matching.size());
  }

  private RowPage.Row row(Kept kept, RowRequest request) {
    Instance instance = kept.at(request.commitIndex()).orElseThrow();
    List<String> names =
        request.slots().isEmpty()
            ? instance.type().slots().values().stream().map(Slot::name).toList()
            : request.slots();
    Map<String, SlotValue> slots = new LinkedHashMap<>();
    for (String name : names) instance.get(name).ifPresent(v -> slots.put(name, v));
    return new RowPage.Row(instance.type().name(), kept.handle, slots);
  }

  /** One gateway's client. */
  private final class Client implements CellClient {
    @Override
    public CompletableFuture<CommandOutcome> submit(CellCommand command, Duration patience) {
      return carryOut(command, patience, true);
    }

    @Override
    public CompletableFuture<CommandOutcome> submitWithoutWaiting(
        CellCommand command, Duration patience) {
      return carryOut(command, patience, false);
    }

    private CompletableFuture<CommandOutcome> carryOut(
        CellCommand command, Duration patience, boolean waits) {
      try {
        return CompletableFuture.completedFuture(apply(command, patience, waits));
      } catch (CellException e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    @Override
    public OpenedQuery openQuery(ObjectKind kind, String query, Duration patience) {
      return open(kind, query, patience);
    }

    @Override
    public RowPage readRows(RowRequest request, Duration patience) {
      return rows(request, patience);
    }

    @Override
    public ClassTable classes(Duration patience) {
      return table;
    }

    @Override
    public List<CellCommand.ClassFile> classFiles(Duration patience) {
      return List.of();
    }

    @Override
    public List<MemberInfo> status(Duration patience) {
      synchronized (MemoryCell.this) {
        return members;
      }
    }

    @Override
    public boolean isReachable() {
      synchronized (MemoryCell.this) {
        return active;
      }
    }

    @Override
    public void control(
        ControlTarget target, String word, List<String> arguments, Consumer<String> onLine) {
      throw new CellException(CellError.REFUSED, "not in this test", "", "");
    }

    @Override
    public void follow(CellEntry entry) {
      followed.add(entry);
    }

    @Override
    public void close() {
      closed++;
    }
  }

  /** A raw event for tests that bypass SOAP. */
  void add(String className, Map<String, RawValue> slots, String id) {
    CellCommand.Origin origin = new CellCommand.Origin(id, "test", "");
    apply(
        new CellCommand.NewObject(origin, ObjectKind.EVENT, new RawInstance(className, slots), id),
        Duration.ofSeconds(1),
        true);
  }
}
