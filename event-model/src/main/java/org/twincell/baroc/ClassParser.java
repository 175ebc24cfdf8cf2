// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.twincell.event.MetaClass;
import org.twincell.event.Suggestion;

/**
 * Reads one class file by recursive descent. After a mistake it goes on at the next slot or item;
 * an item is handed on as far as it was understood, so that what refers to it is not reported too.
 */
final class ClassParser {
  private static final String END = "END";
  private static final List<String> ENUMERATION = List.of("ENUMERATION", "MC_ENUMERATION");
  private static final List<String> ITEM_WORDS = itemWords();

  private final Lexer lexer;
  private final Problems problems;
  private final Consumer<Item> items;

  private ClassParser(ClassFile file, Problems problems, Consumer<Item> items) {
    this.lexer = new Lexer(file.name(), file.text(), Lexer.Dialect.CLASSES);
    this.problems = problems;
    this.items = items;
  }

  static void parse(ClassFile file, Problems problems, Consumer<Item> items) {
    new ClassParser(file, problems, items).read();
  }

  private static List<String> itemWords() {
    List<String> words = new ArrayList<>(ENUMERATION);
    for (MetaClass metaClass : MetaClass.values()) words.add(metaClass.name());
    return List.copyOf(words);
  }

  private void read() {
    while (!lexer.atEnd() && !problems.isFull()) {
      if (lexer.take(';')) continue; // after END
      try {
        item();
      } catch (SyntaxProblem mistake) {
        problems.add(mistake.problem());
        skipToItem();
      }
    }
  }

  private void item() throws SyntaxProblem {
    Place place = lexer.here();
    String word = lexer.name("a class definition or ENUMERATION");
    if (ENUMERATION.contains(word)) {
      enumeration();
    } else if (ITEM_WORDS.contains(word)) {
      classDefinition(MetaClass.valueOf(word));
    } else {
      String begin = "begin a definition with one of " + String.join(", ", ITEM_WORDS);
      throw new SyntaxProblem(
          place.problem(
              "'" + Lexer.shortened(word) + "' does not begin a definition",
              Suggestion.mend(word, ITEM_WORDS, begin)));
    }
  }

  private void skipToItem() {
    while (!lexer.atEnd()) {
      if (lexer.takeKeyword(END) || ITEM_WORDS.contains(lexer.peekName())) return;
      lexer.skipOne();
    }
  }

  private void enumeration() throws SyntaxProblem {
    lexer.take(':');
    Place place = lexer.here();
    String name = lexer.name("the name of an enumeration");
    List<Item.Label> labels = new ArrayList<>();
    try {
      while (!lexer.takeKeyword(END)) {
        labels.add(label(name));
        if (!lexer.take(';')) lexer.take(',');
      }
      if (labels.isEmpty()) {
        throw new SyntaxProblem(
            place.problem(name + " has no label", "write '0 LABEL' before END"));
      }
    } finally {
      items.accept(new Item.EnumerationItem(place, name, labels));
    }
  }

  private Item.Label label(String enumeration) throws SyntaxProblem {
    Place place = lexer.here();
    if (lexer.atEnd() || ITEM_WORDS.contains(lexer.peekName())) {
      throw lexer.problem("END is missing after enumeration " + enumeration, "write END");
    }
    String number = lexer.peekName();
    lexer.takeKeyword(number);
    try {
      return new Item.Label(place, Integer.parseInt(number), lexer.name("a label"));
    } catch (NumberFormatException notNumber) {
      throw new SyntaxProblem(
          place.problem(
              "'" + Lexer.shortened(number) + "' is not a number",
              "write a whole number before each label of " + enumeration));
    }
  }

  private void classDefinition(MetaClass metaClass) throws SyntaxProblem {
    lexer.take(':');
    Place place = lexer.here();
    String name = lexer.name("the name of a class");
    String superClass = null;
    List<Item.SlotItem> slots = new ArrayList<>();
    try {
      if (lexer.takeKeyword("ISA")) superClass = lexer.name("the super class of " + name);
      if (lexer.takeKeyword("DEFINES")) slots(name, slots);
      while (lexer.take(';') || lexer.take('}')) {} // a doubled "};" is seen in the field
      end(name);
    } finally {
      items.accept(new Item.ClassItem(place, metaClass, name, superClass, slots));
    }
  }

