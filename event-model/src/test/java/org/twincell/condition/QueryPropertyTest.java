// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.twincell.baroc.BaseClasses;
import org.twincell.baroc.ClassFile;
import org.twincell.event.ClassTable;
import org.twincell.event.EventClass;
import org.twincell.event.Instance;
import org.twincell.event.SlotType;
import org.twincell.event.SlotValue;
import org.twincell.event.ValueText;

/** What holds for every query: printing, negation, and what a planner may rely on. */
final class QueryPropertyTest {
  private static final ClassTable TABLE =
      BaseClasses.with(
              List.of(
                  new ClassFile(
                      "t",
                      """
                      MC_EV_CLASS : T ISA EVENT DEFINES {
                        number : INTEGER; real : REAL; text : STRING; level : SEVERITY;
                        numbers : LIST_OF INTEGER; texts : LIST_OF STRING; levels : LIST_OF SEVERITY;
                      }; END
                      """)))
          .table();
  private static final EventClass TYPE = TABLE.find("T").orElseThrow();
  private static final List<String> SLOTS =
      List.of("number", "real", "text", "level", "numbers", "texts", "levels");

  @Property(tries = 1000)
  void aPrintedQueryParsesBackEqual(@ForAll("conditions") String text) {
    Query query = Query.parse("T where [ " + text + " ]", TABLE, "EVENT");
    String printed = QueryPrinter.print(query);
    assertThat(Query.parse(printed, TABLE, "EVENT")).isEqualTo(query);
    Query bare = Query.parse(QueryPrinter.print(query.condition()), TABLE, "T");
    assertThat(bare.condition()).isEqualTo(query.condition());
  }

  @Property(tries = 1000)
  void aMatchingRowPassesEachConjunctAndNotItsNegation(
      @ForAll("conditions") String text, @ForAll("rows") Instance row) {
    Query query = Query.parse("T where [ " + text + " ]", TABLE, "EVENT");
    boolean matches = query.compile().matches(SlotAccess.of(row));
    Query not = Query.parse("T where [ NOT (" + text + ") ]", TABLE, "EVENT");
    assertThat(not.compile().matches(SlotAccess.of(row))).isEqualTo(!matches);
    if (!matches) return;
    for (Conjunct conjunct : query.conjuncts()) {
      SlotType type = TYPE.slot(conjunct.slot()).orElseThrow().type();
      boolean passes =
          ValueTests.of(conjunct.operator(), type, conjunct.values())
              .test(row.get(conjunct.slot()).orElseThrow());
      assertThat(passes).as(text + " says " + conjunct).isNotEqualTo(conjunct.negated());
    }
  }

  @Property(tries = 2000)
  void aPatternOfMatchesSaysTheSameAsItsRegularExpression(
      @ForAll("patterns") String pattern, @ForAll("patternTexts") String text) {
    StringBuilder regex = new StringBuilder();
    pattern
        .chars()
        .forEach(
            c ->
                regex.append(
                    c == '%' || c == '*' ? ".*" : c == '_' || c == '?' ? "." : "" + (char) c));
    boolean expected = Pattern.compile(regex.toString(), Pattern.DOTALL).matches(text);
    assertThat(new Wildcards(pattern).matches(text)).isEqualTo(expected);
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.strings().withChars("ab%*_?").ofMaxLength(8);
  }

  @Provide
  Arbitrary<String> patternTexts() {
    return Arbitraries.of("a", "b", "\n", "\ud83d\ude00")
        .list()
        .ofMaxSize(10)
        .map(list -> String.join("", list));
  }

  @Provide
  Arbitrary<String> conditions() {
    return conditions(3);
  }

  private Arbitrary<String> conditions(int depth) {
    Arbitrary<String> test = Arbitraries.oneOf(tests(), pairs(), classTests());
    if (depth == 0) return test;
    Arbitrary<String> part = Arbitraries.lazy(() -> conditions(depth - 1));
    Arbitrary<List<String>> parts = part.list().ofMinSize(1).ofMaxSize(3);
    return Arbitraries.oneOf(
        test,
        part.map(p -> "NOT (" + p + ")"),
        parts.map(list -> "(" + String.join(") AND (", list) + ")"),
        parts.map(list -> "(" + String.join(") or (", list) + ")"),
        parts.map(list -> "(" + String.join(", ", list) + ")"));
  }

