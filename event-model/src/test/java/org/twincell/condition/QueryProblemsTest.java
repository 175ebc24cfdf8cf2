// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.twincell.baroc.BaseClasses;
import org.twincell.baroc.ClassFile;
import org.twincell.event.ClassTable;
import org.twincell.event.Transcript;

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

  @Test
  void aMistakeIsToldWithItsPlaceAndHowToMendIt() throws IOException {
    Transcript.check(
        "org/twincell/condition/query-problems.txt",
        text -> failure(text).problems().stream().map(Object::toString).toList());
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
    String regex = "msg match_regex '" + "a".repeat(900) + "'";
    assertThat(failure(regex + (" OR " + regex).repeat(12)).what())
        .startsWith("the regular expressions are too large");
    assertThat(failure("CLASS == ALARM" + " OR CLASS == ALARM".repeat(100)).what())
        .isEqualTo("the query has more than 100 tests of CLASS");
    String pattern = "msg matches '" + "a%".repeat(501) + "'";
    assertThat(failure(pattern).what()).isEqualTo("the pattern has over 1000 characters");
    assertThat(failure("x".repeat(Query.LENGTH_LIMIT_CHARS + 1)).what())
        .isEqualTo("the query has over 262144 characters");
  }
}
