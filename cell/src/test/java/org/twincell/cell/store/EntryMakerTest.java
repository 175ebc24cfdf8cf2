// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.cell.store.wire.Entry;
import org.twincell.cell.store.wire.Item;
import org.twincell.event.RawInstance;
import org.twincell.protocol.CellCommand.ModifyObject;
import org.twincell.protocol.CellCommand.NewObject;
import org.twincell.protocol.CellCommand.Origin;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.ObjectReference;
import org.twincell.protocol.RowRequest;
import org.twincell.protocol.codec.CommandCodec;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.Outcome;
import org.twincell.testkit.VirtualTime;

class EntryMakerTest {
  @TempDir Path folder;
  private final VirtualTime time = new VirtualTime();
  private EventStore store;
  private EntryMaker maker;
  private long index;

  @BeforeEach
  void open() {
    store = EventStore.open(folder.resolve("store"), TestStore.SMALL);
    maker = new EntryMaker(store, "Alphonse", StoreSettings.Retention.DEFAULTS, time);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<Outcome> append(byte[] entry) {
    return maker.outcomes(store.apply(1, ++index, entry));
  }

  private static Command event(String commandId) {
    return CommandCodec.toWire(
        new NewObject(
            new Origin(commandId, "joe", ""),
            ObjectKind.EVENT,
            new RawInstance("EVENT", TestStore.raw("msg", "m")),
            ""));
  }

  @Test
  void theFirstEntryBringsTheShippedClasses() {
    List<Outcome> outcomes = append(maker.entry(List.of(event("c1"), event("c2"))));

    assertThat(outcomes).allMatch(Outcome::hasDone);
    assertThat(store.classVersion()).isEqualTo(1);
    assertThat(maker.opening()).isEmpty();
  }

  @Test
  void aNewActiveMemberBringsTheClassesBeforeItAnswers() {
    append(maker.opening().orElseThrow());

    assertThat(store.openQuery(ObjectKind.EVENT, "", () -> false).count()).isZero();
    assertThat(maker.opening()).isEmpty();
  }

  @Test
  void aCellBeginsOneLineageAndKeepsItForEver() throws Exception {
    assertThat(store.lineage()).isEmpty();
    byte[] first = maker.opening().orElseThrow();
    byte[] second = maker.opening().orElseThrow();

    append(first);
    String begun = store.lineage();
    append(second);

    assertThat(begun).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]{12}Z/[0-9a-f-]{36}");
    assertThat(store.lineage()).isEqualTo(begun);
    assertThat(Entry.parseFrom(maker.entry(List.of(event("c1")))).getItemsList())
        .noneMatch(Item::hasBeginning);
  }

  @Test
  void whatIsOnlyKeptForATimeGoesWithLaterEntries() {
    append(maker.entry(List.of(event("c1"))));
    assertThat(store.counts().commands()).isEqualTo(1);
    assertThat(maker.idle()).isEmpty();

    time.advance(Duration.ofHours(2));
    append(maker.idle().orElseThrow());

    assertThat(store.counts().commands()).isZero();
    time.advance(Duration.ofHours(2));
    assertThat(maker.idle()).as("nothing is left to let go").isEmpty();
  }

  private void forgetWhatIsOld() {
    maker.idle().ifPresent(this::append);
  }

  private long receptionSeconds(String id) {
    String query = "EVENT where [mc_ueid: == '" + id + "']";
    var page =
        store.readRows(
            new RowRequest(
                ObjectKind.EVENT,
                query,
                List.of("date_reception"),
                store.appliedIndex(),
                RowRequest.START,
                1),
            () -> false);
    return Long.parseLong(TestStore.text(page.rows().get(0), "date_reception"));
  }

  @Test
  void aWallClockThatLeapsAheadMakesNothingOldAndIsShown() {
    append(maker.entry(List.of(event("c1"), event("known", "EVENT", "OPEN"))));
    append(maker.entry(List.of(modify("c2", "known"))));
    assertThat(store.counts().oldVersions()).isEqualTo(1);

    time.jumpWallClock(Duration.ofDays(1));
    time.advance(Duration.ofMinutes(1));
    append(maker.entry(List.of(event("later", "EVENT", "OPEN"))));
    forgetWhatIsOld();

    assertThat(store.counts().commands()).isEqualTo(2);
    assertThat(store.counts().oldVersions()).isEqualTo(1);
    assertThat(receptionSeconds("later") - receptionSeconds("known"))
        .isEqualTo(Duration.ofDays(1).plusMinutes(1).toSeconds());
  }

  @Test
  void aWallClockThatIsSetBackKeepsNothingLongerAndIsShown() {
    time.jumpWallClock(Duration.ofDays(1));
    append(maker.entry(List.of(event("c1"), event("known", "EVENT", "OPEN"))));

    time.jumpWallClock(Duration.ofDays(-1));
    append(maker.entry(List.of(event("later", "EVENT", "OPEN"))));
    time.advance(Duration.ofMinutes(61));
    forgetWhatIsOld();

    assertThat(store.counts().commands()).isZero();
    assertThat(receptionSeconds("later") - receptionSeconds("known"))
        .isEqualTo(Duration.ofDays(-1).toSeconds());
  }

