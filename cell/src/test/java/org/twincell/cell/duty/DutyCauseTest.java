// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.twincell.cell.duty.DutyCause.Former;
import org.twincell.cell.duty.DutyCause.Kind;
import org.twincell.cell.duty.DutyCause.Notice;

class DutyCauseTest {
  private static final Former PRIMARY = new Former("primary SystemA:1828", 7, 712);

  private static DutyCause cause(Optional<Notice> notice) {
    return DutyCause.of("secondary", Optional.of(PRIMARY), notice);
  }

  private static Optional<Notice> notice(long term, String to, boolean switchBack) {
    return Optional.of(new Notice(term, to, switchBack, "mcontrol standby by anna"));
  }

  @Test
  void theFirstActiveMemberTookTheDutyFromNobody() {
    DutyCause cause = DutyCause.of("secondary", Optional.empty(), notice(7, "secondary", false));
    assertThat(cause.kind()).isEqualTo(Kind.START);
    assertThat(cause.former()).isEmpty();
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
