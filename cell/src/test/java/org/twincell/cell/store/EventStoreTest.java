// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.cell.store.wire.CleanUpEvents;
import org.twincell.cell.store.wire.Entry;
import org.twincell.cell.store.wire.EntryResult;
import org.twincell.cell.store.wire.Item;
import org.twincell.cell.store.wire.TidyUp;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.OpenedQuery;
import org.twincell.protocol.RowPage;
import org.twincell.protocol.wire.Command;
import org.twincell.protocol.wire.Done;
import org.twincell.protocol.wire.Fault;
import org.twincell.protocol.wire.NewObject;
import org.twincell.protocol.wire.Outcome;
import org.twincell.protocol.wire.RawList;
import org.twincell.protocol.wire.RawSlot;
import org.twincell.protocol.wire.RawValue;

class EventStoreTest {
  private static final String SIREN =
      "MC_EV_CLASS : SIREN ISA EVENT DEFINES { colour : STRING; }; END\n"
          + "MC_EV_CLASS : BELL ISA SIREN; END\n"
          + "MC_DATA_CLASS : ROOM DEFINES { name : STRING, key = yes; size : INTEGER; }; END\n";

  @TempDir Path folder;
  private TestStore test;

  @BeforeEach
  void open() {
    test = TestStore.open(folder.resolve("store"));
    test.done(test.classes(SIREN));
  }

  @AfterEach
  void close() {
    test.requireConsistent();
    test.close();
  }

  @Test
  void anEventIsAnsweredWithItsIdAndHandleAndFoundByBoth() {
    Done done = test.done(test.event("SIREN", "a1", "msg", "hot", "colour", "red"));

    assertThat(done.getObjectId()).isEqualTo("a1");
    assertThat(done.getHandle()).isEqualTo(1);
    assertThat(done.getDurable()).isTrue();
    assertThat(test.ids("EVENT where [mc_ueid: == 'a1']")).containsExactly("a1");
    assertThat(test.ids("EVENT where [event_handle: == 1]")).containsExactly("a1");
    assertThat(test.store.counts().events()).isEqualTo(1);
  }

  @Test
  void theCellFillsItsOwnSlots() {
    test.done(test.event("SIREN", "a1", "msg", "hot"));

    RowPage.Row row = test.row("a1");
    long seconds = test.now / 1000;
    assertThat(row.className()).isEqualTo("SIREN");
    assertThat(TestStore.text(row, "date_reception")).isEqualTo("" + seconds);
    assertThat(TestStore.text(row, "mc_arrival_time")).isEqualTo("" + seconds);
    assertThat(TestStore.text(row, "mc_client_address")).isEqualTo("10.0.0.1");
    assertThat(TestStore.text(row, "date")).isEqualTo("2026-09-21 14:13:20");
    assertThat(TestStore.text(row, "status")).isEqualTo("OPEN");
    assertThat(TestStore.text(row, "event_handle")).isEqualTo("1");
    assertThat(TestStore.text(row, "mc_long_msg")).as("a default").isEmpty();
  }

  @Test
  void theTimeOfTheIncidentStandsInForTheReceptionDate() {
    test.done(test.event("SIREN", "a1", "mc_incident_time", "1000"));

    assertThat(TestStore.text(test.row("a1"), "date_reception")).isEqualTo("1000");
  }

  @Test
  void anEventWithAnIdThatIsThereAlreadyIsTheOldOne() {
    Done first = test.done(test.event("SIREN", "a1", "msg", "one"));
    Done second = test.done(test.event("SIREN", "a1", "msg", "two"));

    assertThat(second.getExisted()).isTrue();
    assertThat(second.getHandle()).isEqualTo(first.getHandle());
    assertThat(TestStore.text(test.row("a1"), "msg")).isEqualTo("one");
  }

