// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.history.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.twincell.history.CallOutcome.ACKNOWLEDGED;
import static org.twincell.history.CallOutcome.REFUSED;
import static org.twincell.history.CallOutcome.UNKNOWN;
import static org.twincell.history.check.StoryOfCalls.keeping;
import static org.twincell.history.check.StoryOfCalls.row;

import org.junit.jupiter.api.Test;

/** What a pair without witness may do while its members are apart, and what never. */
class PromiseTest {
  private final StoryOfCalls story = new StoryOfCalls();

  private static void holds(StoryOfCalls story) {
    Verdict verdict = story.checkPair();
    assertThat(verdict.violations()).as(verdict.report()).isEmpty();
  }

  private static void breaks(StoryOfCalls story, Rule rule, String... named) {
    Verdict verdict = story.checkPair();
    assertThat(verdict.broken()).as(verdict.report()).containsOnlyKeys(rule);
    assertThat(verdict.violations().get(0).message()).contains(named);
  }

  @Test
  void whileAPairIsApartAnswersMayGoBack() {
    story.send("s", 1).modify("s-1", 1, ACKNOWLEDGED).query("s-1");
    assertThat(story.bothHold(row("s", 1, 1)).check().broken()).containsOnlyKeys(Rule.WENT_BACK);
    holds(story);
  }

  @Test
  void whileAPairIsApartAnOlderTermMayAnswer() {
    story.send("s", 1).answered(2, "secondary").answered(1, "primary").bothHold(row("s", 1));
    assertThat(story.check().broken()).containsOnlyKeys(Rule.OLDER_TERM);
    holds(story);
  }

  @Test
  void whileAPairIsApartWhatWasAcknowledgedMayBeFetchedAgain() {
    story.send("s", 1).acknowledge("s-1", "c").fetch("c", row("s", 1));
    assertThat(story.bothHold(row("s", 1, 0, "c")).check().broken())
        .containsOnlyKeys(Rule.UNACKNOWLEDGED);
    holds(story);
  }

  @Test
  void aMergeMayPutEventsOfOneSenderInAnotherOrder() {
    story.send("s", 1).send("s", 2).bothHold(row("s", 2), row("s", 1));
    assertThat(story.check().broken()).containsOnlyKeys(Rule.SENDER_ORDER);
    holds(story);
  }

  @Test
  void anAcknowledgedEventThatAMergeLeftOutIsLost() {
    breaks(story.send("s", 1).send("s", 2).bothHold(row("s", 1)), Rule.LOST, "call 2");
  }

  @Test
  void anEventThatAMergeStoredTwiceIsDoubled() {
    breaks(story.send("s", 1).bothHold(row("s", 1), row("s", 1)), Rule.DOUBLED, "event 1 of s");
  }

  @Test
  void twoMembersOfAPairAreNeverActiveInOneTerm() {
    breaks(
        story.send("s", 1).answered(1, "primary").answered(1, "secondary").bothHold(row("s", 1)),
        Rule.TWO_ACTIVE,
        "term 1");
  }

  @Test
  void aNameThatAMergeTookOutOfClientAckIsFound() {
    breaks(
        story.send("s", 1).acknowledge("s-1", "c").bothHold(row("s", 1)),
        Rule.UNACKNOWLEDGED,
        "'c'");
  }

  @Test
  void aModificationThatAMergeDroppedIsFound() {
    story.send("s", 1).modify("s-1", 1, ACKNOWLEDGED).modify("s-1", 2, ACKNOWLEDGED);
    breaks(story.bothHold(row("s", 1, 1)), Rule.WENT_BACK, "version 1", "version 2");
  }

  @Test
  void aModificationThatLostIsThereWhereTheEventKeepsIt() {
    story.send("s", 1).modify("s-1", 1, ACKNOWLEDGED).modify("s-1", 2, ACKNOWLEDGED);
    holds(story.bothHold(keeping("s", 1, 1, 2L)));
  }

  @Test
  void aModificationOfUnknownOutcomeMayHaveReplacedTheOneThatLost() {
    story.send("s", 1).modify("s-1", 1, ACKNOWLEDGED).modify("s-1", 2, ACKNOWLEDGED);
    holds(story.modify("s-1", 3, UNKNOWN).bothHold(keeping("s", 1, 1, 3L)));
  }

  @Test
  void aRefusedModificationIsNotKeptEither() {
    story.send("s", 1).modify("s-1", 1, REFUSED);
    breaks(story.bothHold(keeping("s", 1, 0, 1L)), Rule.REFUSED_AND_DONE, "version 1");
  }

  @Test
  void aKeptVersionThatNobodyWroteIsNamed() {
    breaks(story.send("s", 1).bothHold(keeping("s", 1, 0, 7L)), Rule.NEVER_SENT, "version 7");
  }

  @Test
  void storesThatKeepDifferentVersionsDiffer() {
    story.send("s", 1).modify("s-1", 1, ACKNOWLEDGED).modify("s-1", 2, ACKNOWLEDGED);
    Verdict verdict =
        story
            .holds("primary", keeping("s", 1, 2, 1L))
            .holds("secondary", row("s", 1, 2))
            .checkPair();
    assertThat(verdict.broken()).as(verdict.report()).containsOnlyKeys(Rule.STORES_DIFFER);
  }
}
