// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.twincell.cell.duty.DutyCause.Former;
import org.twincell.cell.duty.DutyCause.Kind;
import org.twincell.cell.duty.DutyCause.Notice;
import org.twincell.cell.duty.DutyCause.Own;

class DutyCauseTest {
  private static final Former PRIMARY = new Former("primary SystemA:1828", 7, 712);

  private static DutyCause cause(Optional<Notice> notice) {
    return DutyCause.of(own(OptionalLong.empty(), false), Optional.of(PRIMARY), notice);
  }

  /** Of a member that saw nobody else active since it was active itself. */
  private static DutyCause cause(OptionalLong activeTerm, boolean isAlone) {
    return DutyCause.of(own(activeTerm, isAlone), Optional.empty(), notice(7, "secondary", false));
  }

  private static Own own(OptionalLong activeTerm, boolean isAlone) {
    return new Own("secondary", activeTerm, isAlone);
  }

  private static Optional<Notice> notice(long term, String to, boolean switchBack) {
    return Optional.of(new Notice(term, to, switchBack, "mcontrol standby by anna"));
  }

  @Test
  void theFirstActiveMemberTookTheDutyFromNobody() {
    DutyCause cause = cause(OptionalLong.empty(), false);
    assertThat(cause.kind()).isEqualTo(Kind.START);
    assertThat(cause.former()).isEmpty();
  }

  @Test
  void aMemberThatLostTheDutyAndGetsItBackItselfIsNoStart() {
    DutyCause cause = cause(OptionalLong.of(7), false);
    assertThat(cause.kind()).isEqualTo(Kind.RESUMED);
    assertThat(cause.reason())
        .isEqualTo(
            "active again: it had the duty in term 7, and nobody else was seen active since");
  }

  @Test
  void anActiveMemberThatGoesOnWithoutItsStandbyIsNoStart() {
    DutyCause cause = cause(OptionalLong.of(7), true);
    assertThat(cause.kind()).isEqualTo(Kind.ALONE);
    assertThat(cause.reason())
        .isEqualTo("goes on alone: the other member is lost, and it had the duty in term 7");
    assertThat(cause(OptionalLong.empty(), true).kind()).isEqualTo(Kind.START);
  }

  @Test
  void whoeverWasActiveMeanwhileCountsMoreThanThatThisMemberWas() {
    DutyCause cause =
        DutyCause.of(own(OptionalLong.of(5), false), Optional.of(PRIMARY), Optional.empty());
    assertThat(cause.kind()).isEqualTo(Kind.TAKEOVER);
  }

  @Test
  void withoutANoticeTheFormerOneWasLost() {
    DutyCause cause = cause(Optional.empty());
    assertThat(cause.kind()).isEqualTo(Kind.TAKEOVER);
    assertThat(cause.reason())
        .isEqualTo("takeover: primary SystemA:1828 is lost, last heard 712 ms before");
    assertThat(cause.silentMillis()).isEqualTo(712);
  }

  @Test
  void aNoticeOfThatTermForThisMemberIsTheReason() {
    DutyCause cause = cause(notice(7, "secondary", false));
    assertThat(cause.kind()).isEqualTo(Kind.HAND_OVER);
    assertThat(cause.reason())
        .isEqualTo("handed over by primary SystemA:1828: mcontrol standby by anna");
  }

  @Test
  void aNoticeOfAnEarlierTermOrForAnotherMemberExplainsNothing() {
    assertThat(cause(notice(6, "secondary", false)).kind()).isEqualTo(Kind.TAKEOVER);
    assertThat(cause(notice(7, "primary", false)).kind()).isEqualTo(Kind.TAKEOVER);
  }

  @Test
  void whatThePrimaryGetsBackByItselfIsASwitchBack() {
    assertThat(cause(notice(7, "secondary", true)).kind()).isEqualTo(Kind.SWITCH_BACK);
  }
}
