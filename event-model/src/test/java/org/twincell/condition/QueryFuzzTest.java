// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.twincell.baroc.BaseClasses;
import org.twincell.event.ClassTable;
import org.twincell.event.Instance;

/**
 * Whatever the text: it is a query or has a problem, and a query prints, parses back and can be put
 * to a row. In the build this runs on the seeds under {@code QueryFuzzTestInputs}.
 */
final class QueryFuzzTest {
  private static final ClassTable TABLE = BaseClasses.table();
  private static final SlotAccess ROW =
      SlotAccess.of(new Instance(TABLE.find("ALARM").orElseThrow(), Map.of()));

  @FuzzTest(maxDuration = "60s")
  void queries(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    Query query;
    try {
      query = Query.parse(text, TABLE, "EVENT");
    } catch (QueryException refused) {
      return;
    }
    query.compile().matches(ROW);
    query.conjuncts();
    String printed = QueryPrinter.print(query);
    if (!Query.parse(printed, TABLE, "EVENT").equals(query)) {
      throw new AssertionError("read back differently: " + printed);
    }
  }
}
