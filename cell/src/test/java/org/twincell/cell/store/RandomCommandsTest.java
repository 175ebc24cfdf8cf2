// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.cell.store.ModelStore.Event;
import org.twincell.cell.store.wire.CleanUpEvents;
import org.twincell.cell.store.wire.Item;
import org.twincell.cell.store.wire.TidyUp;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.wire.Outcome;

/** Random commands to a store and to a model that is too simple to be wrong; equal answers. */
class RandomCommandsTest {
  private static final String CLASSES =
      "MC_EV_CLASS : SIREN ISA EVENT; END\n"
          + "MC_EV_CLASS : BELL ISA SIREN; END\n"
          + "MC_EV_CLASS : PLAIN ISA CORE_EVENT DEFINES { client_ack : STRING; }; END\n";
  private static final List<String> STATUSES = List.of("OPEN", "ACK", "CLOSED");
  private static final List<String> TYPES = List.of("EVENT", "SIREN", "BELL", "PLAIN");
  private static final int EVENTS = 40;

  private static final Map<String, Predicate<Event>> QUERIES = new TreeMap<>();

  static {
    QUERIES.put("", e -> true);
    QUERIES.put("EVENT", e -> !e.is("PLAIN"));
    QUERIES.put("BELL", e -> e.is("BELL"));
    QUERIES.put("EVENT where [msg: contains 'a']", e -> !e.is("PLAIN") && e.msg().contains("a"));
    QUERIES.put("status: within [OPEN,ACK]", e -> !e.status().equals("CLOSED"));
    QUERIES.put("SIREN where [status: == OPEN]", e -> e.is("SIREN", "BELL") && is(e, "OPEN"));
    QUERIES.put(
        "date_reception: between [1010,1030]", e -> e.reception() >= 1010 && e.reception() <= 1030);
    QUERIES.put(
        "date_reception: > 1020, status: == ACK", e -> e.reception() > 1020 && is(e, "ACK"));
    QUERIES.put("mc_ueid: within ['e1','e5','e7']", e -> Set.of("e1", "e5", "e7").contains(e.id()));
    QUERIES.put(
        "EVENT where [NOT client_ack: list_contains 'X']",
        e -> !e.is("PLAIN") && !e.clients().contains("X"));
    QUERIES.put(
        "EVENT where [NOT client_ack: list_contains 'Y', status: == OPEN]",
        e -> !e.is("PLAIN") && !e.clients().contains("Y") && is(e, "OPEN"));
    QUERIES.put(
        "SIREN where [client_ack: != 'Z']",
        e -> e.is("SIREN", "BELL") && !e.clients().contains("Z"));
    QUERIES.put("EVENT where [client_ack: == []]", e -> !e.is("PLAIN") && e.clients().isEmpty());
    QUERIES.put("PLAIN where [client_ack: == '']", e -> e.is("PLAIN") && e.clients().isEmpty());
    QUERIES.put(
        "PLAIN where [client_ack: != 'X']", e -> e.is("PLAIN") && !e.clients().contains("X"));
  }

  private static boolean is(Event event, String status) {
    return event.status().equals(status);
  }

  @TempDir Path folder;

  private Random random = new Random(0);
  private TestStore test;
  private final ModelStore model = new ModelStore();
  private final List<CellCommand> sent = new ArrayList<>();
  private final List<Long> opened = new ArrayList<>();
  private long index;

  @RepeatedTest(12)
  void aStoreAnswersAsTheModelDoesAlsoForEarlierStates(RepetitionInfo run) {
    random = new Random(run.getCurrentRepetition());
    test = TestStore.open(folder.resolve("one"));
    test.done(test.classes(CLASSES));
    index = test.store.appliedIndex();
    for (int i = 0; i < 150; i++) {
      step();
      if (random.nextInt(8) == 0) opened.add(index);
      if (random.nextInt(10) == 0) check(3, 2);
    }
    check(QUERIES.size(), 4);
    test.requireConsistent();
    requireBucketsAreRight(test.store);
    requireRunsAreRight();
    secondStoreIsEqual();
    test.close();
  }

