// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.twincell.baroc.BaseClasses;
import org.twincell.baroc.ClassFile;
import org.twincell.event.ClassTable;

/** What is said of each mistake in a query, and where. */
final class QueryProblemsTest {
  private static final ClassTable TABLE =
      BaseClasses.with(
              List.of(
                  new ClassFile(
                      "t",
                      """
                      MC_EV_CLASS : A ISA EVENT DEFINES { clash : STRING; usage : REAL; }; END
                      MC_EV_CLASS : B ISA EVENT DEFINES { clash : INTEGER; }; END
                      """)))
          .table();

  private static QueryException failure(String text) {
    QueryException failure =
        catchThrowableOfType(QueryException.class, () -> Query.parse(text, TABLE, "EVENT"));
    assertThat(failure).as("no problem found in: " + text).isNotNull();
    return failure;
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        one("ALRM", 1, "class ALRM is unknown", "did you mean 'ALARM'?"),
        one(
            "\n\n  NOTHING where [ x == 1 ]",
            "3:3",
            "class NOTHING is unknown",
            "load its class file, or ask for a known class"),
        one("CORE_DATA", 1, "CORE_DATA is not an event class", "ask for a class below EVENT"),
        one("EVENT unless ALARM", 7, "a query has no unless clause", "write 'CLASS where [ ... ]'"),
        one(
            "EVENT where [ status == OPEN",
            29,
            "expected ']', AND, OR or a comma, found the end",
            "close the where clause with ]"),
        one(
            "EVENT where [ status == OPEN severity == OK ]",
            30,
            "expected ']', AND, OR or a comma, found 'severity'",
            "close the where clause with ]"),
        one(
            "EVENT where [ status == OPEN ] x",
            32,
            "expected the end of the query, found 'x'",
            "join conditions with AND or OR"),
        one("EVENT where", 12, "expected a slot, found the end", "write 'slot: operator value'"),
        one(
            "EVENT where [ status == OPEN, ]",
            31,
            "expected a slot, found ']'",
            "write 'slot: operator value'"),
        one("(status == OPEN", 16, "expected ')', found the end", "close the parenthesis"),
        one("stats == OPEN", 1, "class EVENT has no slot stats", "did you mean 'status'?"),
        one("whatever == OPEN", 1, "class EVENT has no slot whatever", "ask for one of its slots"),
        one(
            "clash == 1",
            1,
            "slot clash is STRING or INTEGER among the classes below EVENT",
            "name one class"),
        one("status = OPEN", 8, "'=' is not an operator", "write =="),
        one("status equal OPEN", 8, "'equal' is not an operator", "did you mean 'equals'?"),
        one("status =! OPEN", 8, "'=!' is not an operator", "did you mean '=='?"),
        one("status: OPEN", 9, "'OPEN' is not an operator", null),
        one("status:", 8, "expected an operator after status, found the end", null),
        one(
            "status ==",
            10,
            "expected a value after ==, found the end",
            "write '' for an empty text"),
        one(
            "status == AND severity == OK",
            11,
            "expected a value after ==, found 'AND'",
            "quote 'AND'"),
        one(
            "status == opn",
            11,
            "slot status is STATUS, 'opn' is not one of its labels",
            "write one of OPEN, ASSIGNED, ACK, CLOSED, BLACKOUT"),
        one(
            "status == Open",
            11,
            "slot status is STATUS, 'Open' is not one of its labels",
            "did you mean 'OPEN'?"),
        one(
            "repeat_count > many",
            16,
            "slot repeat_count is INTEGER, 'many' is not a whole number",
            "write a whole number"),
        one(
            "repeat_count > 1.5",
            16,
            "slot repeat_count is INTEGER, '1.5' is not a whole number",
            "write a whole number"),
        one("usage > x", 9, "slot usage is REAL, 'x' is not a number", "write a number"),
        one(
            "repeat_count contains 1",
            14,
            "contains does not apply to slot repeat_count of type INTEGER",
            "it is for texts; write == or a comparison"),
        one(
            "repeat_count matches 1",
            14,
            "matches does not apply to slot repeat_count of type INTEGER",
            "it is for texts; write == or a comparison"),
        one(
            "msg list_contains x",
            5,
            "list_contains does not apply to slot msg of type STRING",
            "it is for lists; write == or contains"),
        one(
            "msg subclass_of ALARM",
            5,
            "subclass_of does not apply to slot msg of type STRING",
            "it is for the class: write 'CLASS: subclass_of NAME'"),
        one("status == [OPEN,ACK]", 8, "== takes one value, not a list", "write within [ ... ]"),
        one(
            "msg contains [a,b]",
            5,
            "contains takes one value, not a list",
            "write contains_all or contains_one_of"),
        one("repeat_count between 5", 14, "between takes two values", "write between [low, high]"),
        one(
            "status within [OPEN ACK]",
            21,
            "expected ',' or ']' in the list, found 'ACK'",
            "close the list with ]"),
        one("msg == 'open", 8, "the text that begins here is not closed", "write ' at its end"),
        one(
            "msg match_regex 'a(b'",
            17,
            "the regular expression is wrong: missing closing ) near 'a(b'",
            "write it in RE2 syntax"),
        one(
            "msg match_regex '((a{100}){100}){100}'",
            17,
            "the regular expression is wrong: its {n} repetitions multiply to more than 1000",
            "write it in RE2 syntax"),
        one(
            "msg matches '" + "a%".repeat(501) + "'",
            13,
            "the pattern has over 1000 characters",
            "use a shorter pattern, or several"),
        one("CLASS == ALRM", 10, "class ALRM is unknown", "did you mean 'ALARM'?"),
        one(
            "CLASS list_contains ALARM",
            7,
            "list_contains does not apply to slot CLASS of type STRING",
            "it is for lists; write == or contains"),
        one("CLASS == $EV.msg", 1, "CLASS does not compare with a slot", "write a class name"),
        one("EVENT ($A) where [ $B.msg == x ]", 20, "variable $B is unknown", "write $A.slot"),
        one("$A.msg == x AND $B.msg == y", 17, "variable $B is unknown", "write $A.slot"),
        one("$A == x", 4, "expected '.' after $A, found '=='", "write $A.slot"),
        one(
            "mc_host contains $EV.msg",
            18,
            "contains takes a value, not a slot",
            "compare slots with == != < >"),
        one(
            "mc_host == $EV.status",
            12,
            "slots mc_host and status do not compare: STRING and STATUS",
            "compare simple slots of one type"),
        one("'x' == msg", 1, "expected a slot, found '''", "write 'slot: operator value'"));
  }

  private static Arguments one(String text, int column, String what, String mend) {
    return one(text, "1:" + column, what, mend);
  }

  private static Arguments one(String text, String place, String what, String mend) {
    return Arguments.of(text, place, what, mend);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsToldWithItsPlaceAndHowToMendIt(
      String text, String place, String what, String mend) {
    QueryException failure = failure(text);
    assertThat(failure.problems()).as(failure.getMessage()).hasSize(1);
    assertThat(failure.what()).isEqualTo(what);
    assertThat(failure.line() + ":" + failure.column()).isEqualTo(place);
    if (mend != null) assertThat(failure.mend()).isEqualTo(mend);
    else assertThat(failure.mend()).startsWith("write one of ==, equals, !=");
  }

  @Test
  void severalMistakesAreToldAtOnce() {
    assertThat(failure("EVENT where [ statis == OPEN,\n severity >= BAD,\n repeat_count == x ]"))
        .hasMessage(
            "line 1, column 15: class EVENT has no slot statis; did you mean 'status'?\n"
                + "line 2, column 14: slot severity is SEVERITY, 'BAD' is not one of its labels;"
                + " write one of UNKNOWN, OK, INFO, WARNING, MINOR, MA...\n"
                + "line 3, column 18: slot repeat_count is INTEGER, 'x' is not a whole number;"
                + " write a whole number");
    assertThat(failure("x == 1" + " AND x == 1".repeat(1000)).problems())
        .hasSize(QueryText.PROBLEM_LIMIT);
  }

  @Test
  void tenThousandLevelsOfNestingAreAnErrorAndNoStackOverflow() {
    String parentheses = "(".repeat(10_000) + "status == OPEN" + ")".repeat(10_000);
    String nots = "NOT ".repeat(10_000) + "status == OPEN";
    String brackets = "[".repeat(10_000) + "status == OPEN" + "]".repeat(10_000);
    for (String text : List.of(parentheses, nots)) {
      assertThat(failure(text).what()).isEqualTo("conditions are nested more than 200 deep");
    }
    assertThat(failure(brackets).line()).isEqualTo(1);
    String deepest = "(".repeat(199) + "status == OPEN" + ")".repeat(199);
    assertThatCode(() -> Query.parse(deepest, TABLE, "EVENT").compile()).doesNotThrowAnyException();
  }

  @Test
  void longQueriesAreReadUpToTheirLimits() {
    String many = "msg == x" + " OR msg == x".repeat(Query.TEST_LIMIT - 1);
    assertThatCode(() -> Query.parse(many, TABLE, "EVENT").compile()).doesNotThrowAnyException();
    assertThat(failure(many + " OR msg == x").what())
        .isEqualTo("the query has more than 10000 tests");
    String list = "msg within [x" + ",x".repeat(Query.LIST_LIMIT) + "]";
    assertThat(failure(list).what()).isEqualTo("a list has more than 10000 values");
    assertThat(failure("x".repeat(Query.LENGTH_LIMIT_CHARS + 1)).what())
        .isEqualTo("the query has over 262144 characters");
  }
}
