// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * A text file of inputs, each with the answers to it below, indented. A line end inside an input is
 * written {@code ¶}; lines that begin with {@code #} and blank lines are free. {@code
 * -Dtranscripts=rewrite} writes what is answered now; the difference is reviewed like code.
 */
public final class Transcript {
  private static final String ANSWER = "    ";
  private static final char LINE_END = '\u00b6';

  private Transcript() {}

  /** Compares a file below {@code src/test/resources} with what is answered to its inputs now. */
  public static void check(String file, Function<String, List<String>> answers) throws IOException {
    Path path = Path.of("src/test/resources", file);
    String expected = Files.readString(path);
    StringBuilder actual = new StringBuilder();
    for (String line : expected.lines().toList()) {
      if (line.startsWith(ANSWER)) continue;
      actual.append(line).append('\n');
      if (line.isBlank() || line.startsWith("#")) continue;
      for (String answer : answers.apply(line.replace(LINE_END, '\n'))) {
        actual.append(ANSWER).append(answer).append('\n');
      }
    }
    if ("rewrite".equals(System.getProperty("transcripts"))) {
      Files.writeString(path, actual);
    } else {
      assertThat(actual.toString().lines()).containsExactlyElementsOf(expected.lines().toList());
    }
  }
}
