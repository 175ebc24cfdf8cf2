// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.twincell.event.Transcript;

/** What is said of each mistake in a class file, and where. */
final class ClassFileProblemsTest {
  private static List<String> problems(String text) {
    ClassFile file = new ClassFile("f", text);
    BarocException failure =
        catchThrowableOfType(BarocException.class, () -> BaseClasses.with(List.of(file)));
    assertThat(failure).as("no problem found").isNotNull();
    return failure.problems().stream().map(Problem::toString).toList();
  }

  @Test
  void aMistakeIsToldWithItsPlaceAndHowToMendIt() throws IOException {
    Transcript.check("org/twincell/baroc/class-file-problems.txt", ClassFileProblemsTest::problems);
  }

  @Test
  void allMistakesOfAllFilesAreToldInOneRunAndNothingIsLoaded() {
    List<ClassFile> files =
        List.of(
            new ClassFile(
                "one",
                """
                MC_EV_CLASS : A ISA NOTHING DEFINES {
                  x : STRNG;
                  y STRING;
                  good : STRING;
                }; END
                rubbish
                MC_EV_CLASS : B ISA A DEFINES { z : INTEGER, default = z; good : hidden = 1; }; END
                """),
            new ClassFile("two", "ENUMERATION E x Y END MC_EV_CLASS : C ISA B DEFINES { e : E; }"));

    BarocException failure =
        catchThrowableOfType(BarocException.class, () -> BaseClasses.with(files));

    assertThat(failure.problems().stream().map(p -> p.file() + ":" + p.line() + ":" + p.column()))
        .as(failure.getMessage())
        .containsExactly(
            "one:1:15",
            "one:2:7",
            "one:3:5",
            "one:6:1",
            "one:7:46",
            "one:7:66",
            "two:1:15",
            "two:1:63");
  }

  @Test
  void readingEndsWhenThereAreTooManyMistakes() {
    assertThat(problems("x ; END\n".repeat(10_000))).hasSize(Problems.PROBLEM_LIMIT);
  }

  @Test
  void whatGoesTooDeepIsRefused() {
    StringBuilder chain = new StringBuilder("MC_EV_CLASS : C0 ISA EVENT; END\n");
    for (int i = 1; i < 150; i++) {
      chain.append("MC_EV_CLASS : C" + i + " ISA C" + (i - 1) + "; END\n");
    }
    assertThat(problems(chain.toString()).get(0)).contains("has over 100 ancestors");

    String nested = "[".repeat(10_000) + "]".repeat(10_000);
    assertThat(
            problems(
                "MC_EV_CLASS : A ISA EVENT DEFINES { x : STRING, default = " + nested + "; }; END"))
        .first()
        .asString()
        .contains("lists are nested more than 16 deep");
  }

  @Test
  void tooManySlotsInAllAreRefused() {
    StringBuilder text = new StringBuilder("MC_EV_CLASS : WIDE ISA EVENT DEFINES {\n");
    for (int i = 0; i < 3000; i++) text.append("s" + i + " : STRING;\n");
    text.append("}; END\n");
    for (int i = 0; i < 1000; i++) text.append("MC_EV_CLASS : W" + i + " ISA WIDE; END\n");
    assertThat(problems(text.toString())).singleElement().asString().contains("over 2000000 slots");
  }
}
