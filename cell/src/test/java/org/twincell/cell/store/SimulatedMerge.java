// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.twincell.cell.store.wire.Entry;
import org.twincell.cell.store.wire.Item;
import org.twincell.cell.store.wire.TidyUp;
import org.twincell.event.SlotValue;
import org.twincell.event.ValueText;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.RowPage;
import org.twincell.protocol.wire.MergeReply;
import org.twincell.protocol.wire.MergeRequest;
import org.twincell.protocol.wire.Outcome;

/**
 * Two stores of the product that were one, take random commands apart, and merge: in pieces of any
 * size, some of which come twice, after tries that were broken off, while the winner goes on. A
 * model that knows only what each side acknowledged says what has to be there afterwards. The same
 * seed gives the same story.
 */
public final class SimulatedMerge {
  private static final String HOSTS =
      "MC_DATA_CLASS : HOST ISA CORE_DATA DEFINES { name : STRING, key = yes; place : STRING; }; END";

  /** Slots that hold a value of their own for each change, so that each can be looked for. */
  private static final List<String> TEXTS = List.of("msg", "mc_host", "mc_parameter");

  private static final List<String> STATUSES = List.of("OPEN", "ACK", "CLOSED");
  private static final List<String> CLIENTS = List.of("ann", "bob", "cid", "dan");
  private static final int HOSTS_LIMIT = 4;

  /** Ids of commands of one side, so that those of the other are others. */
  private static final int OWN_COMMANDS = 10_000;

  private final Random random;
  private final Path folder;
  private final List<String> trace = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<CellCommand.NewObject> events = new ArrayList<>();
  private final StringBuilder remarks = new StringBuilder();
  private final Set<String> lost = new TreeSet<>();
  private Side here;
  private Side there;
  private long shared;
  private long branch;

  /** Whether the member that gives way has more to merge than its history holds. */
  private boolean forgetful;

  private int tokens;
  private int conflicts;
  private int merged;

  /**
   * What came of a seed.
   *
   * @param problems what does not hold; empty when all is well
   * @param trace what was done
   * @param merged objects that the winner took over or changed
   * @param conflicts slots in which a value lost
   */
  public record Result(
      long seed, List<String> problems, List<String> trace, int merged, int conflicts) {
    public Result {
      problems = List.copyOf(problems);
      trace = List.copyOf(trace);
    }

    public boolean isClean() {
      return problems.isEmpty();
    }

    /** All that is needed to look into it; begins with the seed. */
    public String report() {
      return "seed "
          + seed
          + "\n  "
          + String.join("\n  ", trace)
          + "\n"
          + String.join("\n", problems);
    }
  }

  /** What one member has acknowledged, as its callers know it. */
  private static final class Side {
    final String name;
    final TestStore test;
    final Set<String> ids = new TreeSet<>();

    /** The last value of a slot, of those written since the parting. */
    final Map<String, Map<String, String>> written = new TreeMap<>();

    final Map<String, Set<String>> acknowledgedBy = new TreeMap<>();
    final Map<String, Set<String>> notes = new TreeMap<>();
    final Map<String, String> places = new TreeMap<>();
    final List<CellCommand> carriedOut = new ArrayList<>();

    Side(String name, TestStore test) {
      this.name = name;
      this.test = test;
    }

    void part() {
      written.clear();
      places.clear();
      carriedOut.clear();
    }

    /** Knows from now on what the other knows, too. */
    void learnFrom(Side other) {
      ids.addAll(other.ids);
      learn(acknowledgedBy, other.acknowledgedBy);
      learn(notes, other.notes);
    }

    private static void learn(Map<String, Set<String>> own, Map<String, Set<String>> others) {
      others.forEach((id, all) -> own.computeIfAbsent(id, key -> new TreeSet<>()).addAll(all));
    }
  }

  private SimulatedMerge(long seed, Path folder) {
    this.random = new Random(seed);
    this.folder = folder;
    this.here = new Side("here", TestStore.open(folder.resolve("here")));
    this.there = new Side("there", TestStore.open(folder.resolve("there")));
    for (int i = 0; i < OWN_COMMANDS; i++) there.test.origin();
  }

