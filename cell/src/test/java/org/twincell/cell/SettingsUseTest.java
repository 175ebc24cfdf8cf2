// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.cell.log.LogTuning;
import org.twincell.cell.service.Members;
import org.twincell.cell.settings.CellSettings;
import org.twincell.directory.Address;
import org.twincell.directory.CellEntry;
import org.twincell.directory.EntryKey;

/** What the parameters of a member become. */
class SettingsUseTest {
  @TempDir Path home;

  private LogTuning log(String... parameters) {
    return SettingsUse.log(load(parameters));
  }

  private CellSettings load(String... parameters) {
    return CellSettings.load(
        new CellSettings.Options("Alphonse", home, Optional.empty(), List.of(parameters)));
  }

  @Test
  void aPauseAndALostPacketDoNotMakeAnActiveMemberGiveUpTheDuty() {
    Duration pause = Duration.ofMillis(400);
    Duration packetsLostTwice = Duration.ofMillis(200 + 400);

    Duration patience = log().electionMax();

    assertThat(patience).isGreaterThan(pause.plus(packetsLostTwice).plusMillis(150));
  }

  @Test
  void theShippedTimesAreThoseOfTheLogsOwnDefault() {
    assertThat(log().electionMin()).isEqualTo(LogTuning.DEFAULT.electionMin());
    assertThat(log().electionMax()).isEqualTo(LogTuning.DEFAULT.electionMax());
  }

  @Test
  void theConfigurationTellsAllThatDecidesAboutATakeoverUnderItsNamesInMcellConf() {
    CellSettings settings =
        load(
            "CellDuplicateMode=1",
            "CellDuplicateAutoFailOver=No",
            "CellDuplicateAutoSwitchBack=Yes",
            "CellDuplicateProfile=fast",
            "CellDuplicateFailOverTimeOut=7",
            "CellDuplicateFailOverStartTimeOut=1500ms",
            "SignalTimeOut=3");
    CellEntry pair =
        CellEntry.of(
            "Alphonse", new EntryKey("0"), new Address("host1", 1828), new Address("host2", 1828));

    assertThat(SettingsUse.describe(settings, Members.of(pair, settings.role())))
        .contains(
            "CellDuplicateAutoFailOver=No",
            "CellDuplicateAutoSwitchBack=Yes",
            "CellDuplicateProfile=fast",
            "CellDuplicateHeartbeatTimeOut=250ms",
            "CellDuplicateFailOverTimeOut=7s",
            "CellDuplicateFailOverStartTimeOut=1500ms",
            "SignalTimeOut=3s")
        .anyMatch(line -> line.startsWith("logging="));
  }

  @Test
  void theFastProfileShortensBoth() {
    assertThat(log("CellDuplicateProfile=fast").electionMax()).isEqualTo(Duration.ofMillis(500));
  }
}
