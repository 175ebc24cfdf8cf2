// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.twincell.event.ClassTable;
import org.twincell.event.EventClass;
import org.twincell.event.Facet;
import org.twincell.event.MetaClass;
import org.twincell.event.Slot;
import org.twincell.event.SlotType;
import org.twincell.event.SlotValue;

final class ClassFilesTest {
  private static ClassFiles.Loaded withBase(String text) {
    return BaseClasses.with(List.of(new ClassFile("user.baroc", text)));
  }

  private static EventClass classOf(String text, String name) {
    return withBase(text).table().find(name).orElseThrow();
  }

  private static Slot slotOf(String slotDefinition) {
    String text = "MC_EV_CLASS : T ISA EVENT DEFINES { " + slotDefinition + " } ; END";
    List<Slot> slots = List.copyOf(classOf(text, "T").slots().values());
    return slots.get(slots.size() - 1);
  }

  @Test
  void everyWrittenFormOfAClassIsRead() {
    ClassTable table =
        withBase(
                """
                # a comment, then a class over several lines
                MC_EV_CLASS:
                \tFIRST ISA EVENT
                ;
                END
                MC_EV_CLASS : SECOND
                  ISA FIRST
                  DEFINES
                  {
                    one : STRING ; # after code
                    two: INTEGER,default=5,dup_detect=YES;
                    three : LIST_OF STRING, default = ['a', "b"]
                  };
                }; END;
                MC_DATA_CLASS : THING DEFINES { name : STRING, key = yes; } END
                MC_PUBLISH_DATA_CLASS : PUBLISHED ISA THING DEFINES { } ; END
                MC_INTERFACE : RECORD DEFINES { line : STRING; }; END
                TEC_CLASS : OLD ISA EVENT DEFINES { source: default = 'x', parse = no; }; END
                """
                    .replace("source:", "mc_tool:")
                    .replace("\n", "\r\n")
                    .strip())
            .table();

    assertThat(table.find("SECOND").orElseThrow().superClass()).contains("FIRST");
    assertThat(table.find("SECOND").orElseThrow().slot("three").orElseThrow().defaultValue())
        .isEqualTo(
            new SlotValue.ListValue(
                List.of(new SlotValue.TextValue("a"), new SlotValue.TextValue("b"))));
    assertThat(table.find("THING").orElseThrow().superClass()).contains("CORE_DATA");
    assertThat(table.find("PUBLISHED").orElseThrow().metaClass())
        .isEqualTo(MetaClass.MC_PUBLISH_DATA_CLASS);
    assertThat(table.find("RECORD").orElseThrow().superClass()).isEmpty();
    assertThat(table.find("OLD").orElseThrow().slot("mc_tool").orElseThrow().has(Facet.PARSE))
        .isFalse();
    assertThat(table.withSubclasses("FIRST")).containsExactly("FIRST", "SECOND");
  }

  @Test
  void aDefinitionWithoutIsaAddsSlotsToTheClassAndToAllBelowIt() {
    ClassTable table =
        withBase(
                """
                MC_EV_CLASS : EARLY ISA EVENT DEFINES { own : STRING; }; END
                MC_EV_CLASS : EVENT DEFINES { site : STRING, default = 'here'; msg : default = hi; }; END
                MC_EV_CLASS : LATE ISA EARLY; END
                """)
            .table();

    for (String name : List.of("EVENT", "EARLY", "LATE", "ALARM")) {
      EventClass type = table.find(name).orElseThrow();
      assertThat(type.slot("site").orElseThrow().defaultValue())
          .isEqualTo(new SlotValue.TextValue("here"));
      assertThat(type.slot("msg").orElseThrow().defaultValue())
          .isEqualTo(new SlotValue.TextValue("hi"));
    }
    assertThat(table.find("CORE_EVENT").orElseThrow().slot("site")).isEmpty();
    assertThat(table.find("EARLY").orElseThrow().slots().keySet())
        .as("inherited slots stand first")
        .endsWith("site", "own");
  }

