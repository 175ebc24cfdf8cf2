// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.twincell.baroc.BaseClasses;
import org.twincell.baroc.ClassFile;
import org.twincell.baroc.SlotList;
import org.twincell.event.ClassTable;
import org.twincell.event.EventClass;
import org.twincell.event.Instance;
import org.twincell.event.InstanceBinder;
import org.twincell.event.RawInstance;
import org.twincell.event.SlotValue;
import org.twincell.event.ValueText;

final class QueryTest {
  private static final ClassTable TABLE =
      BaseClasses.with(
              List.of(
                  new ClassFile(
                      "test.baroc",
                      """
                      MC_EV_CLASS : DISK_FULL ISA EVENT DEFINES {
                        usage : REAL;
                        limits : LIST_OF INTEGER;
                        levels : LIST_OF SEVERITY;
                        seen_by : STRING;
                        clash : STRING;
                      }; END
                      MC_EV_CLASS : JOB_EV ISA EVENT DEFINES { clash : INTEGER; }; END
                      MC_EV_CLASS : DISK_GONE ISA DISK_FULL; END
                      MC_DATA_CLASS : THING DEFINES { name : STRING, key = yes; }; END
                      """)))
          .table();

  private static final Instance DISK =
      event(
          "DISK_FULL",
          "mc_host=srv01; mc_object='/var'; severity=MAJOR; status=ACK; repeat_count=4; "
              + "date_reception=4000000000; usage=97.5; limits=[80,90]; levels=[MINOR,MAJOR]; "
              + "msg='Filesystem /VAR is 97% full'; client_ack=[anna,'bert b']; seen_by=anna; "
              + "mc_origin=srv01; mc_ueid=mc.cellA.be98d24.0; itsm_item='it''s'");

  private static Instance event(String className, String slots) {
    EventClass type = TABLE.find(className).orElseThrow();
    var bound =
        new InstanceBinder(TABLE)
            .bind(new RawInstance(className, SlotList.parse("test", slots)), type);
    assertThat(bound.badSlots()).isEmpty();
    return bound.instance();
  }

