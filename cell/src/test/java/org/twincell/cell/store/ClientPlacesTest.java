// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksIterator;
import org.twincell.condition.Query;
import org.twincell.protocol.ObjectKind;

/** More names than places: every answer is right, and who reads keeps the index. */
class ClientPlacesTest {
  @TempDir Path folder;
  private TestStore test;

  @BeforeEach
  void open() {
    test = TestStore.open(folder.resolve("store"));
  }

  @AfterEach
  void close() {
    test.requireConsistent();
    requireEqualFromTheLog();
    test.close();
  }

  /** Another member applies the same log, with restarts in between. */
  private void requireEqualFromTheLog() {
    Path other = folder.resolve("other");
    EventStore second = EventStore.open(other, TestStore.SMALL);
    for (int i = 0; i < test.log.size(); i++) {
      second.apply(1, i + 1L, test.log.get(i));
      if (i % 997 == 500) {
        second.close();
        second = EventStore.open(other, TestStore.SMALL);
      }
    }
    assertThat(second.digest()).isEqualTo(test.store.digest());
    second.close();
  }

  private static String list(String prefix, int from, int to, String sign) {
    return IntStream.range(from, to)
        .mapToObj(i -> sign + prefix + i)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String newFor(String client) {
    return "EVENT where [NOT client_ack: list_contains '" + client + "']";
  }

  private void events(int count) {
    for (int i = 0; i < count; i++) test.done(test.event("EVENT", "e" + i));
  }

  private void acknowledge(String client, int from, int to) {
    for (int i = from; i < to; i++)
      test.done(test.modify("e" + i, "client_ack", "[+" + client + "]"));
  }

  private boolean hasPlace(String client) {
    try (ReadView view = test.store.view()) {
      return ClientPlaces.find(view, client).isPresent();
    }
  }

  private int placesTaken() {
    try (ReadView view = test.store.view();
        RocksIterator at = view.iterator(Family.META)) {
      int taken = 0;
      for (at.seek(new byte[] {'l'}); at.isValid() && at.key()[0] == 'l'; at.next()) taken++;
      return taken;
    }
  }

  /** How many rows a query for what is new looks at. */
  private int looksAt(String client) {
    try (ReadView view = test.store.view()) {
      Query query = Query.parse(newFor(client), view.classes().table(), "CORE_EVENT");
      int rows = 0;
      try (Handles handles =
          new Planner(view, ObjectKind.EVENT, query, view.index()).choose().handles().get()) {
        for (long h = handles.seek(1); h != Handles.END; h = handles.seek(h + 1)) rows++;
      }
      return rows;
    }
  }

  private void fillAllPlaces() {
    for (int i = 0; i < ClientPlaces.LIMIT; i += ClientPlaces.TAKEN_PER_CHANGE) {
      String names = list("filler", i, i + ClientPlaces.TAKEN_PER_CHANGE, "");
      test.done(test.event("EVENT", "full" + i, "client_ack", names));
    }
    assertThat(placesTaken()).isEqualTo(ClientPlaces.LIMIT);
  }

  @Test
  void oneEventWithManyNamesTakesNoPlaceFromThoseWhoRead() {
    events(300);
    test.done(test.event("EVENT", "crowd", "client_ack", list("n", 0, 3000, "")));
    assertThat(placesTaken()).isEqualTo(ClientPlaces.TAKEN_PER_CHANGE);

    acknowledge("reader", 0, 298);

    assertThat(hasPlace("reader")).isTrue();
    assertThat(test.ids(newFor("reader"))).containsExactly("e298", "e299", "crowd");
    assertThat(looksAt("reader")).as("rows looked at of 301").isEqualTo(3);
    assertThat(test.open(newFor("reader")).count()).isEqualTo(3);
    assertThat(test.open(newFor("n2999")).count()).isEqualTo(300);
    assertThat(test.ids(newFor("n2999"))).hasSize(300).doesNotContain("crowd");
  }

  @Test
  void whenAllPlacesAreTakenTheClientWithTheFewestRowsMakesRoom() {
    events(20);
    acknowledge("busy", 0, 15);
    for (int i = 0; i < ClientPlaces.LIMIT - 1; i++) {
      test.done(test.modify("e" + i % 20, "client_ack", "[+filler" + i + "]"));
    }
    assertThat(placesTaken()).isEqualTo(ClientPlaces.LIMIT);

    acknowledge("late", 3, 6);

    assertThat(hasPlace("late")).isTrue();
    assertThat(hasPlace("busy")).isTrue();
    assertThat(hasPlace("filler0")).as("came first of those with one row").isFalse();
    assertThat(hasPlace("filler1")).isTrue();
    assertThat(placesTaken()).isEqualTo(ClientPlaces.LIMIT);
    assertThat(test.ids(newFor("filler0"))).hasSize(19).doesNotContain("e0");
    assertThat(test.open(newFor("filler0")).count()).isEqualTo(19);
    assertThat(test.open(newFor("late")).count()).isEqualTo(17);
    assertThat(looksAt("busy")).isEqualTo(5);
  }

  @Test
  void aClientThatComesBackAfterItMadeRoomIsAnsweredRight() {
    events(10);
    acknowledge("back", 0, 4);
    fillAllPlacesBesides("back");
    for (int i = 0; hasPlace("back"); i++) acknowledge("pusher" + i, 0, 5);

    assertThat(test.open(newFor("back")).count()).isEqualTo(test.ids(newFor("back")).size());
    acknowledge("back", 4, 6);

    assertThat(hasPlace("back")).isTrue();
    List<String> open = test.ids(newFor("back"));
    assertThat(open).doesNotContain("e0", "e1", "e2", "e3", "e4", "e5").contains("e6", "e9");
    assertThat(test.open(newFor("back")).count()).isEqualTo(open.size());
    test.done(test.modify("e1", "client_ack", "[]"));
    assertThat(test.ids(newFor("back"))).contains("e1").hasSize(open.size() + 1);
    assertThat(test.open(newFor("back")).count()).isEqualTo(open.size() + 1);
  }

  /** Clients with five rows each, so that one with four is the next to make room. */
  private void fillAllPlacesBesides(String client) {
    assertThat(hasPlace(client)).isTrue();
    for (int i = 0; i < ClientPlaces.LIMIT - 1; i += ClientPlaces.TAKEN_PER_CHANGE) {
      int to = Math.min(i + ClientPlaces.TAKEN_PER_CHANGE, ClientPlaces.LIMIT - 1);
      for (int row = 0; row < 5; row++) {
        test.done(
            test.event("EVENT", "full" + i + "-" + row, "client_ack", list("filler", i, to, "")));
      }
    }
    assertThat(placesTaken()).isEqualTo(ClientPlaces.LIMIT);
  }

  @Test
  void aClientWithManyRowsNeverMakesRoom() {
    events(ClientPlaces.LEAVING_LIMIT_ROWS + 1);
    acknowledge("reader", 0, ClientPlaces.LEAVING_LIMIT_ROWS + 1);
    for (int i = 0; i < 3; i++) fillAllPlaces(i);

    assertThat(hasPlace("reader")).isTrue();
    assertThat(test.open(newFor("reader")).count()).isEqualTo(3L * 65);
  }

  private void fillAllPlaces(int round) {
    for (int i = 0; i <= ClientPlaces.LIMIT; i += ClientPlaces.TAKEN_PER_CHANGE) {
      String names = list("r" + round + "-", i, i + ClientPlaces.TAKEN_PER_CHANGE, "");
      test.done(test.event("EVENT", "full" + round + "-" + i, "client_ack", names));
    }
  }

  @Test
  void aNameOfUnusualLengthTakesNoPlaceAndIsAnsweredRight() {
    String name = "x".repeat(ClientPlaces.NAME_LIMIT_BYTES + 1);
    events(3);
    acknowledge(name, 0, 2);

    assertThat(placesTaken()).isZero();
    assertThat(test.ids(newFor(name))).containsExactly("e2");
    assertThat(test.open(newFor(name)).count()).isEqualTo(1);
  }

  @Test
  void withMoreClientsThanPlacesEveryAnswerIsRight() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Map<String, Set<String>> model = new LinkedHashMap<>();
    fillAllPlaces();
    for (int i = 0; i < ClientPlaces.LIMIT; i += ClientPlaces.TAKEN_PER_CHANGE) {
      Set<String> names = new TreeSet<>();
      for (int n = i; n < i + ClientPlaces.TAKEN_PER_CHANGE; n++) names.add("filler" + n);
      model.put("full" + i, names);
    }
    for (int i = 0; i < 40; i++) {
      test.done(test.event("EVENT", "e" + i));
      model.put("e" + i, new TreeSet<>());
    }
    List<String> ids = new ArrayList<>(model.keySet());
    for (int step = 0; step < 1500; step++) {
      String id = ids.get(random.nextInt(ids.size()));
      String client = (random.nextInt(3) == 0 ? "often" : "c") + random.nextInt(60);
      if (random.nextInt(10) == 0) {
        test.done(test.modify(id, "client_ack", "[" + client + "]"));
        model.put(id, new TreeSet<>(Set.of(client)));
      } else {
        test.done(test.modify(id, "client_ack", "[+" + client + "]"));
        model.get(id).add(client);
      }
      if (step % 10 == 0) check(seed, model, client);
      if (step % 10 == 5) check(seed, model, "filler" + random.nextInt(ClientPlaces.LIMIT));
    }
  }

  private void check(long seed, Map<String, Set<String>> model, String client) {
    List<String> expected =
        model.keySet().stream().filter(id -> !model.get(id).contains(client)).toList();
    assertThat(test.open(newFor(client)).count())
        .as("seed %d: how many are new for %s", seed, client)
        .isEqualTo(expected.size());
    assertThat(test.idsAsOf(ObjectKind.EVENT, newFor(client), test.store.appliedIndex(), 500))
        .as("seed %d: new for %s", seed, client)
        .containsExactlyElementsOf(expected);
  }
}