  @Test
  void anOverrideKeepsTheInheritedTypeAndTheOtherFacets() {
    String text =
        """
        MC_EV_CLASS : A ISA EVENT DEFINES {
          seen : INTEGER, representation = date, dup_detect = yes, default = 7, colour = 'blue';
        }; END
        MC_EV_CLASS : B ISA A DEFINES { seen : hidden = yes, dup_detect = no; }; END
        MC_EV_CLASS : C ISA B DEFINES { seen : INTEGER, default = 8; }; END
        """;
    Slot seen = classOf(text, "C").slot("seen").orElseThrow();

    assertThat(seen.type()).isEqualTo(new SlotType(SlotType.Kind.INTEGER, false, ""));
    assertThat(seen.representation()).isEqualTo("date");
    assertThat(seen.defaultValue()).isEqualTo(new SlotValue.IntegerValue(8));
    assertThat(seen.flags()).isEqualTo("rkPdH");
    assertThat(seen.otherFacets()).isEqualTo(Map.of("colour", "blue"));
  }

  @Test
  void everyTypeIsRead() {
    assertThat(slotOf("x : INTEGER;").type().spelling()).isEqualTo("INTEGER");
    assertThat(slotOf("x : INT32;").type().spelling()).isEqualTo("INTEGER");
    assertThat(slotOf("x : REAL;").type().spelling()).isEqualTo("REAL");
    assertThat(slotOf("x : SIMPLE STRING;").type().spelling()).isEqualTo("STRING");
    assertThat(slotOf("x : POINTER;").type().spelling()).isEqualTo("STRING");
    assertThat(slotOf("x : LIST OF SEVERITY;").type().spelling()).isEqualTo("LIST_OF SEVERITY");
    assertThat(slotOf("x : LIST_OF ECF;").type().spelling()).isEqualTo("LIST_OF ECF");
    assertThat(slotOf("x : ECF EVENT;").type().spelling()).isEqualTo("ECF EVENT");
    assertThat(slotOf("x : ECF, hidden = yes;").type().spelling()).isEqualTo("ECF");
    assertThat(slotOf("x : ECF hidden = yes;").flags()).isEqualTo("rkPdH");
  }

  @Test
  void aDefaultIsTheDeclaredOneOrTheTypesOwn() {
    assertThat(slotOf("x : INTEGER;").defaultValue()).isEqualTo(new SlotValue.IntegerValue(0));
    assertThat(slotOf("x : REAL;").defaultValue()).isEqualTo(new SlotValue.RealValue(0));
    assertThat(slotOf("x : STRING;").defaultValue()).isEqualTo(new SlotValue.TextValue(""));
    assertThat(slotOf("x : SEVERITY;").defaultValue())
        .isEqualTo(new SlotValue.EnumValue("UNKNOWN", 10));
    assertThat(slotOf("x : LIST_OF SEVERITY;").defaultValue())
        .isEqualTo(new SlotValue.ListValue(List.of()));
    assertThat(slotOf("x : SEVERITY default=MAJOR;").defaultValue())
        .isEqualTo(new SlotValue.EnumValue("MAJOR", 60));
    assertThat(slotOf("x : STRING, default = 'it''s \"so\"';").defaultValue())
        .isEqualTo(new SlotValue.TextValue("it's \"so\""));
    assertThat(slotOf("x : STRING, default = \"CTM Event\";").defaultValue())
        .isEqualTo(new SlotValue.TextValue("CTM Event"));
    assertThat(slotOf("x : STRING, default = 'he said ''no''';").defaultValue())
        .as("a doubled quote before the closing one")
        .isEqualTo(new SlotValue.TextValue("he said 'no'"));
    assertThat(slotOf("x : ECF EVENT, default = *Notify.Selector ($EV);").defaultValue())
        .isEqualTo(new SlotValue.TextValue("*Notify.Selector ($EV)"));
    assertThat(slotOf("x : LIST_OF INTEGER, default = [];").defaultValue())
        .isEqualTo(new SlotValue.ListValue(List.of()));
  }

  @Test
  void enumerationsAreReadInBothFormsAndMayGrow() {
    ClassFiles.Loaded loaded =
        withBase(
            """
            ENUMERATION COLOUR 0 RED\t10 GREEN -5 DARK END
            MC_ENUMERATION : SIZE 1 SMALL; 2 BIG; END;
            ENUMERATION COLOUR
              20 BLUE
              11 GREEN
            END""");

    assertThat(loaded.table().enumeration("COLOUR").orElseThrow().labels())
        .isEqualTo(Map.of("RED", 0, "GREEN", 10, "DARK", -5, "BLUE", 20));
    assertThat(loaded.warnings())
        .extracting(Problem::toString)
        .containsExactly(
            "user.baroc:5:3: GREEN of COLOUR is 10 already; it stays so;"
                + " use another label, or the same number");
    assertThat(loaded.table().enumeration("SIZE").orElseThrow().value(2))
        .contains(new SlotValue.EnumValue("BIG", 2));
  }

