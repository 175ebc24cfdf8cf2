// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.twincell.event.ClassTable;
import org.twincell.event.Instance;
import org.twincell.event.SlotValue;
import org.twincell.protocol.CellError;
import org.twincell.protocol.CellException;

/** As much of the condition language as the tests of the gateway write. */
record MemoryQuery(String className, List<List<Condition>> conditions) {
  record Condition(String slot, String operator, String value) {}

  private static final Pattern QUERY =
      Pattern.compile(
          "\\s*(\\w+)(?:\\s*\\(\\s*\\$\\w+\\s*\\))?\\s*(?:where\\s*\\[(.*)\\])?\\s*",
          Pattern.DOTALL);
  private static final Pattern CONDITION =
      Pattern.compile(
          "\\s*(?:\\$\\w+\\.(\\w+)|(\\w+)\\s*:)\\s*(\\S+)\\s+(.*?)\\s*", Pattern.DOTALL);

  static MemoryQuery parse(String text, ClassTable table) {
    Matcher query = QUERY.matcher(text);
    if (!query.matches()) throw syntax(text);
    if (table.find(query.group(1)).isEmpty()) {
      throw new CellException(
          CellError.CLASS_UNKNOWN,
          "the cell has no class '" + query.group(1) + "'",
          "",
          "Check the name");
    }
    List<List<Condition>> all = new ArrayList<>();
    if (query.group(2) != null) {
      for (String and : query.group(2).split(" AND ", -1)) all.add(alternatives(and.strip(), text));
    }
    return new MemoryQuery(query.group(1), all);
  }

  private static List<Condition> alternatives(String text, String whole) {
    String inner = text.startsWith("(") ? text.substring(1, text.length() - 1) : text;
    List<Condition> any = new ArrayList<>();
    for (String or : inner.split(" OR ", -1)) {
      Matcher condition = CONDITION.matcher(or);
      if (!condition.matches()) throw syntax(whole);
      String slot = condition.group(1) == null ? condition.group(2) : condition.group(1);
      any.add(new Condition(slot, condition.group(3), unquoted(condition.group(4))));
    }
    return any;
  }

  private static CellException syntax(String text) {
    return new CellException(
        CellError.QUERY_SYNTAX,
        "a condition does not parse at line 1, column " + (text.length() + 1),
        "",
        "Write slot: operator value",
        1,
        text.length() + 1);
  }

  private static String unquoted(String value) {
    if (!value.startsWith("'")) return value;
    return value.substring(1, value.length() - 1).replace("''", "'").replace("\\\\", "\\");
  }

  boolean matches(Instance instance, ClassTable table) {
    if (!table.isA(instance.type().name(), className)) return false;
    return conditions.stream()
        .allMatch(any -> any.stream().anyMatch(c -> holds(c, instance, table)));
  }

  private static boolean holds(Condition condition, Instance instance, ClassTable table) {
    if (condition.operator().equals("subclass_of")) {
      return table.isA(instance.type().name(), condition.value());
    }
    Optional<SlotValue> value = instance.get(condition.slot());
    if (value.isEmpty()) return false;
    if (value.get() instanceof SlotValue.IntegerValue number) {
      long wanted = Long.parseLong(condition.value());
      return switch (condition.operator()) {
        case ">=" -> number.value() >= wanted;
        case "<=" -> number.value() <= wanted;
        default -> number.value() == wanted;
      };
    }
    if (value.get() instanceof SlotValue.TextValue text)
      return text.value().equals(condition.value());
    return value.get() instanceof SlotValue.EnumValue e && e.label().equals(condition.value());
  }
}
