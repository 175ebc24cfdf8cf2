// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.twincell.event.ClassTable;
import org.twincell.event.EventClass;
import org.twincell.event.MetaClass;
import org.twincell.event.Suggestion;

/**
 * Reads a query by recursive descent. Accepted are nothing at all, a class, a class with a where
 * clause, and conditions alone; see the package for how they bind. One thread, used once.
 */
final class QueryParser {
  static final List<String> KEYWORDS = List.of("AND", "OR", "NOT");

  private static final List<String> CLAUSES = List.of("WHERE", "UNLESS", "USING");

  private final QueryText text;
  private final ClassTable table;
  private final String defaultClass;
  private Optional<String> selector = Optional.empty();
  private Optional<String> variable = Optional.empty();
  private @Nullable TestChecker checker;
  private int depth;
  private int tests;

  QueryParser(String text, ClassTable table, String defaultClass) {
    this.text = new QueryText(text);
    this.table = table;
    this.defaultClass = defaultClass;
  }

  /** A slot as it was named, and where. */
  record SlotName(String name, int position) {}

  /** The right side of a test: one value, or a list. */
  record Operand(boolean isList, List<Value> values) {
    /** A text and where it stands. */
    record Value(String text, int position) {}
  }

  /** What was read. */
  record Read(Optional<String> selector, Condition condition) {}

  Read read(String source) {
    try {
      if (source.length() > Query.LENGTH_LIMIT_CHARS) {
        throw text.stop(
            0, "the query has over " + Query.LENGTH_LIMIT_CHARS + " characters", "ask in parts");
      }
      Condition condition = query();
      text.throwProblems();
      return new Read(selector, condition);
    } catch (QueryText.Stop reported) {
      text.throwProblems();
      throw new IllegalStateException("stopped without a problem", reported);
    }
  }

  private Condition query() throws QueryText.Stop {
    Condition condition;
    int start = text.position();
    boolean bracketed = text.take('[') && isAtSelector();
    if (!bracketed) text.back(start);
    if (bracketed || isAtSelector()) {
      selectClass();
      condition = clauses();
      if (bracketed && !text.take(']')) throw expected("']'", "close the bracket");
    } else {
      condition = text.isAt('[') ? block() : text.atEnd() ? Condition.ALWAYS : conditions();
    }
    if (!text.atEnd()) throw expected("the end of the query", "join conditions with AND or OR");
    return condition;
  }

  /** A class begins here: a name, then nothing, a variable, or a clause. */
  private boolean isAtSelector() {
    int start = text.position();
    boolean is = !text.name().isEmpty() && isAfterSelector();
    text.back(start);
    return is;
  }

  private boolean isAfterSelector() {
    if (text.atEnd() || text.isAt(']')) return true;
    boolean inParentheses = text.take('(');
    if (inParentheses && !text.isAt('$')) return false;
    if (text.take('$')) {
      boolean isNamed = !text.name().isEmpty();
      return isNamed && (inParentheses ? text.take(')') : !text.isAt('.'));
    }
    return CLAUSES.contains(text.name().toUpperCase(Locale.ROOT));
  }

  private void selectClass() throws QueryText.Stop {
    int start = text.position();
    String name = text.name();
    Optional<EventClass> type = table.find(name);
    if (type.isEmpty()) {
      throw text.stop(start, "class " + QueryText.shortened(name) + " is unknown", nearClass(name));
    }
    MetaClass wanted = table.find(defaultClass).orElseThrow().metaClass();
    MetaClass found = type.get().metaClass();
    if (found.isEvent() != wanted.isEvent() || found.isData() != wanted.isData()) {
      String kind = wanted.isEvent() ? "an event class" : "a data class";
      throw text.stop(start, name + " is not " + kind, "ask for a class below " + defaultClass);
    }
    selector = Optional.of(name);
    boolean inParentheses = text.take('(');
    if (text.take('$')) variable = Optional.of(text.name());
    if (inParentheses) text.take(')');
  }

  private String nearClass(String name) {
    List<String> names = table.classes().stream().map(EventClass::name).toList();
    return Suggestion.mend(name, names, "load its class file, or ask for a known class");
  }

  private Condition clauses() throws QueryText.Stop {
    int start = text.position();
    String word = text.name();
    if (word.isEmpty()) return Condition.ALWAYS;
    if (!word.equalsIgnoreCase("where")) {
      throw text.stop(start, "a query has no " + word + " clause", "write 'CLASS where [ ... ]'");
    }
    return text.isAt('[') ? block() : conditions();
  }

  private Condition block() throws QueryText.Stop {
    text.take('[');
    if (text.take(']')) return Condition.ALWAYS;
    Condition condition = conditions();
    if (!text.take(']')) throw expected("']', AND, OR or a comma", "close the where clause with ]");
    return condition;
  }

  /** Whole conditions, separated by commas: all must hold. */
  private Condition conditions() throws QueryText.Stop {
    List<Condition> parts = new ArrayList<>();
    do {
      parts.add(or());
    } while (text.take(','));
    return and(parts);
  }

