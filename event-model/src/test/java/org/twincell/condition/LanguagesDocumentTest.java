// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.twincell.baroc.BaseClasses;
import org.twincell.baroc.ClassFile;
import org.twincell.baroc.ClassFiles;
import org.twincell.baroc.Instances;
import org.twincell.event.ClassTable;
import org.twincell.event.InstanceBinder;
import org.twincell.event.RawInstance;

/** The examples of {@code docs/LANGUAGES.md} are right, and its table of operators is whole. */
final class LanguagesDocumentTest {
  private static String page = "";

  @BeforeAll
  static void read() throws IOException {
    page = Files.readString(Path.of("../docs/LANGUAGES.md"));
  }

  private static String block(String kind) {
    Matcher block = Pattern.compile("```" + kind + "\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(block.find()).as(kind).isTrue();
    return block.group(1);
  }

  private static ClassTable table() {
    ClassFiles.Loaded loaded =
        BaseClasses.with(List.of(new ClassFile("LANGUAGES.md", block("baroc-classes"))));
    assertThat(loaded.warnings()).isEmpty();
    return loaded.table();
  }

  @Test
  void theEventsFitTheClasses() {
    ClassTable table = table();
    List<RawInstance> events = Instances.parse("LANGUAGES.md", block("baroc")).orThrow();
    assertThat(events).hasSize(2);
    for (RawInstance event : events) {
      var type = table.find(event.className()).orElseThrow();
      assertThat(new InstanceBinder(table).bind(event, type).badSlots()).isEmpty();
    }
  }

  @Test
  void theQueriesParse() {
    ClassTable table = table();
    block("query").lines().forEach(query -> Query.parse(query, table, "EVENT").compile());
  }

  @Test
  void everyOperatorIsInTheTable() {
    for (Operator operator : Operator.values()) {
      assertThat(page).contains("`" + operator.spellings().get(0));
    }
  }
}
