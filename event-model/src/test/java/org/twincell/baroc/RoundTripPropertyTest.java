// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.twincell.event.ClassTable;
import org.twincell.event.EventClass;
import org.twincell.event.Instance;
import org.twincell.event.InstanceBinder;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.event.Slot;
import org.twincell.event.SlotType;
import org.twincell.event.SlotValue;

/** What is printed reads back as what it was. */
final class RoundTripPropertyTest {
  private static final ClassTable TABLE =
      BaseClasses.with(
              List.of(
                  new ClassFile(
                      "test.baroc",
                      """
                      MC_EV_CLASS : T ISA EVENT DEFINES {
                        number : INTEGER; real : REAL; text : STRING; level : SEVERITY;
                        numbers : LIST_OF INTEGER; reals : LIST_OF REAL; texts : LIST_OF STRING;
                        levels : LIST_OF SEVERITY; formula : ECF; when : INTEGER,
                        representation = date;
                      }; END
                      """)))
          .table();
  private static final EventClass TYPE = TABLE.find("T").orElseThrow();
  private static final List<String> SLOTS =
      List.of(
          "number", "real", "text", "level", "numbers", "reals", "texts", "levels", "formula",
          "when");

  @Property(tries = 500)
  void anInstanceReadsBackEqual(@ForAll("instances") Instance instance) {
    String printed = BarocPrinter.print(instance);
    RawInstance raw = Instances.parse("printed", printed).orThrow().get(0);
    InstanceBinder.Bound bound = new InstanceBinder(TABLE).bind(raw, TYPE);
    assertThat(bound.badSlots()).isEmpty();
    assertThat(bound.instance()).isEqualTo(instance);
    assertThat(printed.lines()).as("one slot a line").hasSize(instance.slots().size() + 2);
  }

  @Provide
  Arbitrary<Instance> instances() {
    return Arbitraries.of(SLOTS)
        .set()
        .ofMaxSize(SLOTS.size())
        .flatMap(
            names -> {
              Arbitrary<Map<String, SlotValue>> slots = Arbitraries.just(Map.of());
              for (String name : names) {
                Slot slot = TYPE.slot(name).orElseThrow();
                slots =
                    Combinators.combine(slots, value(slot.type())).as((m, v) -> plus(m, name, v));
              }
              return slots.map(map -> new Instance(TYPE, map));
            });
  }

  private static Map<String, SlotValue> plus(Map<String, SlotValue> map, String name, SlotValue v) {
    Map<String, SlotValue> more = new LinkedHashMap<>(map);
    more.put(name, v);
    return more;
  }

  private static Arbitrary<SlotValue> value(SlotType type) {
    if (type.list()) {
      SlotType element = new SlotType(type.kind(), false, type.name());
      return value(element).list().ofMaxSize(5).map(SlotValue.ListValue::new);
    }
    return switch (type.kind()) {
      case INTEGER -> Arbitraries.integers().map(SlotValue.IntegerValue::new);
      case REAL -> Arbitraries.doubles().map(SlotValue.RealValue::new);
      case STRING, ECF -> texts().map(SlotValue.TextValue::new);
      case ENUM ->
          Arbitraries.of(TABLE.enumeration(type.name()).orElseThrow().values()).map(v -> v);
    };
  }

  private static Arbitrary<String> texts() {
    Arbitrary<String> tricky =
        Arbitraries.of(
                "'",
                "''",
                "\"",
                "\\",
                "\n",
                "\r\n",
                "\t",
                ";",
                "END",
                ";END",
                "#",
                "[",
                "]",
                ",",
                "=",
                " ",
                "$EV",
                "*",
                "\\n",
                "\u0000",
                "\u0001",
                "\u00e9",
                "\ud83d\ude00",
                "a")
            .list()
            .ofMaxSize(8)
            .map(parts -> String.join("", parts));
    return Arbitraries.oneOf(tricky, Arbitraries.strings().ofMaxLength(20));
  }

  @Property(tries = 500)
  void whatASenderWroteReadsBackEqual(@ForAll("raws") RawInstance raw) {
    assertThat(Instances.parse("printed", BarocPrinter.print(raw)).orThrow()).containsExactly(raw);
  }

  @Provide
  Arbitrary<RawInstance> raws() {
    Arbitrary<RawValue> text = texts().map(RawValue::text);
    Arbitrary<RawValue> list = text.list().ofMaxSize(4).map(RawValue.ListOf::new);
    Arbitrary<RawValue> nested =
        Arbitraries.oneOf(text, list).list().ofMaxSize(4).map(RawValue.ListOf::new);
    Arbitrary<Map<String, RawValue>> slots =
        Arbitraries.maps(names(), Arbitraries.oneOf(text, list, nested)).ofMaxSize(6);
    return Combinators.combine(names(), slots).as(RawInstance::new);
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings()
        .alpha()
        .numeric()
        .withChars('_')
        .ofMinLength(1)
        .ofMaxLength(10)
        .filter(name -> !name.equals("END"));
  }

  @Property(tries = 200)
  void aClassTableReadsBackEqual(@ForAll("tables") ClassTable table) {
    String printed = BarocPrinter.print(table);
    assertThat(ClassFiles.load(List.of(new ClassFile("printed", printed)))).isEqualTo(table);
  }

  /** Tables out of generated class files: only such tables exist. */
  @Provide
  Arbitrary<ClassTable> tables() {
    Arbitrary<String> type =
        Arbitraries.of("INTEGER", "REAL", "STRING", "SEVERITY", "ECF", "ECF EVENT");
    Arbitrary<String> facets =
        Arbitraries.of(
                "dup_detect = yes",
                "parse = no",
                "key=YES",
                "hidden = yes",
                "hidden = no",
                "representation = date",
                "representation = 'odd one'",
                "colour = 'x''y'")
            .list()
            .ofMaxSize(3)
            .map(list -> String.join(", ", list));
    Arbitrary<String> slot =
        Combinators.combine(
                Arbitraries.integers().between(0, 3),
                type,
                Arbitraries.of("", "LIST_OF "),
                facets,
                texts())
            .as(RoundTripPropertyTest::slot);
    Arbitrary<String> body = slot.list().ofMaxSize(4).map(list -> String.join("\n", list));
    return body.list().ofMinSize(1).ofMaxSize(6).map(RoundTripPropertyTest::table);
  }

  private static String slot(int number, String type, String list, String facets, String text) {
    String quoted = org.twincell.event.ValueText.quoted(text);
    boolean isText = type.equals("STRING") || type.startsWith("ECF");
    String value =
        isText ? quoted : type.equals("SEVERITY") ? "MAJOR" : Integer.toString(text.length());
    String given = list.isEmpty() ? value : "[" + value + "," + value + "]";
    return list + type + (facets.isEmpty() ? "" : ", " + facets) + ", default = " + given + ";";
  }

  private static ClassTable table(List<String> bodies) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bodies.size(); i++) {
      text.append(
          "MC_EV_CLASS : C" + i + " ISA " + (i == 0 ? "EVENT" : "C" + (i / 2)) + " DEFINES {\n");
      List<String> slots = new ArrayList<>(bodies.get(i).lines().toList());
      for (int j = 0; j < slots.size(); j++) {
        if (!slots.get(j).isBlank()) text.append("s" + i + "_" + j + " : " + slots.get(j) + "\n");
      }
      if (i > 0) text.append("msg : hidden = yes, default = 'd" + i + "';\n");
      text.append("}; END\n");
    }
    return BaseClasses.with(List.of(new ClassFile("t", text.toString()))).table();
  }
}
