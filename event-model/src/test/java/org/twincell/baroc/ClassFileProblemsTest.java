// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of each mistake in a class file, and where. */
final class ClassFileProblemsTest {
  private static List<String> problems(String text) {
    ClassFile file = new ClassFile("f", text);
    BarocException failure =
        catchThrowableOfType(BarocException.class, () -> BaseClasses.with(List.of(file)));
    assertThat(failure).as("no problem found").isNotNull();
    return failure.problems().stream().map(Problem::toString).toList();
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        one(
            "mc_ev_class : A ISA EVENT; END",
            "f:1:1: 'mc_ev_class' does not begin a definition;" + " did you mean 'MC_EV_CLASS'?"),
        one(
            "hello",
            "f:1:1: 'hello' does not begin a definition; begin a definition with one of"
                + " ENUMERATION, MC_ENUMERATION, MC_EV_CLASS, MC_DATA_CLASS, MC_PUBLISH_DATA_CLASS,"
                + " MC_INTERFACE, TEC_CLASS"),
        one("= 5", "f:1:1: expected a class definition or ENUMERATION, found '='"),
        one(
            "MC_EV_CLASS : A-B ISA EVENT; END",
            "f:1:15: the name of a class 'A-B' is not a name; use letters, digits and '_' only"),
        one(
            "MC_EV_CLASS : A ISA EVNT; END",
            "f:1:15: super class EVNT of A is unknown; did you mean 'EVENT'?"),
        one(
            "MC_EV_CLASS : A ISA Z ; END",
            "f:1:15: super class Z of A is unknown; define it in an earlier place"),
        one(
            "MC_EV_CLASS : A ISA CORE_DATA; END",
            "f:1:15: A is of MC_EV_CLASS, its super class of MC_DATA_CLASS;"
                + " derive events from events and data from data"),
        one(
            "MC_EV_CLASS : ALARM ISA CORE_EVENT; END",
            "f:1:15: ALARM is defined already ISA EVENT;"
                + " leave ISA out to add slots to it, or take another name"),
        one(
            "MC_DATA_CLASS : ALARM; END",
            "f:1:17: ALARM is of MC_EV_CLASS already, not of MC_DATA_CLASS; write MC_EV_CLASS"),
        one(
            "MC_EV_CLASS : A ISA EVENT DEFNES { }; END",
            "f:1:27: expected END after class A, found 'DEFNES'; did you mean 'DEFINES'?"),
        one(
            "MC_EV_CLASS : A ISA EVENT DEFINES x : STRING; END",
            "f:1:35: expected '{' after DEFINES, found 'x'; write the slots in braces"),
        one(
            "MC_EV_CLASS : A ISA EVENT DEFINES {\n  x : STRING;\nEND",
            "f:3:1: the slots of A are not closed, found 'END'; write '}' before it"),
        one(
            "MC_EV_CLASS : A ISA EVENT;",
            "f:1:27: expected END after class A, found the end of the text;"
                + " write 'CLASS ISA SUPER DEFINES { slot : TYPE; }; END'"),
        slot("x STRING;", "f:2:5: expected ':' after slot x, found 'STRING'; write 'x : TYPE;'"),
        slot("x : STRNG;", "f:2:7: type STRNG of slot x is unknown; did you mean 'STRING'?"),
        slot(
            "x : COLOUR;",
            "f:2:7: type COLOUR of slot x is unknown; define the ENUMERATION in an earlier place"),
        slot("x : LIST STRING;", "f:2:12: expected OF after LIST; write LIST_OF"),
        slot(
            "x : dup_detect = yes;",
            "f:2:3: slot x has no type, and no super class of A has it; write 'x : TYPE;'"),
        slot(
            "x : STRING, hidden = maybe;",
            "f:2:15: facet hidden of slot x is neither yes nor no; write yes or no"),
        slot(
            "x : INTEGER, default = ten;",
            "f:2:16: default 'ten' of slot x is not of type INTEGER; write such a value, or none"),
        slot(
            "severity : default = SEVERE;",
            "f:2:14: default 'SEVERE' of slot severity is not of type SEVERITY;"
                + " write such a value, or none"),
        slot(
            "severity : STRING;",
            "f:2:3: slot severity is STRING here and SEVERITY before;"
                + " leave the type out to change facets only, or rename the slot"),
        slot(
            "x : STRING; x : INTEGER;",
            "f:2:19: slot x is INTEGER here and STRING before;"
                + " leave the type out to change facets only, or rename the slot"),
        slot(
            "x : STRING default yes;",
            "f:2:14: expected ';' after slot x, found 'default'; write 'x : TYPE;'"),
        slot(
            "x : REAL, default = ;",
            "f:2:13: default '' of slot x is not of type REAL; write such a value, or none"),
        slot(
            "x : STRING, default = 'open;",
            "f:2:25: the text that begins here is not closed; write ' at its end"),
        slot(
            "x : LIST_OF STRING, default = [a, b;",
            "f:2:33: the list that begins here is not closed; write ']'"),
        slot("CLASS : STRING;", "f:2:3: CLASS is the name of the class itself; rename the slot"),
        one("ENUMERATION E END", "f:1:13: E has no label; write '0 LABEL' before END"),
        one(
            "ENUMERATION E RED 0 END",
            "f:1:15: 'RED' is not a number; write a whole number before each label of E"),
        one("ENUMERATION E 0 RED\n", "f:2:1: END is missing after enumeration E; write END"));
  }

  private static Arguments one(String text, String problem) {
    return Arguments.of(text, problem);
  }

  private static Arguments slot(String definition, String problem) {
    return one("MC_EV_CLASS : A ISA EVENT DEFINES {\n  " + definition + "\n}; END", problem);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsToldWithItsPlaceAndHowToMendIt(String text, String problem) {
    assertThat(problems(text)).containsExactly(problem);
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