  @Test
  void aCommandThatComesAgainFindsTheEventItMade() {
    CellCommand command = test.event("SIREN", "", "msg", "one");
    Done first = test.done(command);
    test.now += 5000;
    Done second = test.done(command);

    assertThat(first.getObjectId()).matches("mc\\.Alphonse\\.[0-9a-f]+\\.\\d+");
    assertThat(second.getObjectId()).isEqualTo(first.getObjectId());
    assertThat(second.getExisted()).isTrue();
    assertThat(test.store.counts().events()).isEqualTo(1);
  }

  @Test
  void aCommandThatComesAgainAfterATakeoverIsAnsweredInThePresentTerm() {
    test.done(test.event("SIREN", "a1"));
    CellCommand toAck = test.modify("a1", "status", "ACK");
    assertThat(test.done(toAck).getTerm()).isEqualTo(1);

    test.term = 2;

    assertThat(test.done(toAck).getTerm()).isEqualTo(2);
    assertThat(test.done(toAck).getExisted()).isTrue();
  }

  @Test
  void anotherCommandUnderAnIdThatIsTakenIsRefused() {
    test.done(test.event("SIREN", "a1"));
    CellCommand.ModifyObject toAck = test.modify("a1", "status", "ACK");
    test.done(toAck);

    CellCommand.ModifyObject other = test.modify("a1", "status", "CLOSED");
    CellCommand.ModifyObject sameId =
        new CellCommand.ModifyObject(
            toAck.origin(), other.kind(), other.reference(), other.slots());

    assertThat(test.refused(sameId).getCode()).isEqualTo("BAD_REQUEST");
    assertThat(TestStore.text(test.row("a1"), "status")).isEqualTo("ACK");
  }

  @Test
  void aModificationThatComesAgainIsNotDoneAgain() {
    test.done(test.event("SIREN", "a1"));
    CellCommand toAck = test.modify("a1", "status", "ACK");
    test.done(toAck);
    test.done(test.modify("a1", "status", "OPEN"));

    assertThat(test.done(toAck).getExisted()).isTrue();
    assertThat(TestStore.text(test.row("a1"), "status")).isEqualTo("OPEN");
  }

  @Test
  void aModificationIsSignedAndLogged() {
    test.done(test.event("SIREN", "a1"));
    test.now += 60_000;
    test.done(test.modify("a1", "status", "CLOSED", "msg", "done"));

    RowPage.Row row = test.row("a1");
    assertThat(TestStore.text(row, "administrator")).isEqualTo("joe@host");
    assertThat(TestStore.text(row, "mc_date_modification")).isEqualTo("" + test.now / 1000);
    assertThat(TestStore.text(row, "duration")).isEqualTo("60");
    assertThat(TestStore.text(row, "mc_operations")).contains("OPERATOR_CLOSED", "joe@host");
    assertThat(TestStore.text(row, "mc_modhist")).contains("status,msg");
  }

  @Test
  void anUnknownClassIsRefusedAndReportedAtMostEveryTenSeconds() {
    Fault fault = test.refused(test.event("NO_SUCH", "x1", "msg", "hi"));
    test.refused(test.event("NO_SUCH", "x2"));
    assertThat(test.open("MC_CELL_UNDEFINED_CLASS").count()).isEqualTo(1);
    test.now += 10_000;
    test.refused(test.event("NO_SUCH", "x3"));

    assertThat(fault.getCode()).isEqualTo(CellError.CLASS_UNKNOWN.name());
    assertThat(test.open("MC_CELL_UNDEFINED_CLASS").count()).isEqualTo(2);
    assertThat(test.open("EVENT").count()).isZero();
  }

  @Test
  void aTextOver64KiBIsRefused() {
    Fault fault = test.refused(test.event("SIREN", "a1", "msg", "x".repeat(65 * 1024)));

    assertThat(fault.getCode()).isEqualTo(CellError.SLOT_INVALID.name());
    assertThat(fault.getWhat()).contains("msg");
  }