  @Test
  void aNewActiveMemberCountsOnFromTheStoresTimeWhateverItsOwnClocksSay() {
    for (Duration ahead : List.of(Duration.ofDays(10), Duration.ofDays(-10))) {
      append(maker.entry(List.of(event("of the first " + ahead))));
      time.advance(Duration.ofMinutes(31));
      append(maker.entry(List.of()));

      VirtualTime others = new VirtualTime();
      others.jumpWallClock(ahead);
      others.advance(Duration.ofHours(7));
      EntryMaker first = maker;
      maker = new EntryMaker(store, "Alphonse", StoreSettings.Retention.DEFAULTS, others);
      append(maker.entry(List.of()));
      others.advance(Duration.ofMinutes(28));
      forgetWhatIsOld();
      assertThat(store.counts().commands()).as("after 59 minutes").isEqualTo(1);

      others.advance(Duration.ofMinutes(2));
      forgetWhatIsOld();
      assertThat(store.counts().commands()).as("after 61 minutes").isZero();
      maker = first;
    }
  }

  /** A merge after a long cut has to know what each slot was when the members parted. */
  @Test
  void aMemberThatIsAloneLetsNoOldVersionGoForItsAge() {
    AtomicBoolean alone = new AtomicBoolean(true);
    maker =
        new EntryMaker(
            store,
            "Alphonse",
            StoreSettings.Retention.DEFAULTS,
            StoreSettings.CleanUp.NEVER,
            Duration.ZERO,
            alone::get,
            time);
    append(maker.entry(List.of(event("old", "EVENT", "OPEN"))));
    append(maker.entry(List.of(modify("change", "old"))));
    time.advance(Duration.ofDays(2));
    forgetWhatIsOld();
    assertThat(store.counts().oldVersions()).as("alone for two days").isEqualTo(1);

    alone.set(false);
    time.advance(Duration.ofMinutes(2));
    forgetWhatIsOld();
    assertThat(store.counts().oldVersions()).as("together again").isZero();
  }

  private static Command modify(String commandId, String id) {
    return CommandCodec.toWire(
        new ModifyObject(
            new Origin(commandId, "joe", ""),
            ObjectKind.EVENT,
            new ObjectReference.ById(id),
            TestStore.raw("msg", "other")));
  }

  private void cleanUpAll() {
    for (Optional<byte[]> entry = maker.idle(); entry.isPresent(); entry = maker.idle()) {
      append(entry.get());
    }
  }

  private void cleanUp(Duration keepClosed, StoreSettings.SizeLimit limit) {
    maker =
        new EntryMaker(
            store,
            "Alphonse",
            StoreSettings.Retention.DEFAULTS,
            new StoreSettings.CleanUp(
                Duration.ofMinutes(1),
                keepClosed,
                Duration.ZERO,
                false,
                limit,
                List.of("MC_CELL_EVENT"),
                List.of()),
            time);
  }

  private static Command event(String id, String type, String status) {
    return CommandCodec.toWire(
        new NewObject(
            new Origin("command-" + id, "joe", ""),
            ObjectKind.EVENT,
            new RawInstance(type, TestStore.raw("status", status)),
            id));
  }

  @Test
  void closedEventsGoOnceTheyAreOldEnoughUnlessTheirClassStays() {
    cleanUp(Duration.ofDays(3), new StoreSettings.SizeLimit(0, 0, false));
    append(
        maker.entry(
            List.of(
                event("closed", "EVENT", "CLOSED"),
                event("open", "EVENT", "OPEN"),
                event("kept", "MC_CELL_EVENT", "CLOSED"))));
    time.advance(Duration.ofDays(2));
    cleanUpAll();
    assertThat(store.counts().events()).isEqualTo(3);

    time.advance(Duration.ofDays(2));
    cleanUpAll();

    assertThat(store.counts().events()).isEqualTo(2);
    assertThat(store.openQuery(ObjectKind.EVENT, "EVENT", () -> false).count()).isEqualTo(1);
    assertThat(store.recomputeDigest()).isEqualTo(store.digest());
  }

  @Test
  void aboveTheSizeLimitTheOldestGoAndClosedOnesFirstWhereThatIsPreferred() {
    cleanUp(Duration.ZERO, new StoreSettings.SizeLimit(500, 10, true));
    for (int i = 0; i < 600; i++) {
      append(maker.entry(List.of(event("e" + i, "EVENT", i % 3 == 2 ? "CLOSED" : "OPEN"))));
    }
    cleanUpAll();

    assertThat(store.counts().events()).isBetween(450L, 500L);
    assertThat(store.openQuery(ObjectKind.EVENT, "status: == OPEN", () -> false).count())
        .as("closed ones were enough")
        .isEqualTo(400);
    assertThat(store.recomputeDigest()).isEqualTo(store.digest());
  }
}
