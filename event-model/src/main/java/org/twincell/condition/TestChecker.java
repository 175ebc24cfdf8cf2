// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.twincell.event.ClassTable;
import org.twincell.event.Enumeration;
import org.twincell.event.EventClass;
import org.twincell.event.RawValue;
import org.twincell.event.Slot;
import org.twincell.event.SlotType;
import org.twincell.event.SlotValue;
import org.twincell.event.Suggestion;
import org.twincell.event.ValueConverter;

/**
 * Holds each test against the class table: does some selected class have the slot, does the
 * operator apply to its type, are the values of it. What is wrong is reported, and reading goes on.
 * One thread.
 */
final class TestChecker {
  private static final SlotType TEXT = new SlotType(SlotType.Kind.STRING, false, "");

  private final QueryText text;
  private final ClassTable table;
  private final String selectedClass;
  private final ValueConverter converter;
  private final Map<String, Set<SlotType>> types = new HashMap<>();
  private final Set<String> slotNames = new TreeSet<>();
  private int classTests;
  private long regexCost;

  TestChecker(QueryText text, ClassTable table, String selectedClass) {
    this.text = text;
    this.table = table;
    this.selectedClass = selectedClass;
    this.converter = new ValueConverter(table::enumeration);
  }

  /** An operator applied to a slot, and where the operator stands. */
  record Use(QueryParser.SlotName slot, Operator operator, int position) {
    String word() {
      return operator.spellings().get(0);
    }
  }

  /** A slot against constants; {@link Condition#ALWAYS} stands in for a wrong test. */
  Condition test(Use use, QueryParser.Operand operand) throws QueryText.Stop {
    if (use.slot().name().equals(EventClass.CLASS_SLOT)) return classTest(use, operand);
    Optional<SlotType> type = type(use.slot());
    if (type.isEmpty() || !applies(use, type.get()) || !fits(use, operand, type.get())) {
      return Condition.ALWAYS;
    }
    boolean wholeList = operand.isList() && use.operator().takes() == Operator.Takes.ONE;
    List<SlotValue> values = values(use, operand, type.get());
    if (wholeList) values = List.of(new SlotValue.ListValue(values));
    return new Condition.SlotTest(use.slot().name(), type.get(), use.operator(), values);
  }

  /** Two slots of the same object. */
  Condition pair(Use use, QueryParser.SlotName right) throws QueryText.Stop {
    Optional<SlotType> leftType = type(use.slot());
    Optional<SlotType> rightType = type(right);
    if (leftType.isEmpty() || rightType.isEmpty()) return Condition.ALWAYS;
    if (use.operator().ordinal() > Operator.SMALLER_OR_EQUALS.ordinal()) {
      text.problem(
          right.position(),
          use.word() + " takes a value, not a slot",
          "compare slots with == != < >");
    } else if (!leftType.equals(rightType) || leftType.get().list()) {
      String what = "slots " + use.slot().name() + " and " + right.name() + " do not compare: ";
      text.problem(
          right.position(),
          what + leftType.get().spelling() + " and " + rightType.get().spelling(),
          "compare simple slots of one type");
    }
    return new Condition.SlotPair(use.slot().name(), leftType.get(), use.operator(), right.name());
  }

  /**
   * The slot's type in the selected classes; empty, and reported, when there is none or several.
   */
  private Optional<SlotType> type(QueryParser.SlotName slot) throws QueryText.Stop {
    if (slot.name().equals(EventClass.CLASS_SLOT)) {
      text.problem(slot.position(), "CLASS does not compare with a slot", "write a class name");
      return Optional.empty();
    }
    Set<SlotType> found = types.computeIfAbsent(slot.name(), this::typesOf);
    if (found.size() == 1) return Optional.of(found.iterator().next());
    if (found.isEmpty()) {
      String what = "class " + selectedClass + " has no slot " + QueryText.shortened(slot.name());
      String mend = Suggestion.mend(slot.name(), slotNames(), "ask for one of its slots");
      text.problem(slot.position(), what, mend);
    } else {
      List<String> spellings = found.stream().map(SlotType::spelling).toList();
      String what = "slot " + slot.name() + " is " + String.join(" or ", spellings);
      text.problem(
          slot.position(), what + " among the classes below " + selectedClass, "name one class");
    }
    return Optional.empty();
  }

