// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.twincell.event.EventClass;
import org.twincell.event.SlotValue;
import org.twincell.event.ValueText;

/** Prints queries in one spelling, which parses back to an equal query. */
public final class QueryPrinter {
  private QueryPrinter() {}

  public static String print(Query query) {
    boolean all = query.condition().equals(Condition.ALWAYS);
    if (query.classSelector().isEmpty()) return all ? "" : print(query.condition());
    String name = query.classSelector().get();
    return all ? name : name + " where [ " + print(query.condition()) + " ]";
  }

  public static String print(Condition condition) {
    StringBuilder out = new StringBuilder();
    print(condition, false, out);
    return out.toString();
  }

  private static void print(Condition condition, boolean inside, StringBuilder out) {
    if (condition instanceof Condition.And and) {
      join(and.parts(), " AND ", inside, out);
    } else if (condition instanceof Condition.Or or) {
      join(or.parts(), " OR ", inside, out);
    } else if (condition instanceof Condition.Not not) {
      out.append("NOT ");
      print(not.part(), true, out);
    } else if (condition instanceof Condition.SlotTest test) {
      out.append(test.slot()).append(": ").append(word(test.operator())).append(' ');
      boolean one = test.operator().takes() == Operator.Takes.ONE;
      out.append(one ? value(test.values().get(0)) : list(test.values()));
    } else if (condition instanceof Condition.SlotPair pair) {
      out.append(pair.left()).append(": ").append(word(pair.operator()));
      out.append(" $THIS.").append(pair.right());
    } else if (condition instanceof Condition.ClassTest test) {
      out.append(EventClass.CLASS_SLOT).append(": ").append(word(test.operator())).append(' ');
      List<SlotValue> names =
          test.names().stream().<SlotValue>map(SlotValue.TextValue::new).toList();
      boolean one = test.operator().takes() == Operator.Takes.ONE;
      out.append(one ? value(names.get(0)) : list(names));
    }
  }

  private static void join(List<Condition> parts, String word, boolean inside, StringBuilder out) {
    if (inside) out.append("( ");
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0) out.append(word);
      print(parts.get(i), true, out);
    }
    if (inside) out.append(" )");
  }

  private static String word(Operator operator) {
    return operator.spellings().get(0);
  }

  private static String list(List<SlotValue> values) {
    StringJoiner out = new StringJoiner(",", "[", "]");
    values.forEach(value -> out.add(value(value)));
    return out.toString();
  }

  private static String value(SlotValue value) {
    if (value instanceof SlotValue.ListValue whole) return list(whole.elements());
    String bare = ValueText.of(value);
    boolean isKeyword = QueryParser.KEYWORDS.contains(bare.toUpperCase(Locale.ROOT));
    return isKeyword ? ValueText.quoted(bare) : bare;
  }
}
