// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.twincell.history.CallOutcome.ACKNOWLEDGED;
import static org.twincell.history.CallOutcome.REFUSED;
import static org.twincell.history.CallOutcome.UNKNOWN;
import static org.twincell.history.check.StoryOfCalls.row;

import org.junit.jupiter.api.Test;
import org.twincell.history.EventRow;
import org.twincell.history.HistoryException;

/** For each rule a history that keeps it, and one that breaks it as little as can be. */
class HistoryCheckerTest {
  private final StoryOfCalls story = new StoryOfCalls();

  private static void holds(StoryOfCalls story) {
    assertThat(story.check().violations()).isEmpty();
  }

  private static void breaks(StoryOfCalls story, Rule rule, String... named) {
    Verdict verdict = story.check();
    assertThat(verdict.broken()).as(verdict.report()).containsOnlyKeys(rule);
    assertThat(verdict.violations().get(0).message()).contains(named);
  }

  // ---- lost

  @Test
  void whatWasAcknowledgedIsInEveryStore() {
    holds(story.send("s", 1).send("s", 2, UNKNOWN).bothHold(row("s", 1)));
  }

  @Test
  void anAcknowledgedEventThatIsInNoStoreIsLost() {
    breaks(story.send("s", 1).send("s", 2).bothHold(row("s", 1)), Rule.LOST, "call 2", "primary");
  }

  @Test
  void anAcknowledgedEventThatOneMemberLacksIsLostThere() {
    Verdict verdict = story.send("s", 1).holds("primary", row("s", 1)).holds("secondary").check();
    assertThat(verdict.broken()).containsOnlyKeys(Rule.LOST, Rule.STORES_DIFFER);
    assertThat(verdict.violations().get(0).message()).contains("call 1", "secondary");
  }

  @Test
  void aHistoryThatEndsWithoutAStoreProvesNothing() {
    breaks(story.send("s", 1), Rule.INCOMPLETE, "without the whole content");
  }

  @Test
  void aStoreThatBreaksOffProvesNothing() {
    HistoryChecker checker = new HistoryChecker(Promise.SAFE, CheckLimits.DEFAULT);
    checker.accept(new org.twincell.history.HistoryLine.StoredEnd("primary", 0));
    checker.accept(new org.twincell.history.HistoryLine.Stored("secondary", row("s", 1)));
    assertThat(checker.verdict().broken()).containsKey(Rule.INCOMPLETE);
  }

  // ---- doubled

  @Test
  void anEventSentTwiceUnderItsIdIsThereOnce() {
    holds(story.send("s", 1, UNKNOWN).send("s", 1).bothHold(row("s", 1)));
  }

  @Test
  void anEventThatIsThereUnderTwoIdsIsDoubled() {
    EventRow again = new EventRow("other", "s", 1, 0, java.util.List.of());
    Verdict verdict = story.send("s", 1).bothHold(row("s", 1), again).check();
    assertThat(verdict.count(Rule.DOUBLED)).isEqualTo(2);
    assertThat(verdict.violations().get(0).message()).contains("event 1 of s");
  }

  @Test
  void anEventThatAnAnswerShowsTwiceIsDoubled() {
    breaks(
        story.send("s", 1).fetch("c", row("s", 1), row("s", 1)).bothHold(row("s", 1)),
        Rule.DOUBLED,
        "call 2");
  }

  // ---- never sent, refused

  @Test
  void aStoreHoldsWhatMayHaveBeenCarriedOut() {
    holds(story.send("s", 1, UNKNOWN).bothHold(row("s", 1)));
  }

  @Test
  void anEventThatNobodySentIsNamed() {
    breaks(story.send("s", 1).bothHold(row("s", 1), row("x", 9)), Rule.NEVER_SENT, "x-9");
  }

  @Test
  void aVersionThatNobodyWroteIsNamed() {
    breaks(story.send("s", 1).bothHold(row("s", 1, 1)), Rule.NEVER_SENT, "version 1");
  }

  @Test
  void aRefusedEventIsInNoStore() {
    holds(story.send("s", 1, REFUSED).bothHold());
  }

  @Test
  void aRefusedEventThatIsInTheStoreWasCarriedOut() {
    breaks(story.send("s", 1, REFUSED).bothHold(row("s", 1)), Rule.REFUSED_AND_DONE, "call 1");
  }

  @Test
  void aRefusedModificationThatShowsWasCarriedOut() {
    breaks(
        story
            .send("s", 1)
            .modify("s-1", 1, REFUSED)
            .query("s-1", row("s", 1, 1))
            .bothHold(row("s", 1, 1)),
        Rule.REFUSED_AND_DONE,
        "call 3");
  }

  // ---- went back

  @Test
  void aReadShowsWhatWasAcknowledgedBeforeItBegan() {
    holds(
        story
            .send("s", 1)
            .modify("s-1", 1, ACKNOWLEDGED)
            .query("s-1", row("s", 1, 1))
            .bothHold(row("s", 1, 1)));
  }

