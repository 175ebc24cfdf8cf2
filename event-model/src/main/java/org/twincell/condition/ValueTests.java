// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import com.google.re2j.Pattern;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.twincell.event.SlotType;
import org.twincell.event.SlotValue;

/**
 * Turns a checked test into a predicate of the slot's value. Everything that does not depend on the
 * row happens here, once: needles are lower-cased, patterns compiled, lists made into sets.
 */
final class ValueTests {
  private ValueTests() {}

  /** The predicate for values of a slot's type, lists included. */
  static Predicate<SlotValue> of(Operator operator, SlotType type, List<SlotValue> constants) {
    if (!type.list()) return simple(operator, constants);
    if (constants.size() == 1 && constants.get(0) instanceof SlotValue.ListValue whole) {
      boolean equal = operator == Operator.EQUALS;
      return value -> value.equals(whole) == equal;
    }
    if (operator == Operator.CONTAINS_ALL) return allElements(constants);
    if (operator.isNegative()) {
      return anyElement(simple(opposite(operator), constants)).negate();
    }
    if (operator == Operator.CONTAINS_IGNORECASE) {
      String needle = needle(constants);
      return anyElement(value -> textOf(value).equalsIgnoreCase(needle));
    }
    return anyElement(simple(onElements(operator), constants));
  }

  private static Operator opposite(Operator operator) {
    return operator == Operator.NOT_EQUALS ? Operator.EQUALS : Operator.WITHIN;
  }

  /** What the operators that ask for elements of a list mean for one element. */
  private static Operator onElements(Operator operator) {
    return switch (operator) {
      case CONTAINS, LIST_CONTAINS -> Operator.EQUALS;
      case CONTAINS_ONE_OF -> Operator.WITHIN;
      default -> operator;
    };
  }

  private static Predicate<SlotValue> anyElement(Predicate<SlotValue> element) {
    return value -> {
      if (!(value instanceof SlotValue.ListValue list)) return false;
      for (SlotValue each : list.elements()) {
        if (element.test(each)) return true;
      }
      return false;
    };
  }

  private static Predicate<SlotValue> allElements(List<SlotValue> constants) {
    Set<Object> wanted = keys(constants);
    return value -> {
      if (!(value instanceof SlotValue.ListValue list)) return false;
      return keys(list.elements()).containsAll(wanted);
    };
  }

  private static Predicate<SlotValue> simple(Operator operator, List<SlotValue> constants) {
    return switch (operator) {
      case EQUALS, LIST_CONTAINS -> equalTo(constants.get(0));
      case NOT_EQUALS -> equalTo(constants.get(0)).negate();
      case WITHIN -> within(constants);
      case OUTSIDE -> within(constants).negate();
      case GREATER, GREATER_OR_EQUALS, SMALLER, SMALLER_OR_EQUALS ->
          compared(constants.get(0), outcome(operator));
      case BETWEEN ->
          compared(constants.get(0), c -> c >= 0).and(compared(constants.get(1), c -> c <= 0));
      case MATCHES -> text(new Wildcards(needle(constants))::matches);
      case MATCH_REGEX -> regex(Regex.compile(needle(constants), false));
      case MATCH_REGEX_IGNORECASE -> regex(Regex.compile(needle(constants), true));
      case HAS_PREFIX -> prefix(needle(constants));
      case HAS_SUFFIX -> suffix(needle(constants));
      case CONTAINS -> contains(needle(constants));
      case CONTAINS_IGNORECASE -> containsIgnoringCase(needle(constants));
      case CONTAINS_ALL -> needles(constants, true);
      case CONTAINS_ONE_OF -> needles(constants, false);
      case SUBCLASS_OF, SUPERCLASS_OF ->
          throw new IllegalArgumentException(operator + " is of CLASS");
    };
  }

  /** How the sign of a comparison decides. */
  static IntPredicate outcome(Operator operator) {
    return switch (operator) {
      case EQUALS -> c -> c == 0;
      case NOT_EQUALS -> c -> c != 0;
      case GREATER -> c -> c > 0;
      case GREATER_OR_EQUALS -> c -> c >= 0;
      case SMALLER -> c -> c < 0;
      case SMALLER_OR_EQUALS -> c -> c <= 0;
      default -> throw new IllegalArgumentException(operator + " does not compare");
    };
  }