  /**
   * Plays a seed.
   *
   * @param folder empty, for the two stores
   */
  public static Result play(long seed, Path folder) {
    SimulatedMerge story = new SimulatedMerge(seed, folder);
    try {
      story.together();
      story.round(1);
      if (story.random.nextInt(4) == 0) {
        story.copyBack();
        story.round(2);
      }
    } finally {
      story.here.test.close();
      story.there.test.close();
    }
    return new Result(seed, story.problems, story.trace, story.merged, story.conflicts);
  }

  // ---- before the parting

  private void together() {
    both(here.test.classes(HOSTS));
    for (int i = 2 + random.nextInt(4); i > 0; i--) {
      CellCommand.NewObject event = newEvent(here);
      both(event);
      here.ids.add(event.objectId());
      there.ids.add(event.objectId());
    }
    both(here.test.overwrite("HOST", "name", "h0", "place", token()));
  }

  private void both(CellCommand command) {
    Entry entry = here.test.entry(TestStore.item(command));
    here.test.append(entry);
    there.test.append(entry);
  }

  private CellCommand.NewObject newEvent(Side side) {
    String id = "e" + events.size();
    CellCommand.NewObject event =
        side.test.event("EVENT", id, "msg", "new " + id, "mc_host", "h", "mc_notes", "[]");
    events.add(event);
    return event;
  }

  private String token() {
    return "t" + ++tokens;
  }

  // ---- apart

  private void round(int round) {
    shared = here.test.store.appliedIndex();
    here.part();
    there.part();
    here.test.term = 1_000_000_000L * (2L * round + 1) + 1;
    there.test.term = 1_000_000_000L * 2L * round + 1;
    remarks.setLength(0);
    lost.clear();
    trace.add("parted at entry " + shared);

    for (int i = 3 + random.nextInt(25); i > 0; i--) step(random.nextBoolean() ? here : there);
    forgetful = random.nextInt(4) == 0;
    if (forgetful) forgetHistory(there);
    Map<String, Map<String, String>> before = new TreeMap<>();
    here.written.forEach((id, slots) -> before.put(id, new TreeMap<>(slots)));
    long lackedBefore = lacked();
    branch = 2L * round;
    for (int i = random.nextInt(3); i > 0; i--) brokenOff();
    send(Integer.MAX_VALUE);

    check(before);
    long added = here.test.store.mergeTotals(branch).getAddedEvents();
    expect(
        added >= lacked() && added <= lackedBefore,
        added + " events are said to be added, of " + lackedBefore);
    long counted = here.test.store.mergeTotals(branch).getConflicts();
    expect(counted == lost.size(), counted + " conflicts are counted, lost were " + lost);
  }

  /** Events of the other member that this one was never sent. */
  private long lacked() {
    return there.ids.stream().filter(id -> !here.ids.contains(id)).count();
  }

  private void step(Side side) {
    side.test.now += random.nextInt(3000);
    switch (random.nextInt(12)) {
      case 0, 1 -> add(side, newEvent(side));
      case 2 -> add(side, events.get(random.nextInt(events.size())));
      case 3 -> acknowledge(side);
      case 4 -> note(side);
      case 5 -> status(side);
      case 6, 7 -> host(side);
      default -> change(side);
    }
  }

  /** A new event, or one whose sender did not hear from the other member. */
  private void add(Side side, CellCommand.NewObject event) {
    carryOut(side, event, "sends " + event.objectId());
    side.ids.add(event.objectId());
  }

  private void carryOut(Side side, CellCommand command, String what) {
    trace.add(side.name + " " + what);
    Outcome outcome = side.test.send(command);
    if (outcome.hasFault()) problems.add(side.name + " " + what + ": " + outcome.getFault());
    side.carriedOut.add(command);
  }

  private @Nullable String someId(Side side) {
    if (side.ids.isEmpty()) return null;
    return List.copyOf(side.ids).get(random.nextInt(side.ids.size()));
  }

