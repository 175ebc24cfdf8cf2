// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.LogManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlayTest {
  private static final Play.Manner SHORT = new Play.Manner(Duration.ofSeconds(3), false, "");

  @TempDir Path folder;

  @BeforeAll
  static void beQuiet() {
    LogManager.getLogManager().reset();
  }

  @ParameterizedTest
  @EnumSource
  void aSeedOfEachKindIsCleanAndTellsItsStory(Play play) {
    Play.Told told = play.play(42, SHORT, folder.resolve("seed"));

    assertThat(told.isClean()).as(told.report()).isTrue();
    assertThat(told.report()).startsWith("seed 42\n");
    assertThat(told.figures()).isNotEmpty();
  }
}