  @Test
  void aReadThatBeganBeforeTheAcknowledgementMayShowWhatWasBefore() {
    holds(
        story
            .send("s", 1)
            .modify("s-1", 1, ACKNOWLEDGED)
            .since(21)
            .query("s-1", row("s", 1))
            .bothHold(row("s", 1, 1)));
  }

  @Test
  void aReadThatDoesNotShowAnAcknowledgedEventWentBack() {
    breaks(
        story.send("s", 1).query("s-1").bothHold(row("s", 1)), Rule.WENT_BACK, "call 2", "call 1");
  }

  @Test
  void aReadThatDoesNotShowAnAcknowledgedModificationWentBack() {
    breaks(
        story
            .send("s", 1)
            .modify("s-1", 1, ACKNOWLEDGED)
            .query("s-1", row("s", 1))
            .bothHold(row("s", 1, 1)),
        Rule.WENT_BACK,
        "call 3",
        "call 2");
  }

  @Test
  void aReadThatShowsLessThanAnEarlierReadWentBack() {
    breaks(
        story
            .send("s", 1)
            .fetch("c", row("s", 1, 1))
            .fetch("c", row("s", 1))
            .since(21)
            .modify("s-1", 1, ACKNOWLEDGED)
            .bothHold(row("s", 1, 1)),
        Rule.WENT_BACK,
        "call 3",
        "call 2");
  }

  @Test
  void aReadThatNoLongerShowsAnUncertainEventWentBack() {
    breaks(
        story.send("s", 1, UNKNOWN).query("s-1", row("s", 1)).query("s-1").bothHold(row("s", 1)),
        Rule.WENT_BACK,
        "call 3",
        "call 2");
  }

  @Test
  void aStoreThatShowsLessThanWasAcknowledgedWentBack() {
    breaks(
        story
            .send("s", 1)
            .modify("s-1", 1, ACKNOWLEDGED)
            .modify("s-1", 2, ACKNOWLEDGED)
            .bothHold(row("s", 1, 1)),
        Rule.WENT_BACK,
        "store of primary",
        "call 3");
  }

  @Test
  void aModificationOfUnknownOutcomeMayBeCarriedOutLate() {
    holds(
        story
            .send("s", 1)
            .modify("s-1", 1, UNKNOWN)
            .modify("s-1", 2, ACKNOWLEDGED)
            .query("s-1", row("s", 1, 2))
            .query("s-1", row("s", 1, 1))
            .bothHold(row("s", 1, 1)));
  }

  // ---- terms

  @Test
  void oneMemberIsActiveInATermAndTermsOnlyGrow() {
    holds(story.answered(1, "a").status(1, "a").answered(2, "b").bothHold());
  }

  @Test
  void twoMembersThatAnswerInOneTermAreTooMany() {
    breaks(story.answered(1, "a").answered(1, "b").bothHold(), Rule.TWO_ACTIVE, "call 1", "call 2");
  }

  @Test
  void aMemberThatOnlySaysThatItIsActiveCountsToo() {
    breaks(story.answered(1, "a").status(1, "b").bothHold(), Rule.TWO_ACTIVE, "call 2");
  }

  @Test
  void anAnswerOfAnOlderTermMayArriveLate() {
    holds(story.answered(2, "b").since(14).answered(1, "a").bothHold());
  }

  @Test
  void anOlderTermThatAnswersACallBegunAfterANewerOneAnsweredIsNamed() {
    breaks(story.answered(2, "b").answered(1, "a").bothHold(), Rule.OLDER_TERM, "call 1", "call 2");
  }

  @Test
  void anOlderTermIsFoundBehindANewerOneThatAnsweredTooLateToCount() {
    breaks(
        story.answered(2, "b").answered(3, "c").since(20).answered(1, "a").bothHold(),
        Rule.OLDER_TERM,
        "call 1 had been answered in term 2");
  }

  @Test
  void aStatusMayTellOfAnOlderTerm() {
    holds(story.answered(2, "b").status(1, "a").bothHold());
  }

  // ---- order

  @Test
  void eventsOfOneSenderAreStoredInItsOrder() {
    holds(
        story
            .send("s", 1)
            .send("t", 1)
            .send("s", 2)
            .bothHold(row("t", 1), row("s", 1), row("s", 2)));
  }

  @Test
  void anEventOfUnknownOutcomeMayBeStoredLate() {
    holds(story.send("s", 1, UNKNOWN).send("s", 2).bothHold(row("s", 2), row("s", 1)));
  }

  @Test
  void anEventThatWasAcknowledgedOnlyAfterTheNextOneMayBeStoredAfterIt() {
    holds(story.send("s", 1, UNKNOWN).send("s", 2).send("s", 1).bothHold(row("s", 2), row("s", 1)));
  }

