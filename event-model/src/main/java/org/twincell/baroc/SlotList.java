// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

import java.util.LinkedHashMap;
import java.util.Map;
import org.twincell.event.RawValue;

/**
 * Reads the slots of a command line, {@code "slot=value;slot2='x y';"}: the same values as in an
 * instance, separated by semicolons; the last one may be left out. There are no comments.
 */
public final class SlotList {
  private SlotList() {}

  /**
   * The slots in the order of writing; where a slot stands twice, the last one counts.
   *
   * @throws BarocException with all mistakes; {@code name} is shown in them
   */
  public static Map<String, RawValue> parse(String name, String text) {
    Lexer lexer = new Lexer(name, text, Lexer.Dialect.SLOT_LIST);
    Problems problems = new Problems();
    Map<String, RawValue> slots = new LinkedHashMap<>();
    while (!lexer.atEnd() && !problems.isFull()) {
      if (lexer.take(';')) continue;
      try {
        slot(lexer, slots);
      } catch (SyntaxProblem mistake) {
        problems.add(mistake.problem());
        while (!lexer.atEnd() && !lexer.isAt(';')) lexer.skipOne();
      }
    }
    if (!problems.errors().isEmpty()) throw new BarocException(problems.errors());
    return slots;
  }

  private static void slot(Lexer lexer, Map<String, RawValue> slots) throws SyntaxProblem {
    String slot = lexer.name("a slot");
    lexer.expect('=', "the slot " + slot, "write " + slot + "=value;");
    RawValue value = lexer.atEnd() ? RawValue.text("") : lexer.value("slot " + slot);
    if (!lexer.atEnd() && !lexer.isAt(';')) {
      throw lexer.problem(
          "expected ';' after the value of " + slot + lexer.found(),
          "separate slots with ';', and quote a value that holds blanks");
    }
    slots.put(slot, value);
  }
}