  private void step() {
    List<Item> items = new ArrayList<>();
    List<Boolean> expected = new ArrayList<>();
    index++;
    test.now += random.nextInt(3000);
    for (int i = random.nextInt(4); i >= 0; i--) {
      switch (random.nextInt(20)) {
        case 0 -> items.add(cleanUp());
        case 1 -> items.add(tidyUp());
        case 2, 3 -> again(items, expected);
        case 4, 5, 6, 7, 8 -> add(items, expected);
        default -> change(items, expected);
      }
    }
    List<Outcome> outcomes = test.apply(items.toArray(new Item[0])).getOutcomesList();
    assertThat(outcomes).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(outcomes.get(i).hasDone())
          .as(outcomes.get(i).toString())
          .isEqualTo(expected.get(i));
    }
  }

  private void add(List<Item> items, List<Boolean> expected) {
    String id = "e" + random.nextInt(EVENTS);
    String type = TYPES.get(random.nextInt(TYPES.size()));
    String status = STATUSES.get(random.nextInt(3));
    long reception = 1000 + random.nextInt(50);
    String msg = "" + (char) ('a' + random.nextInt(4));
    CellCommand command =
        test.event(type, id, "status", status, "msg", msg, "date_reception", "" + reception);
    model.add(index, new Event(id, type, status, msg, Set.of(), reception));
    items.add(TestStore.item(command));
    sent.add(command);
    expected.add(true);
  }

  private void change(List<Item> items, List<Boolean> expected) {
    String id = "e" + random.nextInt(EVENTS);
    boolean[] plain = new boolean[1];
    boolean known =
        model.change(
            index,
            id,
            e -> {
              plain[0] = e.is("PLAIN");
              return e;
            });
    CellCommand command;
    switch (random.nextInt(5)) {
      case 0 -> {
        String status = STATUSES.get(random.nextInt(3));
        command = test.modify(id, "status", status);
        model.change(index, id, e -> e.withStatus(status));
      }
      case 1 -> {
        String msg = "" + (char) ('a' + random.nextInt(4));
        command = test.modify(id, "msg", msg);
        model.change(index, id, e -> e.withMsg(msg));
      }
      default -> {
        Set<String> clients = new TreeSet<>();
        for (String client : List.of("X", "Y", "Z")) if (random.nextBoolean()) clients.add(client);
        if (plain[0] && clients.size() > 1) clients.retainAll(Set.of(clients.iterator().next()));
        String joined = String.join(",", clients);
        command = test.modify(id, "client_ack", plain[0] ? joined : "[" + joined + "]");
        model.change(index, id, e -> e.withClients(clients));
      }
    }
    items.add(TestStore.item(command));
    if (known) sent.add(command);
    expected.add(known);
  }

  /** A retry is answered from memory; a new event with an id that has gone is new. */
  private void again(List<Item> items, List<Boolean> expected) {
    if (sent.isEmpty()) return;
    CellCommand command = sent.get(random.nextInt(sent.size()));
    if (command instanceof CellCommand.NewObject o && !model.ids().contains(o.objectId())) return;
    items.add(TestStore.item(command));
    expected.add(true);
  }

  private Item cleanUp() {
    int lookAt = 1 + random.nextInt(20);
    int until = random.nextInt(20);
    model.removeClosed(index, lookAt, until);
    return Item.newBuilder()
        .setCleanUpEvents(
            CleanUpEvents.newBuilder()
                .setClosedBeforeEpochMillis(Long.MAX_VALUE)
                .setLookAt(lookAt)
                .setUntilEvents(until))
        .build();
  }

  /** Old versions go after a few seconds; commands stay. */
  private Item tidyUp() {
    return Item.newBuilder()
        .setTidyUp(
            TidyUp.newBuilder()
                .setHistoryBeforeEpochMillis(test.now - 20_000)
                .setHistoryLimitRows(60)
                .setCommandLimit(1_000_000))
        .build();
  }

  private void check(int queries, int states) {
    try (ReadView view = test.store.view()) {
      long horizon = view.state().getHorizonIndex();
      opened.removeIf(c -> c < horizon);
    }
    List<String> some = new ArrayList<>(QUERIES.keySet());
    Collections.shuffle(some, random);
    Collections.shuffle(opened, random);
    for (String query : some.subList(0, queries)) {
      check(query, QUERIES.get(query), opened.subList(0, Math.min(states, opened.size())));
    }
  }

  private void check(String query, Predicate<Event> wanted, List<Long> states) {
    OpenedQuery now = test.open(query);
    List<String> expected = model.idsAsOf(index, wanted);
    assertThat(now.commitIndex()).isEqualTo(index);
    assertThat(now.count()).as(query).isEqualTo(expected.size());
    assertPages(query, index, expected);
    for (long c : states) assertPages(query, c, model.idsAsOf(c, wanted));
  }

  private void assertPages(String query, long commitIndex, List<String> expected) {
    assertThat(test.idsAsOf(ObjectKind.EVENT, query, commitIndex, 1 + random.nextInt(9)))
        .as("%s as of %d at %d", query, commitIndex, index)
        .containsExactlyElementsOf(expected);
  }

  /** As few runs as there can be, ends on rows, and counted right. */
  private void requireRunsAreRight() {
    try (ReadView view = test.store.view()) {
      for (String type : TYPES) {
        for (String client : List.of("X", "Y", "Z", AcknowledgedRuns.ANYBODY)) {
          requireRunsAreRight(view, client, type);
        }
      }
    }
  }

  private static void requireRunsAreRight(ReadView view, String client, String type) {
    int place = ClientPlaces.find(view, client).map(ClientPlaces.Place::number).orElse(-1);
    int typeNumber = view.names().find(type).orElse(-1);
    if (place < 0 || typeNumber < 0) return;
    List<RunPage.Run> expected = new ArrayList<>();
    boolean joins = false;
    long acknowledged = 0;
    try (Handles rows = Handles.indexed(view, Keys.classRow(typeNumber, 0))) {
      for (long h = rows.seek(1); h != Handles.END; h = rows.seek(h + 1)) {
        RowVersion row = view.newest(ObjectKind.EVENT, h);
        Set<String> clients =
            ObjectWriter.clients(
                new org.twincell.event.Instance(
                    row.type(), Map.of("client_ack", row.get("client_ack"))));
        boolean is = client.isEmpty() ? !clients.isEmpty() : clients.contains(client);
        if (is) {
          acknowledged++;
          long first = joins ? expected.remove(expected.size() - 1).first() : h;
          expected.add(new RunPage.Run(first, h));
        }
        joins = is;
      }
    }
    List<RunPage.Run> runs = new ArrayList<>();
    try (RunPages.Reader at = new RunPages.Reader(view.iterator(Family.INDEX), place, typeNumber)) {
      for (RunPage.Run run = at.seek(0); run != null; run = at.next(run)) runs.add(run);
    }
    assertThat(runs).as("%s of %s", client, type).isEqualTo(expected);
    assertThat(view.number(Family.META, Keys.acknowledgedCount(place, typeNumber)))
        .isEqualTo(acknowledged);
  }

  /** The sums kept entry by entry are those of what is really stored. */
  private static void requireBucketsAreRight(EventStore store) {
    try (ReadView view = store.view()) {
      long[] computed = DigestReader.read(view::iterator).buckets();
      for (int i = 0; i < computed.length; i++) {
        byte[] kept = view.get(Family.META, Keys.bucket(i));
        assertThat(kept == null ? 0 : Keys.longAt(kept, 0))
            .as("bucket %d", i)
            .isEqualTo(computed[i]);
      }
    }
  }

  /** The same log, with restarts and entries that come twice. */
  private void secondStoreIsEqual() {
    Path other = folder.resolve("two");
    EventStore second = EventStore.open(other, TestStore.SMALL);
    for (int i = 0; i < test.log.size(); i++) {
      byte[] entry = test.log.get(i);
      second.apply(1, i + 1L, entry);
      if (random.nextInt(80) == 0) {
        second.close();
        second = EventStore.open(other, TestStore.SMALL);
        second.apply(1, i + 1L, entry);
      }
    }
    assertThat(second.digest()).isEqualTo(test.store.digest());
    assertThat(second.recomputeDigest()).isEqualTo(test.store.digest());
    requireBucketsAreRight(second);
    second.close();
  }
}
