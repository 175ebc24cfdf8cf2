// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.datatype.XMLGregorianCalendar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.twincell.baroc.BaseClasses;
import org.twincell.condition.Query;
import org.twincell.gateway.fault.CallException;

class QueryTextsTest {
  private static XMLGregorianCalendar date(String text) {
    return DatatypeFactory.newDefaultInstance().newXMLGregorianCalendar(text);
  }

  private static void parses(String query) {
    assertThat(Query.parse(query, BaseClasses.table(), "CORE_EVENT")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ImWebServices.1.2.3", "it's", "a\\b", "'; ] OR [", "x\ny", "\u00FC"})
  void whateverAnIdHoldsItStaysOneValue(String id) {
    Query query = Query.parse(QueryTexts.byId(id), BaseClasses.table(), "CORE_EVENT");

    assertThat(query.conjuncts()).hasSize(1);
    assertThat(query.conjuncts().toString()).contains(id);
  }

  @Test
  void datesBecomeWholeSecondsWithBothEndsInside() {
    String query =
        QueryTexts.byDate(
            date("1970-01-01T00:00:10.25Z"), date("1970-01-01T00:00:20.75Z"), List.of());

    assertThat(query)
        .isEqualTo("EVENT ($E) where [ $E.date_reception >= 11 AND $E.date_reception <= 20 ]");
    parses(query);
  }

  @Test
  void openEndsAndClassesAreWrittenAsNeeded() {
    assertThat(QueryTexts.byDate(null, null, List.of())).isEqualTo("EVENT");
    assertThat(QueryTexts.byDate(null, null, List.of("MC_CELL_START"))).isEqualTo("MC_CELL_START");
    assertThat(QueryTexts.byDate(date("1970-01-01T02:00:00+02:00"), null, List.of("A")))
        .isEqualTo("A ($E) where [ $E.date_reception >= 0 ]");
    String two =
        QueryTexts.byDate(null, date("1969-12-31T23:59:59.5"), List.of("EVENT", "CORE_EVENT"));
    assertThat(two).contains("$E.CLASS subclass_of [EVENT,CORE_EVENT]").contains("<= -1");
    parses(two);
  }

  @Test
  void whatIsNoDateOrNoClassNameIsRefused() {
    assertThatThrownBy(() -> QueryTexts.byDate(date("1970-01-01"), null, List.of()))
        .isInstanceOf(CallException.Refused.class)
        .hasMessageStartingWith("ARGUMENT_INVALID: startDate is not a date with a time.");
    assertThatThrownBy(() -> QueryTexts.byDate(null, null, List.of("A]OR[")))
        .isInstanceOf(CallException.Refused.class)
        .hasMessageStartingWith("CLASS_UNKNOWN: 'A]OR['");
  }

  @Test
  void timeOutsAreMillisecondsBetweenASecondAndTheLimit() {
    OperationLimits.Waits waits =
        new OperationLimits.Waits(Duration.ofSeconds(10), Duration.ofSeconds(120));

    for (int usual : new int[] {Integer.MIN_VALUE, -1, 0, 60, 999}) {
      assertThat(waits.of(usual)).isEqualTo(Duration.ofSeconds(10));
    }
    assertThat(waits.of(1000)).isEqualTo(Duration.ofSeconds(1));
    assertThat(waits.of(3000)).isEqualTo(Duration.ofSeconds(3));
    assertThat(waits.of(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(120));
  }

  @Test
  void listsAreSeparatedByCommasSemicolonsOrWhiteSpace() {
    assertThat(Arguments.list(" a, b;c\td\n,, e ")).containsExactly("a", "b", "c", "d", "e");
    assertThat(Arguments.list("")).isEmpty();
  }

  @Test
  void textForXmlKeepsWhatXmlCanCarry() {
    assertThat(XmlText.clean("a\tb\r\n\u00E9\uD83D\uDE00")).isEqualTo("a\tb\r\n\u00E9\uD83D\uDE00");
    assertThat(XmlText.clean("\u0000\u001F\uD800\uFFFE")).isEqualTo("\uFFFD\uFFFD\uFFFD\uFFFD");
  }
}
