// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.twincell.event.ClassTable;

/**
 * A query, checked against a class table: which classes, and under which condition. A class stands
 * for itself and its subclasses.
 *
 * <pre>
 * (nothing)                                 all rows of the default class
 * ALARM                                     all rows of a class
 * ALARM where [ severity: &gt;= MAJOR, status: within [OPEN,ACK] ]
 * EVENT ($EV) where [ $EV.mc_host == 'srv01' AND NOT ( $EV.msg contains 'test' ) ]
 * status == OPEN                            conditions on the default class
 * </pre>
 *
 * Immutable; any thread may use it.
 *
 * @param classSelector the class that the query names, if it names one
 * @param selectedClass the same, or the default class
 * @param condition what the rows must fulfil
 * @param selectedClasses the classes whose rows can match: the selected one and its subclasses,
 *     without those that a test of {@code CLASS} rules out
 */
public record Query(
    Optional<String> classSelector,
    String selectedClass,
    Condition condition,
    Set<String> selectedClasses) {
  /** The longest query text. */
  public static final int LENGTH_LIMIT_CHARS = 256 * 1024;

  /** How deep brackets and NOTs go into each other. */
  public static final int DEPTH_LIMIT = 200;

  /** The most tests of one query. */
  public static final int TEST_LIMIT = 10_000;

  /** The most values of one list. */
  public static final int LIST_LIMIT = 10_000;

  /** The longest pattern of {@code matches}, {@code match_regex} and their like. */
  public static final int PATTERN_LIMIT_CHARS = 1000;

  /** The most tests of {@code CLASS} of one query. */
  public static final int CLASS_TEST_LIMIT = 100;

  /** The size of all regular expressions of a query: their length times their repetitions. */
  public static final int REGEX_LIMIT = 10_000;

  public Query {
    selectedClasses = Collections.unmodifiableSet(new LinkedHashSet<>(selectedClasses));
  }

  /**
   * Reads and checks a query.
   *
   * @param defaultClass the class that is asked when the query names none; it also says whether the
   *     query is for events or for data objects
   * @throws QueryException with all problems that were found, each with line and column
   */
  public static Query parse(String text, ClassTable table, String defaultClass) {
    if (table.find(defaultClass).isEmpty()) {
      throw new IllegalArgumentException("default class " + defaultClass + " is not in the table");
    }
    QueryParser.Read read = new QueryParser(text, table, defaultClass).read(text);
    String selected = read.selector().orElse(defaultClass);
    Set<String> classes = new LinkedHashSet<>(table.withSubclasses(selected));
    narrow(classes, read.condition(), false);
    return new Query(read.selector(), selected, read.condition(), classes);
  }

  private static void narrow(Set<String> classes, Condition condition, boolean negated) {
    if (condition instanceof Condition.And and && !negated) {
      and.parts().forEach(part -> narrow(classes, part, false));
    } else if (condition instanceof Condition.Not not) {
      narrow(classes, not.part(), !negated);
    } else if (condition instanceof Condition.ClassTest test) {
      classes.removeIf(name -> test.passing().contains(name) == negated);
    }
  }

  /** The simple tests that every matching row passes, for a planner. */
  public List<Conjunct> conjuncts() {
    return Conjunct.of(condition);
  }

  /** The query as a predicate of rows. */
  public CompiledQuery compile() {
    return new CompiledQuery(selectedClasses, condition);
  }
}
