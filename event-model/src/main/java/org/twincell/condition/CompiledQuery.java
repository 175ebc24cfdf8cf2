// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.twincell.event.SlotValue;

/**
 * A query ready to be put to rows: a tree of small predicates made once, in which every constant,
 * label and pattern is in its final form. Immutable; any thread may use it.
 */
public final class CompiledQuery {
  private final Set<String> classes;
  private final RowTest test;

  CompiledQuery(Set<String> classes, Condition condition) {
    this.classes = classes;
    this.test = compile(condition);
  }

  private interface RowTest {
    boolean test(SlotAccess row);
  }

  /** Whether the row's class is selected and the condition holds. */
  public boolean matches(SlotAccess row) {
    return classes.contains(row.className()) && test.test(row);
  }

  /** Whether the condition holds, for a row whose class is known to be selected. */
  public boolean matchesSlots(SlotAccess row) {
    return test.test(row);
  }

  private static RowTest compile(Condition condition) {
    if (condition instanceof Condition.And and) return all(parts(and.parts()));
    if (condition instanceof Condition.Or or) return any(parts(or.parts()));
    if (condition instanceof Condition.Not not) {
      RowTest part = compile(not.part());
      return row -> !part.test(row);
    }
    if (condition instanceof Condition.SlotTest slot) return compile(slot);
    if (condition instanceof Condition.SlotPair pair) return compile(pair);
    Set<String> passing = ((Condition.ClassTest) condition).passing();
    return row -> passing.contains(row.className());
  }

  private static RowTest[] parts(List<Condition> conditions) {
    List<RowTest> parts = new ArrayList<>();
    for (Condition condition : conditions) parts.add(compile(condition));
    return parts.toArray(new RowTest[0]);
  }

  private static RowTest all(RowTest[] parts) {
    return row -> {
      for (RowTest part : parts) {
        if (!part.test(row)) return false;
      }
      return true;
    };
  }

  private static RowTest any(RowTest[] parts) {
    return row -> {
      for (RowTest part : parts) {
        if (part.test(row)) return true;
      }
      return false;
    };
  }

  private static RowTest compile(Condition.SlotTest test) {
    String slot = test.slot();
    Predicate<SlotValue> passes = ValueTests.of(test.operator(), test.type(), test.values());
    return row -> {
      SlotValue value = row.get(slot);
      return value != null && passes.test(value);
    };
  }

  private static RowTest compile(Condition.SlotPair pair) {
    String left = pair.left();
    String right = pair.right();
    IntPredicate outcome = ValueTests.outcome(pair.operator());
    return row -> {
      SlotValue a = row.get(left);
      SlotValue b = row.get(right);
      return a != null && b != null && outcome.test(ValueTests.compare(a, b));
    };
  }
}
