// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;

/**
 * Reads events and data objects: {@code CLASS; slot=value; ... END}, any number of them, in the
 * forms of the command line tools and of the TEC event text alike. An instance with a mistake is
 * left out and reported; the others are read.
 */
public final class Instances {
  /** The longest text that is read at once. */
  public static final int TEXT_LIMIT_CHARS = 64 * 1024 * 1024;

  /** The most slots of one instance. */
  public static final int SLOT_LIMIT = 10_000;

  private final Lexer lexer;
  private final Problems problems = new Problems();
  private final List<Located> instances = new ArrayList<>();

  private Instances(Lexer lexer) {
    this.lexer = lexer;
  }

  /**
   * What a text holds.
   *
   * @param located the instances without mistakes, in the order of the text
   * @param problems in the order of the text; empty when all is well
   */
  public record Parsed(List<Located> located, List<Problem> problems) {
    public Parsed {
      located = List.copyOf(located);
      problems = List.copyOf(problems);
    }

    public List<RawInstance> instances() {
      return located.stream().map(Located::instance).toList();
    }

    /** The instances, or all problems at once. */
    public List<RawInstance> orThrow() {
      if (!problems.isEmpty()) throw new BarocException(problems);
      return instances();
    }
  }

  /** An instance and the line and column, from 1, at which it begins. */
  public record Located(RawInstance instance, int line, int column) {}

  /** Reads a whole text; {@code name} is shown in problems. */
  public static Parsed parse(String name, String text) {
    if (text.length() > TEXT_LIMIT_CHARS) {
      String what = "the text has more than " + TEXT_LIMIT_CHARS + " characters";
      return new Parsed(List.of(), List.of(new Problem(name, 1, 1, what, "send it in parts")));
    }
    Instances reader = new Instances(new Lexer(name, text, Lexer.Dialect.INSTANCES));
    reader.read();
    return new Parsed(reader.instances, reader.problems.errors());
  }

  private void read() {
    while (!lexer.atEnd() && !problems.isFull()) {
      if (lexer.take(';')) continue; // after END
      try {
        instance();
      } catch (SyntaxProblem mistake) {
        problems.add(mistake.problem());
        skipPastEnd();
      }
    }
  }

  private void instance() throws SyntaxProblem {
    int mistakesBefore = problems.errors().size();
    Place place = lexer.here();
    String className = lexer.name("a class");
    lexer.expect(';', "the class " + className, "write 'CLASS; slot=value; ... END'");
    Map<String, RawValue> slots = slots(className);
    if (problems.errors().size() == mistakesBefore) {
      instances.add(new Located(new RawInstance(className, slots), place.line(), place.column()));
    }
  }

  private Map<String, RawValue> slots(String className) {
    Map<String, RawValue> slots = new LinkedHashMap<>();
    while (!problems.isFull()) {
      Place place = lexer.here();
      try {
        if (takeEnd()) return slots;
        if (lexer.atEnd()) {
          problems.add(place.problem("END is missing after " + className, "write END"));
          return slots;
        }
        String slot = lexer.name("a slot or END");
        if (lexer.isAt(';')) {
          throw new SyntaxProblem(
              place.problem(
                  "'" + slot + "' has no value",
                  "write " + slot + "=value; (or END before it, if it begins a new instance)"));
        }
        slots.put(slot, slotValue(slot));
        if (slots.size() > SLOT_LIMIT) {
          throw new SyntaxProblem(
              place.problem(className + " has more than " + SLOT_LIMIT + " slots", ""));
        }
      } catch (SyntaxProblem mistake) {
        problems.add(mistake.problem());
        skipSlot();
      }
    }
    return slots;
  }

  private RawValue slotValue(String slot) throws SyntaxProblem {
    lexer.expect('=', "the slot " + slot, "write " + slot + "=value;");
    RawValue value = lexer.value("slot " + slot);
    lexer.expect(
        ';', "the value of " + slot, "end it with ';', and quote a value that holds blanks");
    return value;
  }

  /** {@code END} ends the instance unless it is the name of a slot. */
  private boolean takeEnd() {
    int before = lexer.at();
    if (!lexer.takeKeyword("END")) return false;
    if (!lexer.isAt('=')) return true;
    lexer.back(before);
    return false;
  }

  private void skipSlot() {
    while (!lexer.atEnd() && !lexer.peekName().equals("END")) {
      if (lexer.take(';')) return;
      lexer.skipOne();
    }
  }

  private void skipPastEnd() {
    while (!lexer.atEnd()) {
      if (lexer.takeKeyword("END")) return;
      lexer.skipOne();
    }
  }
}