  @Test
  void whatIsDoubtfulButClearIsAWarning() {
    ClassFiles.Loaded loaded =
        withBase(
            """
            MC_EV_CLASS : LONELY DEFINES {
              a : STRING, heden = yes;
              b : STRING
              c : STRING;
            }; END
            """);

    assertThat(loaded.table().find("LONELY").orElseThrow().superClass()).contains("CORE_EVENT");
    assertThat(loaded.warnings())
        .extracting(Problem::toString)
        .containsExactly(
            "user.baroc:1:15: event class LONELY is new and has no ISA, so it derives from"
                + " CORE_EVENT; write ISA EVENT, or correct the name of the class that you"
                + " redefine",
            "user.baroc:2:15: facet heden of slot a is unknown; it is kept as it is;"
                + " did you mean 'hidden'?",
            "user.baroc:4:3: ';' is missing after slot b; write ';'");
  }

  @Test
  void tecFilesLoadOnTopOfTheTecClasses() {
    ClassFile user =
        new ClassFile(
            "tec_user.baroc",
            """
            TEC_CLASS : Logfile_Base ISA EVENT DEFINES {
              source : default = "LOGFILE";
              sub_source : default = "LOGFILE", parse = no;
              severity : default = HARMLESS;
            }; END
            """);
    ClassTable table = BaseClasses.with(List.of(BaseClasses.tec(), user)).table();

    assertThat(table.find("Logfile_Base").orElseThrow().slot("severity").map(Slot::defaultValue))
        .contains(new SlotValue.EnumValue("HARMLESS", 25));
  }

  @Test
  void bytesThatAreNotUtf8AreReadAsLatinOneWithAWarning(@TempDir Path folder) throws Exception {
    byte[] latin = "# caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
    byte[] utf = "\uFEFF# caf\u00e9".getBytes(StandardCharsets.UTF_8);

    ClassFile.Decoded decoded = ClassFile.decode("latin.baroc", latin);
    assertThat(decoded.file().text()).isEqualTo("# caf\u00e9");
    assertThat(decoded.warnings()).hasSize(1);
    Path file = Files.write(folder.resolve("utf.baroc"), utf);
    assertThat(ClassFile.read(file).warnings()).isEmpty();
    assertThat(ClassFiles.load(List.of(ClassFile.read(file).file()))).isEqualTo(ClassTable.EMPTY);
  }

  @Test
  void aFileOverTheLimitIsRefusedBeforeItIsRead(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("huge.baroc");
    try (var channel =
        java.nio.channels.FileChannel.open(
            file,
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.WRITE)) {
      channel.write(
          java.nio.ByteBuffer.wrap(new byte[] {'#'}), ClassFile.SIZE_LIMIT_BYTES); // sparse
    }
    assertThatThrownBy(() -> ClassFile.read(file)).hasMessageContaining("at most 16777216");
  }

  @Test
  void aTableOfManyClassesIsPrintedAndReadBackEqual() {
    ClassTable table =
        withBase(
                """
                ENUMERATION COLOUR 0 RED 10 GREEN END
                MC_EV_CLASS : A ISA EVENT DEFINES {
                  a : LIST_OF COLOUR, default = [GREEN,RED], dup_detect = yes;
                  b : STRING, default = 'it''s\\n\\\\ "x"', parse = no, representation = 'odd one';
                  c : REAL, default = -1.5e10, read_only = yes, mystery = [a, 'b c'];
                  d : ECF A, default = 'EVENT($EV) where [$EV.severity equals CRITICAL ]';
                }; END
                MC_EV_CLASS : B ISA A DEFINES { a : default = []; b : parse = yes; c : mystery = x; }; END
                MC_INTERFACE : I; END
                """)
            .table();

    String printed = BarocPrinter.print(table);
    assertThat(ClassFiles.load(List.of(new ClassFile("printed", printed)))).isEqualTo(table);
    assertThat(printed)
        .contains(
            "MC_EV_CLASS : B ISA A\nDEFINES {\n\ta : default = [];\n\tb : parse = yes;\n"
                + "\tc : mystery = 'x';\n};\nEND\n");
  }

  @Test
  void twentyThousandClassesLoad() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 15_000; i++) {
      text.append("MC_EV_CLASS : C").append(i).append(" ISA EVENT; END\n");
    }
    assertThat(withBase(text.toString()).table().find("C14999")).isNotEqualTo(Optional.empty());
  }
}