  private void end(String name) throws SyntaxProblem {
    if (lexer.takeKeyword(END)) return;
    List<String> possible = List.of("ISA", "DEFINES", END);
    throw lexer.problem(
        "expected END after class " + name + lexer.found(),
        Suggestion.mend(
            lexer.peekName(), possible, "write 'CLASS ISA SUPER DEFINES { slot : TYPE; }; END'"));
  }

  private void slots(String className, List<Item.SlotItem> slots) throws SyntaxProblem {
    lexer.expect('{', "DEFINES", "write the slots in braces");
    while (!lexer.take('}') && !problems.isFull()) {
      if (lexer.atEnd() || lexer.peekName().equals(END) || ITEM_WORDS.contains(lexer.peekName())) {
        throw lexer.problem(
            "the slots of " + className + " are not closed" + lexer.found(), "write '}' before it");
      }
      if (lexer.take(';')) continue;
      try {
        slots.add(slot());
      } catch (SyntaxProblem mistake) {
        problems.add(mistake.problem());
        skipSlot();
      }
    }
  }

  private void skipSlot() {
    while (!lexer.atEnd() && !lexer.isAt('}') && !lexer.peekName().equals(END)) {
      if (lexer.take(';') || ITEM_WORDS.contains(lexer.peekName())) return;
      lexer.skipOne();
    }
  }

  private Item.SlotItem slot() throws SyntaxProblem {
    Place place = lexer.here();
    String name = lexer.name("the name of a slot");
    lexer.expect(':', "slot " + name, "write '" + name + " : TYPE;'");
    Item.TypeItem type = isAtFacet() || lexer.isAt(';') ? null : type(name);
    Map<String, Item.FacetItem> facets = new LinkedHashMap<>();
    while (lexer.take(',') || isAtFacet()) {
      Place facetPlace = lexer.here();
      String facet = lexer.name("a facet of slot " + name);
      lexer.expect('=', "facet " + facet, "write '" + facet + " = value'");
      facets.put(facet, new Item.FacetItem(facetPlace, lexer.value("facet " + facet)));
    }
    endOfSlot(name);
    return new Item.SlotItem(place, name, type, facets);
  }

  private void endOfSlot(String name) throws SyntaxProblem {
    if (lexer.take(';') || lexer.isAt('}')) return;
    if (!isAtSlot()) {
      throw lexer.problem(
          "expected ';' after slot " + name + lexer.found(), "write '" + name + " : TYPE;'");
    }
    problems.warn(lexer.here().problem("';' is missing after slot " + name, "write ';'"));
  }

  private boolean isAtFacet() {
    return isNameBefore('=');
  }

  private boolean isAtSlot() {
    return isNameBefore(':');
  }

  private boolean isNameBefore(char c) {
    int before = lexer.at();
    String name = lexer.peekName();
    boolean is = !name.isEmpty() && lexer.takeKeyword(name) && lexer.isAt(c);
    lexer.back(before);
    return is;
  }

  private Item.@Nullable TypeItem type(String slot) throws SyntaxProblem {
    String typeOf = "the type of slot " + slot;
    Place place = lexer.here();
    boolean list = lexer.takeKeyword("LIST_OF");
    if (!list && lexer.takeKeyword("LIST")) {
      if (!lexer.takeKeyword("OF")) throw lexer.problem("expected OF after LIST", "write LIST_OF");
      list = true;
    }
    if (!list) lexer.takeKeyword("SIMPLE");
    String word = lexer.name(typeOf);
    boolean hasClass = word.equals("ECF") && !lexer.peekName().isEmpty();
    String formulaClass = hasClass && !isAtFacet() && !isAtSlot() ? lexer.name(typeOf) : "";
    return new Item.TypeItem(place, list, word, formulaClass);
  }
}
