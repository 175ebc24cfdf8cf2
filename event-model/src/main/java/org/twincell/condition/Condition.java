// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.twincell.event.SlotType;
import org.twincell.event.SlotValue;

/** A checked condition: its slots exist, its values are of their types. Immutable. */
public sealed interface Condition {
  /** Holds always. */
  Condition ALWAYS = new And(List.of());

  /** All parts hold; so it does without parts. */
  record And(List<Condition> parts) implements Condition {
    public And {
      parts = List.copyOf(parts);
    }
  }

  /** At least one part holds. */
  record Or(List<Condition> parts) implements Condition {
    public Or {
      parts = List.copyOf(parts);
      if (parts.isEmpty()) throw new IllegalArgumentException("OR needs a part");
    }
  }

  record Not(Condition part) implements Condition {}

  /**
   * A slot against constants. False for a row whose class has no such slot.
   *
   * @param type the slot's type in the selected classes
   * @param values one; two for {@code between}; any number where the operator takes a list. Each is
   *     of the slot's element type, a text for pattern operators, or a whole list for {@code ==}
   *     and {@code !=} on a list slot
   */
  record SlotTest(String slot, SlotType type, Operator operator, List<SlotValue> values)
      implements Condition {
    public SlotTest {
      values = List.copyOf(values);
    }
  }

  /** Two slots of the same row; the operator is one of the six comparisons. */
  record SlotPair(String left, SlotType type, Operator operator, String right)
      implements Condition {}

  /**
   * A test of the row's class.
   *
   * @param names as written
   * @param passing all classes of the table that pass it
   */
  record ClassTest(Operator operator, List<String> names, Set<String> passing)
      implements Condition {
    public ClassTest {
      names = List.copyOf(names);
      passing = Collections.unmodifiableSet(new LinkedHashSet<>(passing));
    }
  }
}
