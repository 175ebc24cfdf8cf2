// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.LogManager;
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

  /** Loads everything once more as the program does, whose class path has no such libraries. */
  @ParameterizedTest
  @EnumSource
  void theProgramPlaysEachKindWithoutTheLibrariesOfTests(Play play) throws Exception {
    try (URLClassLoader program =
        new URLClassLoader(classPathOfTheProgram(), ClassLoader.getPlatformClassLoader())) {
      Class<?> mannerClass = program.loadClass(Play.Manner.class.getName());
      Constructor<?> manner =
          mannerClass.getDeclaredConstructor(Duration.class, boolean.class, String.class);
      manner.setAccessible(true);
      Class<?> plays = program.loadClass(Play.class.getName());
      Method method = plays.getDeclaredMethod("play", long.class, mannerClass, Path.class);
      method.setAccessible(true);

      Object told =
          method.invoke(
              plays.getEnumConstants()[play.ordinal()],
              7,
              manner.newInstance(Duration.ofSeconds(1), false, ""),
              folder.resolve("seed"));

      assertThat(told.toString()).contains("seed=7");
    }
  }

  private static URL[] classPathOfTheProgram() throws MalformedURLException {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<URL> urls = new ArrayList<>();
    for (String entry : all.split(File.pathSeparator)) {
      if (LIBRARIES_OF_TESTS.stream().noneMatch(entry::contains)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    return urls.toArray(URL[]::new);
  }
}