  private void change(Side side) {
    String id = someId(side);
    if (id == null) return;
    String slot = TEXTS.get(random.nextInt(TEXTS.size()));
    // What is written as it was is no change, and nobody could tell it from one.
    boolean isEmpty = TestStore.text(side.test.row(id), slot).isEmpty();
    String value = !isEmpty && random.nextInt(8) == 0 ? "" : token();
    carryOut(side, side.test.modify(id, slot, value), id + " " + slot + "=" + value);
    side.written.computeIfAbsent(id, key -> new TreeMap<>()).put(slot, value);
  }

  private void status(Side side) {
    String id = someId(side);
    if (id == null) return;
    String status = STATUSES.get(random.nextInt(STATUSES.size()));
    carryOut(side, side.test.modify(id, "status", status), id + " status=" + status);
  }

  private void acknowledge(Side side) {
    String id = someId(side);
    if (id == null) return;
    String client = CLIENTS.get(random.nextInt(CLIENTS.size()));
    carryOut(side, side.test.modify(id, "client_ack", "[+" + client + "]"), id + " by " + client);
    side.acknowledgedBy.computeIfAbsent(id, key -> new TreeSet<>()).add(client);
  }

  /** A caller reads the list, adds to its end and writes it. */
  private void note(Side side) {
    String id = someId(side);
    if (id == null) return;
    List<String> all = new ArrayList<>(list(side.test.row(id), "mc_notes"));
    String note = token();
    all.add(note);
    String text = "[" + String.join(",", all) + "]";
    carryOut(side, side.test.modify(id, "mc_notes", text), id + " note " + note);
    side.notes.computeIfAbsent(id, key -> new TreeSet<>()).add(note);
  }

  private void host(Side side) {
    String name = "h" + random.nextInt(HOSTS_LIMIT);
    String place = token();
    carryOut(
        side,
        side.test.overwrite("HOST", "name", name, "place", place),
        "host " + name + " at " + place);
    side.places.put(name, place);
  }

  private void forgetHistory(Side side) {
    trace.add(side.name + " forgets old versions");
    TidyUp all = TidyUp.newBuilder().setCommandLimit(Integer.MAX_VALUE).build();
    side.test.apply(Item.newBuilder().setTidyUp(all).build());
  }

  // ---- the merge

  private void brokenOff() {
    trace.add("a try is broken off");
    send(random.nextInt(8));
    for (int i = random.nextInt(4); i > 0; i--) step(here);
  }

  /** Sends so many pieces at the most, some of them twice: the answer was lost. */
  private void send(int limit) {
    List<MergeRequest.Builder> pieces = new ArrayList<>();
    int bytes = List.of(1, 600, 100_000).get(random.nextInt(3));
    there.test.store.changesSince(shared, bytes, pieces::add);
    int sent = 0;
    for (MergeRequest.Builder piece : pieces) {
      if (sent++ == limit) return;
      take(piece);
      if (random.nextInt(5) == 0) take(piece);
    }
  }

  private void take(MergeRequest.Builder piece) {
    piece.setSharedIndex(shared).getFromBuilder().setBranch(branch);
    Item item = Item.newBuilder().setMerge(piece).build();
    MergeReply reply = here.test.apply(item).getMergeReply();
    for (String remark : reply.getRemarksList()) {
      remarks.append(remark).append('\n');
      lost.add(remark.replaceFirst(" stays .*, not ", " "));
    }
    conflicts += reply.getConflicts();
    merged += reply.getAddedEvents() + reply.getAddedData() + reply.getChangedObjects();
  }

