// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.twincell.cell.service.Designation.Step;

class DesignationTest {
  private static Designation manual(String recorded) {
    return new Designation(
        Mode.MANUAL,
        "primary",
        () -> Optional.of(recorded).filter(name -> !name.isEmpty()),
        () -> false);
  }

  @Test
  void whereTheDutyMovesByItselfWhoeverLeadsServes() {
    Designation safe =
        new Designation(Mode.SAFE, "primary", () -> Optional.of("secondary"), () -> false);

    assertThat(safe.whenLeading()).isEqualTo(Step.TAKE);
    assertThat(safe.member()).isEmpty();
    assertThat(safe.permits("primary")).isTrue();
  }

  @Test
  void inManualModeTheDesignatedMemberServes() {
    assertThat(manual("primary").whenLeading()).isEqualTo(Step.TAKE);
  }

  @Test
  void inManualModeAMemberThatMerelyLeadsTheLogWaits() {
    Designation other = manual("secondary");

    assertThat(other.whenLeading()).isEqualTo(Step.WAIT);
    assertThat(other.permits("primary")).isFalse();
    assertThat(other.permits("secondary")).isTrue();
  }

  @Test
  void theFirstThatLeadsANewCellIsTheDesignatedOne() {
    assertThat(manual("").whenLeading()).isEqualTo(Step.DESIGNATE_AND_TAKE);
    assertThat(manual("").permits("primary")).isTrue();
  }

  @Test
  void whoWasMadeToCarryOnAloneIsTheDesignatedOne() {
    Designation alone =
        new Designation(Mode.MANUAL, "primary", () -> Optional.of("secondary"), () -> true);

    assertThat(alone.whenLeading()).isEqualTo(Step.DESIGNATE_AND_TAKE);
    assertThat(alone.permits("primary")).isTrue();
  }
}