  private static Arbitrary<String> pairs() {
    return Arbitraries.of("$THIS.number >= $THIS.repeat_count", "text: == $THIS.mc_host");
  }

  private static Arbitrary<String> classTests() {
    return Arbitraries.of("CLASS == T", "CLASS: subclass_of [ALARM,'T']", "CLASS matches 'T%'");
  }

  private static Arbitrary<String> tests() {
    return Combinators.combine(Arbitraries.of(SLOTS), Arbitraries.of(Operator.class), constants())
        .as(QueryPropertyTest::test);
  }

  private static Arbitrary<List<SlotValue>> constants() {
    return simple(SlotType.Kind.STRING).list().ofMinSize(1).ofMaxSize(3);
  }

  /** A test that fits its slot: operators that do not apply become ==, texts become values. */
  private static String test(String slot, Operator wanted, List<SlotValue> texts) {
    SlotType type = TYPE.slot(slot).orElseThrow().type();
    boolean isNumber = type.kind() == SlotType.Kind.INTEGER || type.kind() == SlotType.Kind.REAL;
    boolean applies =
        switch (wanted.domain()) {
          case ANY, ORDERED -> true;
          case TEXT -> !isNumber && !wanted.name().startsWith("MATCH_REGEX");
          case PART -> !isNumber || type.list();
          case LIST -> type.list();
          case CLASS -> false;
        };
    Operator operator = applies ? wanted : Operator.EQUALS;
    boolean asText =
        operator.domain() == Operator.Domain.TEXT
            || (operator.domain() == Operator.Domain.PART && !type.list());
    List<String> values = new ArrayList<>();
    for (SlotValue text : texts) {
      values.add(asText ? ValueText.of(text) : ValueText.of(constant(type, text.hashCode())));
    }
    String operand =
        switch (operator.takes()) {
          case ONE -> values.get(0);
          case TWO -> "[" + values.get(0) + "," + values.get(values.size() - 1) + "]";
          case SOME -> "[" + String.join(", ", values) + "]";
        };
    return slot + ": " + operator.spellings().get(0) + " " + operand;
  }

  private static SlotValue constant(SlotType type, int random) {
    return switch (type.kind()) {
      case INTEGER -> new SlotValue.IntegerValue(random % 4);
      case REAL -> new SlotValue.RealValue(random % 4 / 2.0);
      case STRING, ECF -> new SlotValue.TextValue("ab".substring(0, Math.abs(random % 3)));
      case ENUM -> {
        var labels = TABLE.enumeration(type.name()).orElseThrow().values();
        yield labels.get(Math.floorMod(random, labels.size()));
      }
    };
  }

  private static Arbitrary<SlotValue> simple(SlotType.Kind kind) {
    Arbitrary<String> texts =
        Arbitraries.of("a", "b", "'", "\\", " ", "AND", "NOT", "%", "_", "$", "[", ",", "\n", "");
    return switch (kind) {
      case INTEGER -> Arbitraries.integers().between(-3, 3).map(SlotValue.IntegerValue::new);
      case REAL -> Arbitraries.of(-1.5, -0.0, 0.0, 0.5, 1.0).map(SlotValue.RealValue::new);
      case STRING, ECF ->
          texts.list().ofMaxSize(3).map(l -> new SlotValue.TextValue(String.join("", l)));
      case ENUM -> Arbitraries.of(TABLE.enumeration("SEVERITY").orElseThrow().values()).map(v -> v);
    };
  }

  @Provide
  Arbitrary<Instance> rows() {
    Arbitrary<Map<String, SlotValue>> slots = Arbitraries.just(Map.of());
    for (String name : SLOTS) {
      SlotType type = TYPE.slot(name).orElseThrow().type();
      Arbitrary<SlotValue> value = simple(type.kind());
      if (type.list()) value = value.list().ofMaxSize(3).map(SlotValue.ListValue::new);
      slots =
          Combinators.combine(slots, value)
              .as(
                  (map, v) -> {
                    Map<String, SlotValue> more = new LinkedHashMap<>(map);
                    more.put(name, v);
                    return more;
                  });
    }
    return slots.map(map -> new Instance(TYPE, map));
  }
}
