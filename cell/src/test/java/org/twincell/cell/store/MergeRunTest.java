// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.cell.store.wire.Entry;
import org.twincell.cell.store.wire.Item;
import org.twincell.cell.store.wire.TidyUp;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.ObjectKind;
import org.twincell.protocol.wire.MergeReply;
import org.twincell.protocol.wire.MergeRequest;

/** Two stores that were one up to a commit index; {@code there} gives way to {@code here}. */
class MergeRunTest {
  private static final String HOSTS =
      "MC_DATA_CLASS : HOST ISA CORE_DATA DEFINES { name : STRING, key = yes; place : STRING; }; END";

  @TempDir Path folder;
  private TestStore here;
  private TestStore there;
  private long shared;

  @BeforeEach
  void open() {
    here = TestStore.open(folder.resolve("here"));
    there = TestStore.open(folder.resolve("there"));
    for (int i = 0; i < 1000; i++) there.origin(); // ids of commands are unique
    together(here.event("EVENT", "old", "msg", "first"));
    part();
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private void together(CellCommand command) {
    Entry entry = here.entry(TestStore.item(command));
    here.append(entry);
    there.append(entry);
  }

  private void part() {
    shared = here.store.appliedIndex();
    here.term = 3_000_000_001L;
    there.term = 2_000_000_001L;
  }

  private MergeReply merge() {
    MergeReply.Builder all = MergeReply.newBuilder();
    for (MergeRequest.Builder part : parts(1)) {
      Item item = Item.newBuilder().setMerge(part.setSharedIndex(shared)).build();
      all.mergeFrom(here.apply(item).getMergeReply());
    }
    here.requireConsistent();
    return all.build();
  }

  private List<MergeRequest.Builder> parts(int bytes) {
    List<MergeRequest.Builder> parts = new ArrayList<>();
    there.store.changesSince(shared, bytes, parts::add);
    return parts;
  }

  private String slot(String id, String slot) {
    String query = "CORE_EVENT where [mc_ueid: == '" + id + "']";
    var opened = here.open(query);
    return TestStore.text(here.page(query, opened.commitIndex(), 0, 2, slot).rows().get(0), slot);
  }

  @Test
  void eventsOfTheOtherMemberAreThereOnceUnderTheirIds() {
    there.done(there.event("EVENT", "new", "msg", "alone"));
    here.done(here.event("EVENT", "own", "msg", "here"));

    assertThat(merge().getAddedEvents()).isEqualTo(1);
    assertThat(merge().getChangedObjects()).as("sent again").isZero();

    assertThat(here.ids("EVENT")).containsExactlyInAnyOrder("old", "own", "new");
    assertThat(slot("new", "msg")).isEqualTo("alone");
  }

  @Test
  void anEventThatWasSentToBothIsThereOnce() {
    there.done(there.event("EVENT", "twice", "msg", "same"));
    here.done(here.event("EVENT", "twice", "msg", "same"));

    assertThat(merge().getConflicts()).isZero();
    assertThat(here.ids("EVENT")).containsExactlyInAnyOrder("old", "twice");
  }

  @Test
  void whatOneSideChangedOfAnEventThatWasSentToBothIsTaken() {
    there.done(there.event("EVENT", "twice", "msg", "same", "mc_host", "same"));
    here.done(here.event("EVENT", "twice", "msg", "same", "mc_host", "same"));
    there.done(there.modify("twice", "mc_host", "changed there"));
    here.done(here.modify("twice", "msg", "changed here"));

    merge();

    assertThat(slot("twice", "msg")).isEqualTo("changed here");
    assertThat(slot("twice", "mc_host")).isEqualTo("changed there");
  }

  @Test
  void whereTwoSendersUsedOneIdNeitherOfTheirValuesIsLost() {
    there.done(there.event("EVENT", "twice", "msg", "of one"));
    here.done(here.event("EVENT", "twice", "msg", "of the other"));

    assertThat(merge().getConflicts()).isEqualTo(1);

    assertThat(slot("twice", "msg")).isEqualTo("of the other");
    assertThat(slot("twice", "mc_operations")).contains("of one");
  }

  @Test
  void aLossIsCountedOnceThoughTheValueThatStaysHasChangedBetweenTwoTries() {
    there.done(there.modify("old", "msg", "changed there"));
    here.done(here.modify("old", "msg", "changed here"));
    assertThat(merge().getConflicts()).isEqualTo(1);

    here.done(here.modify("old", "msg", "changed again"));
    assertThat(merge().getConflicts()).isZero();

    assertThat(here.store.mergeTotals(0).getConflicts()).isEqualTo(1);
  }

  @Test
  void anOperationLogOfAnyLengthIsCutInOneGoAndKeepsWhatLost() {
    List<String> many = new java.util.ArrayList<>();
    for (int i = 0; i < 20_000; i++) many.add(i % 5 == 2 && i < 100 ? "MERGE_CONFLICT" : "x" + i);
    here.done(here.modify("old", "mc_operations", "[" + String.join(",", many) + "]"));

    here.done(here.modify("old", "status", "CLOSED"));

    String left = slot("old", "mc_operations");
    assertThat(left.split(",")).hasSize(250);
    assertThat(left.split("MERGE_CONFLICT")).hasSize(20 + 1);
    assertThat(left).contains("x19999", "OPERATOR_CLOSED").doesNotContain("x3,");
  }

  @Test
  void aValueThatLostStaysInTheOperationLogHoweverManyOperationsFollow() {
    there.done(there.modify("old", "msg", "changed there"));
    here.done(here.modify("old", "msg", "changed here"));
    merge();

    for (int i = 0; i < 120; i++) {
      here.done(here.modify("old", "status", i % 2 == 0 ? "CLOSED" : "OPEN"));
    }

    assertThat(slot("old", "mc_operations"))
        .containsOnlyOnce("MERGE_CONFLICT")
        .contains("changed there")
        .contains("REOPENED");
  }

  @Test
  void whatOnlyTheOtherMemberChangedIsTaken() {
    there.done(there.modify("old", "msg", "changed there"));
    here.done(here.modify("old", "severity", "CRITICAL"));

    assertThat(merge().getConflicts()).isZero();

    assertThat(slot("old", "msg")).isEqualTo("changed there");
    assertThat(slot("old", "severity")).isEqualTo("CRITICAL");
    assertThat(slot("old", "mc_modhist")).contains("msg").contains("severity");
  }

  @Test
  void whereBothChangedASlotThisTermWinsAndTheOtherValueIsKeptInTheOperationLogOnce() {
    there.done(there.modify("old", "msg", "changed there"));
    here.done(here.modify("old", "msg", "changed here"));

    assertThat(merge().getConflicts()).isEqualTo(1);
    merge();

    assertThat(slot("old", "msg")).isEqualTo("changed here");
    assertThat(slot("old", "mc_operations"))
        .containsOnlyOnce("MERGE_CONFLICT")
        .contains("changed there");
  }

  @Test
  void aConflictKeepsBothValuesAlsoWhenTheOldVersionIsForgotten() {
    there.done(there.modify("old", "msg", "changed there"));
    there.apply(
        Item.newBuilder()
            .setTidyUp(TidyUp.newBuilder().setHistoryBeforeEpochMillis(there.now + 1))
            .build());
    here.done(here.modify("old", "msg", "changed here"));

    merge();

    assertThat(slot("old", "msg")).isEqualTo("changed here");
    assertThat(slot("old", "mc_operations")).contains("changed there");
  }

  @Test
  void whoHasAcknowledgedAnEventOnEitherSideHasAcknowledgedIt() {
    there.done(there.modify("old", "client_ack", "[joe]"));
    here.done(here.modify("old", "client_ack", "[jane]"));

    merge();

    assertThat(slot("old", "client_ack")).contains("joe").contains("jane");
  }

  @Test
  void classesAndDataObjectsOfTheOtherMemberComeAlong() {
    there.done(there.classes(HOSTS));
    there.done(there.data("HOST", "h1", "name", "alpha", "place", "there"));

    MergeReply reply = merge();

    assertThat(reply.getAddedData()).as(reply.toString()).isEqualTo(1);
    assertThat(here.store.classTable().find("HOST")).isPresent();
  }

  @Test
  void dataObjectsWithOneKeyAreOneObject() {
    here.close();
    there.close();
    here = TestStore.open(folder.resolve("here2"));
    there = TestStore.open(folder.resolve("there2"));
    for (int i = 0; i < 1000; i++) there.origin();
    together(here.classes(HOSTS));
    part();
    there.done(there.overwrite("HOST", "name", "alpha", "place", "there"));
    here.done(here.overwrite("HOST", "name", "alpha", "place", "here"));

    MergeReply reply = merge();

    assertThat(reply.getConflicts()).as(reply.toString()).isEqualTo(1);
    assertThat(reply.getRemarksList()).anyMatch(remark -> remark.contains("there"));
    assertThat(here.store.counts().dataObjects()).isEqualTo(1);
  }

  @Test
  void anEventWhoseClassDoesNotFitHereIsStoredAsTheNearestOneAbove() {
    there.done(there.classes("MC_EV_CLASS : A ISA EVENT DEFINES { x : STRING; }; END"));
    there.done(there.event("A", "odd", "msg", "kept", "x", "y"));
    here.done(here.classes("MC_EV_CLASS : B ISA EVENT; END"));

    MergeReply reply = merge();

    assertThat(reply.getConflicts()).isPositive();
    assertThat(slot("odd", "msg")).isEqualTo("kept");
    assertThat(slot("odd", "mc_bad_slot_names")).contains("x");
  }

  @Test
  void aCommandThatWasCarriedOutThereIsKnownHere() {
    CellCommand command = there.modify("old", "msg", "changed there");
    there.done(command);
    merge();

    assertThat(here.done(command).getExisted()).isTrue();
  }

  @Test
  void thePiecesAreBoundedAndTogetherHoldEverythingSinceTheParting() {
    for (int i = 0; i < 10; i++) there.done(there.event("EVENT", "n" + i));

    List<MergeRequest.Builder> parts = parts(1000);

    assertThat(parts).hasSizeGreaterThan(3);
    assertThat(parts.stream().mapToInt(MergeRequest.Builder::getObjectsCount).sum()).isEqualTo(10);
    assertThat(there.idsAsOf(ObjectKind.EVENT, "EVENT", there.store.appliedIndex(), 20))
        .hasSize(11);
  }
}
