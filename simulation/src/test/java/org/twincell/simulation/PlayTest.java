// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlayTest {
  private static final Play.Manner SHORT = new Play.Manner(Duration.ofSeconds(3), false, "");

  private static final List<String> LIBRARIES_OF_TESTS =
      List.of("assertj", "junit", "jqwik", "awaitility", "archunit", "opentest4j");

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

  @ParameterizedTest
  @EnumSource
  void theProgramPlaysEachKindWithoutTheLibrariesOfTests(Play play) throws Exception {
    Path log = folder.resolve("simulate.log");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process program =
        new ProcessBuilder(
                java,
                "-cp",
                classPathOfTheProgram(),
                SimulateMain.class.getName(),
                "--play",
                play.name().toLowerCase(Locale.ROOT),
                "--seeds",
                "1",
                "--seconds",
                "1")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();

    assertThat(program.waitFor()).as(Files.readString(log)).isZero();
    assertThat(Files.readString(log)).contains("seeds 1 ", "failed 0");
  }

  private static String classPathOfTheProgram() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(all.split(File.pathSeparator))
        .filter(entry -> LIBRARIES_OF_TESTS.stream().noneMatch(entry::contains))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