  @Test
  void slotsThatDoNotFitArePutAside() {
    Done done =
        test.done(test.event("SIREN", "a1", "nonsense", "1", "repeat_count", "many", "msg", "m"));
    Done changed = test.done(test.modify("a1", "mc_ueid", "other", "more_nonsense", "2"));

    assertThat(done.getBadSlotsList()).containsExactly("nonsense", "repeat_count");
    assertThat(changed.getBadSlotsList()).contains("mc_ueid", "more_nonsense");
    assertThat(TestStore.text(test.row("a1"), "mc_bad_slot_names"))
        .contains("nonsense", "repeat_count", "more_nonsense");
  }

  @Test
  void anObjectThatIsNotThereIsUnknown() {
    assertThat(test.refused(test.modify("zz", "msg", "x")).getCode()).isEqualTo("OBJECT_UNKNOWN");
    assertThat(test.refused(test.modify(99, "msg", "x")).getCode()).isEqualTo("OBJECT_UNKNOWN");
  }

  @Test
  void aCommandNeedsAnId() {
    CellCommand command =
        new CellCommand.DefineClasses(new CellCommand.Origin("", "s", ""), List.of());
    assertThat(test.refused(command).getCode()).isEqualTo("BAD_REQUEST");
  }

  @Test
  void dataIsOverwrittenByItsKeySlots() {
    Done made = test.done(test.overwrite("ROOM", "name", "hall", "size", "10"));
    Done again = test.done(test.overwrite("ROOM", "name", "hall", "size", "12"));
    Done byId = test.done(test.overwrite("ROOM", "mc_udid", made.getObjectId(), "size", "14"));

    assertThat(again.getHandle()).isEqualTo(made.getHandle());
    assertThat(byId.getHandle()).isEqualTo(made.getHandle());
    assertThat(test.store.counts().dataObjects()).isEqualTo(1);
    assertThat(test.refused(test.data("ROOM", "r2", "name", "hall")).getCode())
        .isEqualTo("SLOT_INVALID");
    assertThat(test.store.openQuery(ObjectKind.DATA, "ROOM where [size: == 14]", () -> false))
        .extracting(OpenedQuery::count)
        .isEqualTo(1L);
  }

  @Test
  void classFilesWithErrorsChangeNothing() {
    long version = test.store.classVersion();
    Fault fault = test.refused(test.classes("MC_EV_CLASS : X ISA NOWHERE; END"));

    assertThat(fault.getCode()).isEqualTo("CLASS_FILE_INVALID");
    assertThat(fault.getLine()).isEqualTo(1);
    assertThat(test.store.classVersion()).isEqualTo(version);
  }

  @Test
  void aClassThatHasObjectsCanNotBeTakenAway() {
    test.done(test.event("SIREN", "a1"));

    assertThat(test.refused(test.classes("")).getCode()).isEqualTo("CLASS_FILE_INVALID");
    test.done(test.classes(SIREN.replace("MC_EV_CLASS : BELL ISA SIREN; END", "")));
    assertThat(test.refused(test.event("BELL", "b1")).getCode()).isEqualTo("CLASS_UNKNOWN");
  }

  @Test
  void anEarlierStateCanBeReadAfterAClassHasGone() {
    test.done(test.event("SIREN", "a1", "status", "CLOSED"));
    test.done(test.event("EVENT", "e1"));
    OpenedQuery opened = test.open("EVENT");
    CleanUpEvents all =
        CleanUpEvents.newBuilder().setClosedBeforeEpochMillis(Long.MAX_VALUE).setLookAt(9).build();
    assertThat(test.apply(Item.newBuilder().setCleanUpEvents(all).build()).getRemovedEvents())
        .isEqualTo(1);
    assertThat(test.idsAsOf(ObjectKind.EVENT, "EVENT", opened.commitIndex(), 5))
        .containsExactly("a1", "e1");
    test.done(test.classes(""));

    assertThat(test.idsAsOf(ObjectKind.EVENT, "EVENT", opened.commitIndex(), 5))
        .containsExactly("e1");
  }