  /** The one that gave way takes a copy of the other. */
  private void copyBack() {
    Path copy = folder.resolve("copy-" + shared);
    try {
      here.test.store.checkpoint(copy);
      there.test.store.installFrom(
          copy, here.test.store.appliedTerm(), here.test.store.appliedIndex());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    there.test.follow(here.test);
    expect(
        there.test.store.digest().equals(here.test.store.digest()),
        "the copy differs from its origin");
    here.learnFrom(there);
    there.learnFrom(here);
  }

  // ---- what has to hold

  private void check(Map<String, Map<String, String>> before) {
    Set<String> ids = new TreeSet<>(here.ids);
    ids.addAll(there.ids);
    List<String> stored = new ArrayList<>(here.test.ids("EVENT"));
    Collections.sort(stored);
    expect(stored.equals(List.copyOf(ids)), "stored are " + stored + ", acknowledged were " + ids);
    for (String id : ids) event(id, before);
    places();
    for (Side side : List.of(here, there)) {
      for (CellCommand command : side.carriedOut) again(side, command);
    }
    expect(
        here.test.store.recomputeDigest().equals(here.test.store.digest()),
        "the digest is not that of what is stored");
  }

  private void expect(boolean holds, String otherwise) {
    if (!holds) problems.add(otherwise);
  }

  private void event(String id, Map<String, Map<String, String>> before) {
    RowPage.Row row = here.test.row(id);
    for (String slot : TEXTS) slot(id, slot, row, before.getOrDefault(id, Map.of()).get(slot));
    Set<String> names = new TreeSet<>(here.acknowledgedBy.getOrDefault(id, Set.of()));
    names.addAll(there.acknowledgedBy.getOrDefault(id, Set.of()));
    Set<String> stored = new TreeSet<>(list(row, "client_ack"));
    expect(stored.equals(names), id + ": acknowledged by " + stored + ", not " + names);
    Set<String> notes = new TreeSet<>(here.notes.getOrDefault(id, Set.of()));
    notes.addAll(there.notes.getOrDefault(id, Set.of()));
    Set<String> lost = new LinkedHashSet<>(notes);
    list(row, "mc_notes").forEach(lost::remove);
    lost.removeIf(note -> operations(row).contains(note));
    expect(lost.isEmpty(), id + ": lacks the notes " + lost);
  }

  private void slot(String id, String slot, RowPage.Row row, @Nullable String writtenBefore) {
    String mine = here.written.getOrDefault(id, Map.of()).get(slot);
    String theirs = there.written.getOrDefault(id, Map.of()).get(slot);
    String wanted = mine != null ? mine : theirs;
    if (wanted == null) return;
    String stored = TestStore.text(row, slot);
    boolean isKept = stored.equals(wanted);
    // It cannot be told which slots the other member has changed in an object that both have.
    boolean isNoted = forgetful && mine == null && operations(row).contains(wanted);
    expect(isKept || isNoted, id + " " + slot + " is " + stored + ", not " + wanted);
    boolean lost = writtenBefore != null && theirs != null;
    if (!lost) return;
    expect(operations(row).contains(theirs), id + " " + slot + ": " + theirs + " is nowhere");
    expect(remarks.indexOf(theirs) >= 0, id + " " + slot + ": no remark about " + theirs);
  }

  private void places() {
    Set<String> names = new TreeSet<>(here.places.keySet());
    names.addAll(there.places.keySet());
    for (String name : names) {
      String mine = here.places.get(name);
      String theirs = there.places.get(name);
      List<String> stored = storedPlaces(name);
      List<String> wanted = List.of(mine != null ? mine : theirs);
      expect(stored.equals(wanted), "host " + name + " is at " + stored + ", not " + wanted);
    }
  }

  private List<String> storedPlaces(String name) {
    String query = "HOST where [name: == '" + name + "']";
    return here.test.textsAsOf(ObjectKind.DATA, query, "place", here.test.store.appliedIndex(), 5);
  }

  /** A caller that heard no answer sends the same again, now to the winner. */
  private void again(Side side, CellCommand command) {
    Outcome outcome = here.test.send(command);
    boolean isKnown = outcome.hasDone() && outcome.getDone().getExisted();
    expect(isKnown, "a command of " + side.name + " is carried out twice: " + command);
  }

  private static String operations(RowPage.Row row) {
    return String.join(" ", list(row, "mc_operations"));
  }

  private static List<String> list(RowPage.Row row, String slot) {
    return row.slots().get(slot) instanceof SlotValue.ListValue list
        ? list.elements().stream().map(ValueText::plain).collect(Collectors.toList())
        : List.of();
  }
}