  /** A class may be asked for slots that only some of its subclasses have. */
  private Set<SlotType> typesOf(String slot) {
    Optional<Slot> own = table.find(selectedClass).flatMap(type -> type.slot(slot));
    if (own.isPresent()) return Set.of(own.get().type());
    Set<SlotType> found = new LinkedHashSet<>();
    for (String name : table.withSubclasses(selectedClass)) {
      table.find(name).flatMap(type -> type.slot(slot)).map(Slot::type).ifPresent(found::add);
    }
    return found;
  }

  /** Collected once, when the first slot is unknown. */
  private Set<String> slotNames() {
    if (slotNames.isEmpty()) {
      for (String name : table.withSubclasses(selectedClass)) {
        table.find(name).ifPresent(type -> slotNames.addAll(type.slots().keySet()));
      }
    }
    return slotNames;
  }

  private boolean applies(Use use, SlotType type) throws QueryText.Stop {
    boolean isText = type.kind() != SlotType.Kind.INTEGER && type.kind() != SlotType.Kind.REAL;
    boolean applies =
        switch (use.operator().domain()) {
          case ANY, ORDERED -> true;
          case TEXT -> isText;
          case PART -> isText || type.list();
          case LIST -> type.list();
          case CLASS -> false;
        };
    if (!applies) {
      String what = use.word() + " does not apply to slot " + use.slot().name() + " of type ";
      text.problem(use.position(), what + type.spelling(), instead(use.operator()));
    }
    return applies;
  }

  private static String instead(Operator operator) {
    return switch (operator.domain()) {
      case LIST -> "it is for lists; write == or contains";
      case CLASS -> "it is for the class: write 'CLASS: " + operator.spellings().get(0) + " NAME'";
      default -> "it is for texts; write == or a comparison";
    };
  }

  /** Whether there are as many values as the operator takes. */
  private boolean fits(Use use, QueryParser.Operand operand, SlotType type) throws QueryText.Stop {
    int count = operand.values().size();
    boolean wholeList = type.list() && use.operator().domain() == Operator.Domain.ANY;
    boolean fits =
        switch (use.operator().takes()) {
          case ONE -> !operand.isList() || wholeList;
          case TWO -> operand.isList() && count == 2;
          case SOME -> true;
        };
    if (!fits && use.operator().takes() == Operator.Takes.ONE) {
      boolean part = use.operator().domain() == Operator.Domain.PART;
      String mend = part ? "write contains_all or contains_one_of" : "write within [ ... ]";
      text.problem(use.position(), use.word() + " takes one value, not a list", mend);
    } else if (!fits) {
      text.problem(use.position(), use.word() + " takes two values", "write between [low, high]");
    }
    return fits;
  }

  private List<SlotValue> values(Use use, QueryParser.Operand operand, SlotType type)
      throws QueryText.Stop {
    Operator.Domain domain = use.operator().domain();
    boolean asText =
        domain == Operator.Domain.TEXT || (domain == Operator.Domain.PART && !type.list());
    SlotType element = asText ? TEXT : new SlotType(type.kind(), false, type.name());
    List<SlotValue> values = new ArrayList<>();
    for (QueryParser.Operand.Value value : operand.values()) {
      if (asText && !isPattern(use.operator(), value)) continue;
      // "date" gives whole numbers 64 bits: a comparison with a large one is no mistake
      Optional<SlotValue> converted =
          converter.convert(RawValue.text(value.text()), element, "date");
      if (converted.isPresent()) values.add(converted.get());
      else notConverted(use, value, element);
    }
    return values;
  }

  private void notConverted(Use use, QueryParser.Operand.Value value, SlotType type)
      throws QueryText.Stop {
    String shown = "'" + QueryText.shortened(value.text()) + "'";
    String slot = "slot " + use.slot().name() + " is " + type.spelling() + ", ";
    Optional<Enumeration> labels = table.enumeration(type.name());
    if (labels.isPresent() && type.kind() == SlotType.Kind.ENUM) {
      Set<String> known = labels.get().labels().keySet();
      String all = "write one of " + QueryText.shortened(String.join(", ", known));
      text.problem(
          value.position(),
          slot + shown + " is not one of its labels",
          Suggestion.mend(value.text(), known, all));
    } else {
      boolean real = type.kind() == SlotType.Kind.REAL;
      String number = real ? "a number" : "a whole number";
      text.problem(value.position(), slot + shown + " is not " + number, "write " + number);
    }
  }