  @Test
  void aSlotByWhichObjectsAreFoundStaysAsItIsWhileThereAreSome() {
    test.done(test.overwrite("ROOM", "name", "hall"));

    Fault fault = test.refused(test.classes(SIREN.replace(", key = yes", "")));

    assertThat(fault.getCode()).isEqualTo("CLASS_FILE_INVALID");
    assertThat(fault.getWhat()).contains("ROOM", "name");
  }

  @Test
  void sameClassFilesAgainAreNoChange() {
    long version = test.store.classVersion();

    assertThat(test.done(test.classes(SIREN)).getExisted()).isTrue();
    assertThat(test.store.classVersion()).isEqualTo(version);
  }

  @Test
  void aQueryShowsTheStateOfItsOpeningWhateverChangedSince() {
    for (int i = 1; i <= 9; i++) test.done(test.event("SIREN", "a" + i, "status", "OPEN"));
    String query = "SIREN where [status: == OPEN]";
    OpenedQuery opened = test.open(query);
    for (int i = 1; i <= 9; i += 2) test.done(test.modify("a" + i, "status", "CLOSED"));
    test.done(test.event("SIREN", "later"));

    assertThat(opened.count()).isEqualTo(9);
    assertThat(test.idsAsOf(ObjectKind.EVENT, query, opened.commitIndex(), 2))
        .containsExactly("a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9");
    assertThat(test.ids(query)).containsExactly("a2", "a4", "a6", "a8", "later");
  }

  @Test
  void aQueryExpiresOnceItsStateIsNoLongerKept() {
    test.done(test.event("SIREN", "a1"));
    OpenedQuery opened = test.open("SIREN");
    test.done(test.modify("a1", "msg", "x"));
    test.now += 3_600_000;
    tidy(test.now - 1000);

    assertThatThrownBy(() -> test.page("SIREN", opened.commitIndex(), 0, 5))
        .isInstanceOfSatisfying(
            CellException.class, e -> assertThat(e.error()).isEqualTo(CellError.QUERY_EXPIRED));
    assertThat(test.store.counts().oldVersions()).isZero();
    assertThat(test.ids("SIREN")).containsExactly("a1");
  }

  @Test
  void aCommandIsForgottenAfterItsTime() {
    CellCommand command = test.event("SIREN", "");
    Done first = test.done(command);
    test.now += 3_600_000;
    tidy(test.now - 1000);

    assertThat(test.done(command).getObjectId()).isNotEqualTo(first.getObjectId());
  }

  private EntryResult tidy(long before) {
    TidyUp order =
        TidyUp.newBuilder()
            .setHistoryBeforeEpochMillis(before)
            .setCommandsBeforeEpochMillis(before)
            .setHistoryLimitRows(1000)
            .setCommandLimit(1000)
            .build();
    return test.apply(Item.newBuilder().setTidyUp(order).build());
  }

  @Test
  void aClientSeesWhatItHasNotAcknowledged() {
    for (int i = 1; i <= 6; i++) test.done(test.event(i % 2 == 0 ? "BELL" : "SIREN", "a" + i));
    String forX = "EVENT where [NOT client_ack: list_contains 'X']";
    for (int i : new int[] {1, 2, 4, 5}) test.done(test.modify("a" + i, "client_ack", "[X,Y]"));

    assertThat(test.ids(forX)).containsExactly("a3", "a6");
    assertThat(test.open(forX).count()).isEqualTo(2);
    assertThat(test.ids("EVENT where [NOT client_ack: list_contains 'Z']")).hasSize(6);
    test.done(test.modify("a4", "client_ack", "[Y]"));
    assertThat(test.ids(forX)).containsExactly("a3", "a4", "a6");
    assertThat(test.ids("EVENT where [client_ack: == []]")).containsExactly("a3", "a6");
  }

  @Test
  void clientsAddTheirNamesWithoutUndoingEachOther() {
    test.done(test.event("SIREN", "a1", "client_ack", "[A]"));
    test.done(test.event("SIREN", "a2", "client_ack", "[+A]"));

    test.done(test.modify("a1", "client_ack", "[+X]"));
    test.done(test.modify("a1", "client_ack", "[+Y,+X]"));

    for (String name : List.of("A", "X", "Y"))
      assertThat(test.ids("SIREN where [client_ack: list_contains '" + name + "']")).contains("a1");
    assertThat(test.ids("SIREN where [client_ack: == ['A','X','Y']]")).containsExactly("a1");
    assertThat(test.ids("SIREN where [client_ack: == ['A']]")).containsExactly("a2");
  }