  private static boolean matches(String query) {
    return Query.parse(query, TABLE, "EVENT").compile().matches(SlotAccess.of(DISK));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "EVENT",
        "DISK_FULL",
        "CORE_EVENT",
        "EVENT where []",
        "EVENT where [ status: within [OPEN,ACK,ASSIGNED] AND severity: >= MAJOR ]",
        "EVENT ($E) where [ $E.mc_host == 'srv01' AND NOT ( $E.msg contains 'test' ) ]",
        "EVENT($EV) where [$EV.severity equals MAJOR ]",
        "EVENT $EV WHERE [$EV.severity equals MAJOR ]",
        "DISK_FULL where [ mc_object: has_prefix '/var', repeat_count: > 3 ]",
        "CORE_EVENT where [ mc_ueid: equals 'mc.cellA.be98d24.0' ]",
        "CORE_EVENT where [ mc_ueid: equals mc.cellA.be98d24.0 ]",
        "[EVENT ($E) where [$E.status == ACK]]",
        "[ status: == ACK ]",
        "status == ACK",
        "status==ACK and severity>=40",
        "$THIS.status != OPEN",
        "$EV.status: == ACK",
        "NOT status == OPEN",
        "not (status == OPEN or status == CLOSED)",
        "EVENT where status == ACK",
        "EVENT where [ status == OPEN OR status == CLOSED OR status == ACK ]",
        "EVENT where [ status == ACK OR status == CLOSED AND severity == OK ]",
        "itsm_item == 'it''s'",
        "mc_host == $THIS.mc_origin",
        "EVENT($EV) where [ $EV.mc_host == $EV.mc_origin ]",
        "repeat_count < $THIS.date_reception",
        "CLASS == DISK_FULL",
        "CLASS: subclass_of EVENT",
        "CLASS: subclass_of [ALARM, DISK_FULL]",
        "CLASS: is_superclass_of DISK_GONE",
        "CLASS: within [ALARM, DISK_FULL]",
        "CLASS: has_prefix 'DISK'",
        "date_reception: > 3999999999"
      })
  void whatHolds(String query) {
    assertThat(matches(query)).isTrue();
  }

  @ParameterizedTest
  @CsvFileSource(resources = "operators.csv", delimiter = '|', quoteCharacter = '`')
  void whatEachOperatorSays(String condition, boolean expected) {
    assertThat(matches(condition)).isEqualTo(expected);
    assertThat(matches("NOT (" + condition + ")")).isEqualTo(!expected);
    assertThat(matches("EVENT where [ " + condition + " ]")).isEqualTo(expected);
  }

  @Test
  void everySpellingOfEveryOperatorIsInTheTable() throws IOException {
    String table;
    try (InputStream in = QueryTest.class.getResourceAsStream("operators.csv")) {
      table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    for (String spelling : Operator.words()) assertThat(table).contains(" " + spelling + " ");
  }

  @Test
  void aSlotThatARowsClassLacksPassesNoTestAndEveryNegation() {
    Instance job = event("JOB_EV", "mc_host=srv01");
    SlotAccess row = SlotAccess.of(job);
    assertThat(query("EVENT where [usage == 0]").compile().matches(row)).isFalse();
    assertThat(query("EVENT where [usage != 0]").compile().matches(row)).isFalse();
    assertThat(query("EVENT where [NOT usage == 0]").compile().matches(row)).isTrue();
    assertThat(query("CORE_EVENT where [NOT client_ack contains x]").compile().matches(row))
        .isTrue();
    assertThat(query("usage == $EV.usage").compile().matches(row)).isFalse();
  }

  @Test
  void aSlotThatWasNeverSetHasItsDefault() {
    SlotAccess row = SlotAccess.of(event("ALARM", ""));
    assertThat(query("status == OPEN, severity == UNKNOWN, msg == ''").compile().matches(row))
        .isTrue();
    assertThat(query("NOT client_ack contains x").compile().matches(row)).isTrue();
  }

  private static Query query(String text) {
    return Query.parse(text, TABLE, "EVENT");
  }

  @Test
  void aQuerySelectsItsClassAndTheOnesBelowAndTestsOfTheClassNarrowIt() {
    assertThat(query("DISK_FULL").selectedClasses()).containsExactly("DISK_FULL", "DISK_GONE");
    assertThat(query("").selectedClasses()).contains("EVENT", "ALARM").doesNotContain("CORE_EVENT");
    assertThat(query("CORE_EVENT").selectedClasses()).contains("MC_CELL_TAKEOVER");
    assertThat(query("DISK_FULL where [CLASS == DISK_GONE, usage > 1]").selectedClasses())
        .containsExactly("DISK_GONE");
    assertThat(query("DISK_FULL where [NOT CLASS == DISK_GONE]").selectedClasses())
        .containsExactly("DISK_FULL");
    assertThat(query("DISK_FULL where [CLASS == DISK_GONE OR usage > 1]").selectedClasses())
        .hasSize(2);
    assertThat(query("DISK_FULL").classSelector()).contains("DISK_FULL");
    assertThat(query("status == OPEN").classSelector()).isEmpty();
    assertThat(query("status == OPEN").selectedClass()).isEqualTo("EVENT");
    assertThat(query("DISK_GONE").compile().matches(SlotAccess.of(DISK))).isFalse();
  }

  @Test
  void aBackslashTakesTheMeaningFromAWildcard() {
    assertThat(new Wildcards("97\\%").matches("97%")).isTrue();
    assertThat(new Wildcards("97\\%").matches("970")).isFalse();
    assertThat(new Wildcards("a\\_b").matches("a_b")).isTrue();
    assertThat(new Wildcards("a\\_b").matches("axb")).isFalse();
    assertThat(new Wildcards("C:\\dir%").matches("C:\\dir\\x")).isTrue();
    assertThat(matches("msg matches '%97\\% full'")).isTrue();
  }

  @Test
  void dataObjectsAreAskedInTheSameLanguage() {
    Query things = Query.parse("THING where [ name: == 'x' ]", TABLE, "CORE_DATA");
    assertThat(things.selectedClasses()).containsExactly("THING");
    assertThat(Query.parse("name == x", TABLE, "CORE_DATA").selectedClasses()).contains("THING");
  }

  @Test
  void aPlannerSeesSimpleTestsInOneForm() {
    assertThat(conjuncts("mc_ueid: equals 'a'")).containsExactly("mc_ueid EQUALS ['a']");
    assertThat(conjuncts("mc_ueid within ['a']")).containsExactly("mc_ueid EQUALS ['a']");
    assertThat(conjuncts("status: within [OPEN,ACK], date_reception >= 5, severity > OK"))
        .containsExactly(
            "status WITHIN [OPEN,ACK]",
            "date_reception GREATER_OR_EQUALS [5]",
            "severity GREATER [OK]");
    assertThat(conjuncts("date_reception between [5,7]"))
        .containsExactly(
            "date_reception GREATER_OR_EQUALS [5]", "date_reception SMALLER_OR_EQUALS [7]");
    assertThat(conjuncts("status != OPEN")).containsExactly("NOT status EQUALS [OPEN]");
    assertThat(conjuncts("NOT (status == OPEN OR NOT mc_host == h)"))
        .containsExactly("NOT status EQUALS [OPEN]", "mc_host EQUALS ['h']");
    assertThat(conjuncts("status == OPEN OR mc_host == h")).isEmpty();
    assertThat(conjuncts("CLASS == ALARM, msg contains x")).containsExactly("msg CONTAINS ['x']");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EVENT where [ NOT client_ack: list_contains 'anna' ]",
        "EVENT where [ NOT $EV.client_ack contains 'anna' ]",
        "EVENT where [ client_ack: != anna ]",
        "EVENT where [ client_ack: outside [anna] ]",
        "EVENT where [ NOT client_ack has_element anna AND status == OPEN ]",
        "EVENT where [ NOT client_ack contains_one_of [anna] ]",
        "NOT (client_ack within [anna])",
        "NOT client_ack == anna",
        "DISK_FULL where [ seen_by != anna ]",
        "DISK_FULL where [ NOT seen_by contains anna ]"
      })
  void aPlannerSeesThatAClientHasNotAcknowledged(String text) {
    assertThat(query(text).conjuncts())
        .anyMatch(c -> c.lacks().equals(java.util.Optional.of("anna")));
    assertThat(matches(text)).isFalse();
    assertThat(matches(text.replace("anna", "carl").replace("status == OPEN", "status == ACK")))
        .isTrue();
  }

  private static List<String> conjuncts(String text) {
    return query(text).conjuncts().stream()
        .map(
            c ->
                (c.negated() ? "NOT " : "")
                    + c.slot()
                    + " "
                    + c.operator()
                    + " "
                    + ValueText.of(new SlotValue.ListValue(c.values())))
        .toList();
  }
}