  private Condition or() throws QueryText.Stop {
    List<Condition> parts = new ArrayList<>();
    do {
      Condition part = and();
      if (part instanceof Condition.Or inner) parts.addAll(inner.parts());
      else parts.add(part);
    } while (takeKeyword("OR"));
    return parts.size() == 1 ? parts.get(0) : new Condition.Or(parts);
  }

  private Condition and() throws QueryText.Stop {
    List<Condition> parts = new ArrayList<>();
    do {
      parts.add(not());
    } while (takeKeyword("AND"));
    return and(parts);
  }

  private static Condition and(List<Condition> parts) {
    List<Condition> flat = new ArrayList<>();
    for (Condition part : parts) {
      if (part instanceof Condition.And inner) flat.addAll(inner.parts());
      else flat.add(part);
    }
    return flat.size() == 1 ? flat.get(0) : new Condition.And(flat);
  }

  private Condition not() throws QueryText.Stop {
    int start = text.position();
    if (++depth > Query.DEPTH_LIMIT) {
      String what = "conditions are nested more than " + Query.DEPTH_LIMIT + " deep";
      throw text.stop(start, what, "take brackets and NOT away that are not needed");
    }
    Condition condition;
    if (takeKeyword("NOT")) {
      condition = new Condition.Not(not());
    } else if (text.take('(')) {
      condition = conditions();
      if (!text.take(')')) throw expected("')'", "close the parenthesis");
    } else {
      condition = test();
    }
    depth--;
    return condition;
  }

  /** Also in small letters; {@code not:} is a slot. */
  private boolean takeKeyword(String keyword) {
    int start = text.position();
    if (text.name().equalsIgnoreCase(keyword) && !text.isAt(':')) return true;
    text.back(start);
    return false;
  }

  private Condition test() throws QueryText.Stop {
    if (++tests > Query.TEST_LIMIT) {
      String what = "the query has more than " + Query.TEST_LIMIT + " tests";
      throw text.stop(text.position(), what, "use within with a list");
    }
    SlotName slot = slotName();
    text.take(':');
    int position = text.position();
    TestChecker.Use use = new TestChecker.Use(slot, operator(slot.name()), position);
    if (text.isAt('$')) return checker().pair(use, slotName());
    return checker().test(use, operand(use.operator()));
  }

  /** Made after the class was read, which stands before all tests. */
  private TestChecker checker() {
    if (checker == null) checker = new TestChecker(text, table, selector.orElse(defaultClass));
    return checker;
  }

  /** {@code slot}, {@code $VAR.slot} or {@code $THIS.slot}. */
  private SlotName slotName() throws QueryText.Stop {
    int start = text.position();
    if (text.take('$')) {
      String name = text.name();
      if (!text.take('.')) throw expected("'.' after $" + name, "write $" + name + ".slot");
      checkVariable(start, name);
    }
    String slot = text.name();
    if (slot.isEmpty()) throw expected("a slot", "write 'slot: operator value'");
    return new SlotName(slot, start);
  }

  /** A query is about one object, whatever it calls it; {@code $THIS} is always that one. */
  private void checkVariable(int start, String name) throws QueryText.Stop {
    if (name.equals("THIS")) return;
    if (variable.isEmpty()) variable = Optional.of(name);
    String known = variable.get();
    if (!known.equals(name)) {
      text.problem(start, "variable $" + name + " is unknown", "write $" + known + ".slot");
    }
  }

  private Operator operator(String slot) throws QueryText.Stop {
    int start = text.position();
    String word = text.operator();
    Optional<Operator> operator = Operator.of(word);
    if (operator.isPresent()) return operator.get();
    String usual = "write one of " + String.join(", ", Operator.usualWords());
    if (word.isEmpty()) throw expected("an operator after " + slot, usual);
    String what = "'" + QueryText.shortened(word) + "' is not an operator";
    String mend = word.equals("=") ? "write ==" : Suggestion.mend(word, Operator.words(), usual);
    throw text.stop(start, what, mend);
  }

  private Operand operand(Operator operator) throws QueryText.Stop {
    if (!text.take('[')) return new Operand(false, List.of(value(operator)));
    List<Operand.Value> values = new ArrayList<>();
    while (!text.take(']')) {
      if (!values.isEmpty() && !text.take(',')) {
        throw expected("',' or ']' in the list", "close the list with ]");
      }
      if (values.size() == Query.LIST_LIMIT) {
        String what = "a list has more than " + Query.LIST_LIMIT + " values";
        throw text.stop(text.position(), what, "ask in parts");
      }
      values.add(value(operator));
    }
    return new Operand(true, values);
  }

  private Operand.Value value(Operator operator) throws QueryText.Stop {
    int start = text.position();
    String quoted = text.quoted();
    if (quoted != null) return new Operand.Value(quoted, start);
    String bare = text.bareValue();
    if (bare.isEmpty() || KEYWORDS.contains(bare.toUpperCase(Locale.ROOT))) {
      text.back(start);
      String after = "a value after " + operator.spellings().get(0);
      throw expected(after, bare.isEmpty() ? "write '' for an empty text" : "quote '" + bare + "'");
    }
    return new Operand.Value(bare, start);
  }

  private QueryText.Stop expected(String what, String mend) {
    return text.stop(text.position(), "expected " + what + text.found(), mend);
  }
}