  @Test
  void aListThatIsNotAllAdditionsReplacesTheClientNames() {
    test.done(test.event("SIREN", "a1", "client_ack", "[A]"));

    test.done(test.modify("a1", "client_ack", "[+X,Y]"));
    assertThat(test.ids("SIREN where [client_ack: == ['+X','Y']]")).containsExactly("a1");
    test.done(test.modify("a1", "client_ack", "[]"));
    assertThat(test.ids("SIREN where [client_ack: == []]")).containsExactly("a1");
  }

  @Test
  void aPageEndsWhereAReplyWouldBeTooLarge() {
    String big = "x".repeat(64 * 1024);
    for (int i = 0; i < 80; i++) test.done(test.event("SIREN", "a" + i, "msg", big));
    OpenedQuery opened = test.open("SIREN");

    RowPage page = test.page("SIREN", opened.commitIndex(), 0, 10_000);
    assertThat(page.end()).isFalse();
    assertThat(page.rows()).hasSizeBetween(40, 64);
    assertThat(test.idsAsOf(ObjectKind.EVENT, "SIREN", opened.commitIndex(), 1000)).hasSize(80);
  }

  @Test
  void aLongQueryEndsWhenItsCallerGivesUp() {
    for (int i = 0; i < 300; i++) test.done(test.event("SIREN", "a" + i));

    assertThatThrownBy(
            () -> test.store.openQuery(ObjectKind.EVENT, "SIREN where [msg: == 'x']", () -> true))
        .isInstanceOfSatisfying(
            CellException.class, e -> assertThat(e.error()).isEqualTo(CellError.BUSY));
  }

  @Test
  void aBadQueryIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> test.open("SIREN where [nothing: == 1]"))
        .isInstanceOfSatisfying(
            CellException.class,
            e -> {
              assertThat(e.error()).isEqualTo(CellError.QUERY_SYNTAX);
              assertThat(e.line()).isEqualTo(1);
              assertThat(e.column()).isPositive();
            });
  }

  /** The transport takes messages of so many levels; an entry puts some of its own around them. */
  @Test
  void aCommandAsDeepAsTheTransportTakesIsRefusedAndTheStoreGoesOn() throws Exception {
    Command deepest = deepestThatParses();
    Entry entry = test.entry(Item.newBuilder().setCommand(deepest).build());
    assertThatThrownBy(() -> Entry.parseFrom(entry.toByteArray()))
        .as("deeper than messages may be by default")
        .isInstanceOf(InvalidProtocolBufferException.class);

    Outcome outcome = test.append(entry).getOutcomes(0);

    assertThat(outcome.getFault().getCode()).isEqualTo("BAD_REQUEST");
    test.done(test.event("EVENT", "after"));
    test.requireConsistent();
  }

  private static Command deepestThatParses() {
    RawValue value = RawValue.newBuilder().setText("core").build();
    Command deepest = Command.getDefaultInstance();
    for (int lists = 0; lists < 200; lists++) {
      Command command =
          Command.newBuilder()
              .setCommandId("deep")
              .setNewObject(
                  NewObject.newBuilder()
                      .setKind(org.twincell.protocol.wire.ObjectKind.EVENT)
                      .setClassName("EVENT")
                      .addSlots(RawSlot.newBuilder().setName("msg").setValue(value)))
              .build();
      try {
        Command.parseFrom(command.toByteArray());
        deepest = command;
      } catch (InvalidProtocolBufferException tooDeep) {
        return deepest;
      }
      value = RawValue.newBuilder().setList(RawList.newBuilder().addElements(value)).build();
    }
    throw new AssertionError("there is no limit of depth");
  }
}