  private boolean isPattern(Operator operator, QueryParser.Operand.Value value)
      throws QueryText.Stop {
    if (value.text().length() > Query.PATTERN_LIMIT_CHARS) {
      String what = "the pattern has over " + Query.PATTERN_LIMIT_CHARS + " characters";
      throw text.stop(value.position(), what, "use a shorter pattern, or several");
    }
    boolean isRegex =
        operator == Operator.MATCH_REGEX || operator == Operator.MATCH_REGEX_IGNORECASE;
    return !isRegex || isRegex(value);
  }

  private boolean isRegex(QueryParser.Operand.Value value) throws QueryText.Stop {
    regexCost += Regex.cost(value.text());
    if (regexCost > Query.REGEX_LIMIT) {
      String what = "the regular expressions are too large: their length times their {n} is over ";
      throw text.stop(value.position(), what + Query.REGEX_LIMIT, "repeat less, or ask in parts");
    }
    Optional<String> mistake = Regex.mistake(value.text());
    if (mistake.isPresent()) {
      String what = "the regular expression is wrong: " + mistake.get();
      text.problem(value.position(), what, "write it in RE2 syntax");
    }
    return mistake.isEmpty();
  }

  private Condition classTest(Use use, QueryParser.Operand operand) throws QueryText.Stop {
    if (++classTests > Query.CLASS_TEST_LIMIT) {
      String what = "the query has more than " + Query.CLASS_TEST_LIMIT + " tests of CLASS";
      throw text.stop(use.position(), what, "use subclass_of or within with a list");
    }
    Operator operator = use.operator();
    boolean named = operator.domain() == Operator.Domain.CLASS;
    if (!named && !applies(use, TEXT)) return Condition.ALWAYS;
    if (!fits(use, operand, TEXT)) return Condition.ALWAYS;
    if (named || operator.domain() == Operator.Domain.ANY) {
      for (QueryParser.Operand.Value value : operand.values()) checkClass(value);
    } else if (operator.domain() == Operator.Domain.TEXT) {
      if (!isPattern(operator, operand.values().get(0))) return Condition.ALWAYS;
    }
    List<String> names = operand.values().stream().map(QueryParser.Operand.Value::text).toList();
    return new Condition.ClassTest(operator, names, passing(operator, names));
  }

  private void checkClass(QueryParser.Operand.Value value) throws QueryText.Stop {
    if (table.find(value.text()).isPresent()) return;
    List<String> known = table.classes().stream().map(EventClass::name).toList();
    text.problem(
        value.position(),
        "class " + QueryText.shortened(value.text()) + " is unknown",
        Suggestion.mend(value.text(), known, "load its class file, or name a known class"));
  }

  private Set<String> passing(Operator operator, List<String> names) {
    Set<String> passing = new LinkedHashSet<>();
    if (operator == Operator.SUPERCLASS_OF) {
      for (String name : names) passing.addAll(upwards(name));
      return passing;
    }
    Predicate<String> passes = classPredicate(operator, names);
    for (EventClass type : table.classes()) {
      if (passes.test(type.name())) passing.add(type.name());
    }
    return passing;
  }

  private Predicate<String> classPredicate(Operator operator, List<String> names) {
    if (operator == Operator.SUBCLASS_OF) {
      Set<String> above = Set.copyOf(names);
      return name -> upwards(name).stream().anyMatch(above::contains);
    }
    List<SlotValue> values = new ArrayList<>();
    names.forEach(name -> values.add(new SlotValue.TextValue(name)));
    Predicate<SlotValue> test = ValueTests.of(operator, TEXT, values);
    return name -> test.test(new SlotValue.TextValue(name));
  }

  /** A class and all its super classes. */
  private List<String> upwards(String name) {
    List<String> found = new ArrayList<>();
    Optional<EventClass> at = table.find(name);
    while (at.isPresent()) {
      found.add(at.get().name());
      at = at.get().superClass().flatMap(table::find);
    }
    return found;
  }
}