  private static Predicate<SlotValue> equalTo(SlotValue constant) {
    if (constant instanceof SlotValue.IntegerValue number) {
      long expected = number.value();
      return value -> value instanceof SlotValue.IntegerValue i && i.value() == expected;
    }
    if (constant instanceof SlotValue.TextValue text) {
      String expected = text.value();
      return value -> value instanceof SlotValue.TextValue t && t.value().equals(expected);
    }
    if (constant instanceof SlotValue.EnumValue label) {
      int expected = label.number();
      return value -> value instanceof SlotValue.EnumValue e && e.number() == expected;
    }
    return compared(constant, c -> c == 0);
  }

  private static Predicate<SlotValue> within(List<SlotValue> constants) {
    if (constants.size() == 1) return equalTo(constants.get(0));
    Set<Object> keys = keys(constants);
    return value -> keys.contains(key(value));
  }

  private static Set<Object> keys(List<SlotValue> values) {
    Set<Object> keys = new HashSet<>();
    values.forEach(value -> keys.add(key(value)));
    return keys;
  }

  /** Equal keys for values that {@code ==} holds equal. */
  private static Object key(SlotValue value) {
    if (value instanceof SlotValue.EnumValue label) return label.number();
    if (value instanceof SlotValue.RealValue real) return real.value() + 0.0; // -0.0 is 0.0
    return value;
  }

  private static Predicate<SlotValue> compared(SlotValue constant, IntPredicate outcome) {
    return value -> outcome.test(compare(value, constant));
  }

  /** Negative, 0 or positive, for two values of one simple type: enumerations by number. */
  static int compare(SlotValue a, SlotValue b) {
    if (a instanceof SlotValue.IntegerValue x && b instanceof SlotValue.IntegerValue y) {
      return Long.compare(x.value(), y.value());
    }
    if (a instanceof SlotValue.RealValue x && b instanceof SlotValue.RealValue y) {
      return Double.compare(x.value() + 0.0, y.value() + 0.0);
    }
    if (a instanceof SlotValue.EnumValue x && b instanceof SlotValue.EnumValue y) {
      return Integer.compare(x.number(), y.number());
    }
    if (a instanceof SlotValue.TextValue x && b instanceof SlotValue.TextValue y) {
      return x.value().compareTo(y.value());
    }
    throw new IllegalArgumentException("not of one simple type: " + a + " and " + b);
  }

  private static String needle(List<SlotValue> constants) {
    return textOf(constants.get(0));
  }

  /** A text, or the label of an enumeration. */
  private static String textOf(SlotValue value) {
    if (value instanceof SlotValue.TextValue text) return text.value();
    return value instanceof SlotValue.EnumValue label ? label.label() : "";
  }

  private static Predicate<SlotValue> text(Predicate<String> test) {
    return value -> test.test(textOf(value));
  }

  private static Predicate<SlotValue> prefix(String needle) {
    return value -> textOf(value).startsWith(needle);
  }

  private static Predicate<SlotValue> suffix(String needle) {
    return value -> textOf(value).endsWith(needle);
  }

  private static Predicate<SlotValue> contains(String needle) {
    return value -> textOf(value).contains(needle);
  }

  private static Predicate<SlotValue> containsIgnoringCase(String needle) {
    String lower = needle.toLowerCase(Locale.ROOT);
    return value -> textOf(value).toLowerCase(Locale.ROOT).contains(lower);
  }

  private static Predicate<SlotValue> needles(List<SlotValue> constants, boolean all) {
    List<String> needles = constants.stream().map(ValueTests::textOf).toList();
    return value -> {
      String text = textOf(value);
      for (String needle : needles) {
        if (text.contains(needle) != all) return !all;
      }
      return all;
    };
  }

  private static Predicate<SlotValue> regex(Pattern pattern) {
    return value -> pattern.matcher(textOf(value)).find();
  }
}
