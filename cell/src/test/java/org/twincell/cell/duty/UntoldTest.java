// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.duty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.twincell.protocol.MemberInfo.Signal;

class UntoldTest {
  private final Untold<String> untold = new Untold<>();

  @Test
  void whatCouldNotBeToldIsToldOnce() {
    untold.keep("primary", Signal.DEAD, "the primary is lost");
    untold.keep("witness", Signal.DEAD, "the witness is lost");
    assertThat(untold.take()).containsExactly("the primary is lost", "the witness is lost");
    assertThat(untold.take()).isEmpty();
  }

  @Test
  void theOppositeMakesBothVoid() {
    untold.keep("primary", Signal.DEAD, "lost");
    untold.keep("primary", Signal.LIVE, "back");
    assertThat(untold.take()).isEmpty();
    untold.keep("primary", Signal.LIVE, "back");
    untold.keep("primary", Signal.CLOSE, "ends");
    assertThat(untold.take()).isEmpty();
  }

  @Test
  void theLastOfSeveralThatSayTheSameCounts() {
    untold.keep("primary", Signal.DEAD, "lost");
    untold.keep("primary", Signal.CLOSE, "ends");
    assertThat(untold.take()).containsExactly("ends");
  }

  @Test
  void whatTheActiveMemberTellsIsNotToldTwice() {
    untold.keep("witness", Signal.DEAD, "lost");
    untold.leave("witness");
    assertThat(untold.take()).isEmpty();
  }
}