  @Test
  void acknowledgedEventsOfOneSenderInAnotherOrderAreNamed() {
    Verdict verdict = story.send("s", 1).send("s", 2).bothHold(row("s", 2), row("s", 1)).check();
    assertThat(verdict.broken()).containsOnlyKeys(Rule.SENDER_ORDER);
    assertThat(verdict.violations().get(0).message()).contains("call 1", "call 2", "primary");
  }

  @Test
  void aFetchThatShowsASendersEventsInAnotherOrderIsNamed() {
    breaks(
        story
            .send("s", 1)
            .send("s", 2)
            .fetch("c", row("s", 2), row("s", 1))
            .bothHold(row("s", 1), row("s", 2)),
        Rule.SENDER_ORDER,
        "call 3");
  }

  // ---- client_ack

  @Test
  void anAcknowledgementStays() {
    holds(
        story
            .send("s", 1)
            .acknowledge("s-1", "c")
            .query("s-1", row("s", 1, 0, "c"))
            .bothHold(row("s", 1, 0, "c")));
  }

  @Test
  void anAcknowledgementThatAReadDoesNotShowWasTakenBack() {
    breaks(
        story
            .send("s", 1)
            .acknowledge("s-1", "c")
            .query("s-1", row("s", 1))
            .bothHold(row("s", 1, 0, "c")),
        Rule.UNACKNOWLEDGED,
        "call 3",
        "call 2");
  }

  @Test
  void anAcknowledgementThatAnEarlierReadHasShownStaysToo() {
    breaks(
        story
            .send("s", 1)
            .query("s-1", row("s", 1, 0, "c"))
            .query("s-1", row("s", 1))
            .bothHold(row("s", 1, 0, "c")),
        Rule.UNACKNOWLEDGED,
        "call 3",
        "call 2");
  }

  @Test
  void anAcknowledgedEventIsNotFetchedAsNewAgain() {
    breaks(
        story
            .send("s", 1)
            .acknowledge("s-1", "c")
            .fetch("c", row("s", 1, 0, "c"))
            .bothHold(row("s", 1, 0, "c")),
        Rule.UNACKNOWLEDGED,
        "call 3",
        "as new");
  }

  @Test
  void aFetchThatBeganBeforeTheAcknowledgementMayShowTheEvent() {
    holds(
        story
            .send("s", 1)
            .acknowledge("s-1", "c")
            .since(21)
            .fetch("c", row("s", 1))
            .bothHold(row("s", 1, 0, "c")));
  }

  // ---- stores

  @Test
  void storesThatDifferInARowAreNamed() {
    breaks(
        story
            .send("s", 1)
            .acknowledge("s-1", "c")
            .holds("primary", row("s", 1, 0, "c"))
            .holds("secondary", row("s", 1, 0, "c", "d")),
        Rule.STORES_DIFFER,
        "s-1");
  }

  // ---- form and limits

  @Test
  void callsHaveToComeInTheOrderOfTheirEnds() {
    HistoryChecker checker = new HistoryChecker(Promise.SAFE, CheckLimits.DEFAULT);
    checker.accept(status(20));
    assertThatThrownBy(() -> checker.accept(status(19)))
        .isInstanceOf(HistoryException.class)
        .hasMessageContaining("order of ends");
  }

  private static org.twincell.history.Call status(long end) {
    return new org.twincell.history.Call(
        end,
        "q",
        org.twincell.history.CallKind.STATUS,
        1,
        end,
        UNKNOWN,
        org.twincell.history.Call.Subject.NOTHING,
        org.twincell.history.Call.Answer.NONE,
        "");
  }

  @Test
  void aHistoryBeyondALimitIsRefusedWithItsName() {
    CheckLimits two = new CheckLimits(2, 2, 1, 1, 9, 1);
    assertThatThrownBy(() -> new StoryOfCalls().send("s", 1).send("s", 2).send("s", 3).check(two))
        .hasMessageContaining("CheckLimits.events");
    assertThatThrownBy(
            () ->
                new StoryOfCalls()
                    .send("s", 1)
                    .acknowledge("s-1", "c")
                    .acknowledge("s-1", "d")
                    .check(two))
        .hasMessageContaining("CheckLimits.names");
  }

  @Test
  void onlyTheFirstMessagesOfARuleAreKeptAndAllAreCounted() {
    CheckLimits one = new CheckLimits(100, 2, 1, 1, 9, 1);
    Verdict verdict = story.send("s", 1).send("s", 2).send("s", 3).bothHold().check(one);
    assertThat(verdict.violations()).hasSize(1);
    assertThat(verdict.count(Rule.LOST)).isEqualTo(6);
    assertThat(verdict.summary()).contains("acknowledged 3", "lost 6", "doubled 0");
  }

  @Test
  void thousandsOfEventsKeepTheirPlaces() {
    EventRow[] rows = new EventRow[5000];
    for (int i = 0; i < rows.length; i++) {
      story.send("s", i + 1);
      rows[i] = row("s", i + 1);
    }
    holds(story.bothHold(rows));
  }
}
