// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.twincell.protocol.MemberInfo.Role;

class SharedSettingsTest {
  private static final List<String> YES = List.of("CellDuplicateAutoFailOver=Yes");

  @Test
  void whatIsSetOtherwiseOnTheOtherMemberIsNamedWithBothValues() {
    Members here = Members.of(StatusBoardTest.PAIR, Role.PRIMARY);
    List<String> there =
        SharedSettings.of(here.withManualDuty(), List.of("CellDuplicateAutoFailOver=No"));

    assertThat(SharedSettings.differences(SharedSettings.of(here, YES), there))
        .isEqualTo(
            "mode is manual there, available here; CellDuplicateAutoFailOver is No there, Yes here");
  }

  @Test
  void whatOnlyOneMemberNamesIsNoDifference() {
    assertThat(SharedSettings.differences(YES, YES)).isEmpty();
    assertThat(SharedSettings.differences(YES, List.of())).as("a former version").isEmpty();
    assertThat(SharedSettings.differences(YES, List.of("New=1"))).as("a later one").isEmpty();
  }
}
