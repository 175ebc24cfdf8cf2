// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.twincell.event.SlotValue;

/**
 * A simple test that every row of a query passes: what a planner looks at to choose an index. Tests
 * are in one form, whatever their spelling: {@code !=} and {@code outside} are negated {@link
 * Operator#EQUALS} and {@link Operator#WITHIN}; {@code within} one value is {@link
 * Operator#EQUALS}; {@code between} is two conjuncts; any way to ask a list for one element is
 * {@link Operator#LIST_CONTAINS}.
 *
 * <p>Conjuncts are necessary, not sufficient: rows that an index finds still go through the {@link
 * CompiledQuery}. A negated conjunct also holds for rows whose class lacks the slot.
 *
 * @param negated the test fails, or the row has no such slot
 */
public record Conjunct(String slot, Operator operator, boolean negated, List<SlotValue> values) {
  public Conjunct {
    values = List.copyOf(values);
  }

  /** The value, when there is exactly one. */
  public Optional<SlotValue> value() {
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }

  /**
   * The text that the slot lacks: the list does not hold it as an element, the text is not equal to
   * it or does not contain it. Empty when the conjunct says something else.
   */
  public Optional<String> lacks() {
    boolean says =
        operator == Operator.LIST_CONTAINS
            || operator == Operator.EQUALS
            || operator == Operator.CONTAINS;
    if (!negated || !says) return Optional.empty();
    return value()
        .filter(SlotValue.TextValue.class::isInstance)
        .map(text -> ((SlotValue.TextValue) text).value());
  }

  /** All conjuncts of a condition, in its order. */
  static List<Conjunct> of(Condition condition) {
    List<Conjunct> found = new ArrayList<>();
    collect(condition, false, found);
    return found;
  }

  private static void collect(Condition condition, boolean negated, List<Conjunct> found) {
    if (condition instanceof Condition.And and && !negated) {
      and.parts().forEach(part -> collect(part, false, found));
    } else if (condition instanceof Condition.Or or && (negated || or.parts().size() == 1)) {
      or.parts().forEach(part -> collect(part, negated, found));
    } else if (condition instanceof Condition.Not not) {
      collect(not.part(), !negated, found);
    } else if (condition instanceof Condition.SlotTest test) {
      add(test, negated, found);
    }
  }

  private static void add(Condition.SlotTest test, boolean negated, List<Conjunct> found) {
    List<SlotValue> values = test.values();
    if (test.operator() == Operator.BETWEEN && !test.type().list()) {
      if (negated) return;
      found.add(new Conjunct(test.slot(), Operator.GREATER_OR_EQUALS, false, values.subList(0, 1)));
      found.add(new Conjunct(test.slot(), Operator.SMALLER_OR_EQUALS, false, values.subList(1, 2)));
      return;
    }
    boolean flip = test.operator().isNegative();
    found.add(new Conjunct(test.slot(), plain(test), negated != flip, values));
  }

  private static Operator plain(Condition.SlotTest test) {
    boolean one = test.values().size() == 1;
    boolean whole = one && test.values().get(0) instanceof SlotValue.ListValue;
    Operator element = test.type().list() && !whole ? Operator.LIST_CONTAINS : Operator.EQUALS;
    return switch (test.operator()) {
      case EQUALS, NOT_EQUALS -> element;
      case WITHIN, OUTSIDE -> one ? element : Operator.WITHIN;
      case CONTAINS -> test.type().list() ? element : Operator.CONTAINS;
      case CONTAINS_ALL, CONTAINS_ONE_OF -> one && test.type().list() ? element : test.operator();
      default -> test.operator();
    };
  }
}
