// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

import java.util.ArrayList;
import java.util.List;
import org.twincell.event.QuotedText;
import org.twincell.event.RawValue;

/**
 * Walks over a BAROC text. What ends a word depends on where it stands (a bare value may hold
 * colons, a slot's name ends at one), so the parsers ask for the kind of word that they expect. One
 * thread.
 */
final class Lexer {
  /** Lists in lists, deeper than any class can take. */
  static final int LIST_DEPTH_LIMIT = 16;

  /** Each text that is never closed was looked at to the end; after so many, reading ends. */
  static final int UNCLOSED_LIMIT = 10;

  private static final String NAME_ENDS = ";,=[]'\"#:{}()";

  /** How bare values and comments are read. */
  enum Dialect {
    /** Class files: a comma ends a facet, a brace the class; {@code #} always begins a comment. */
    CLASSES("{},=[]#", true),
    /** Events and data: a bare value may hold anything but blanks, quotes and semicolons. */
    INSTANCES("", true),
    /** One line of slots: there are no comments. */
    SLOT_LIST("", false);

    private final String valueEnds;
    private final boolean hasComments;

    Dialect(String valueEnds, boolean hasComments) {
      this.valueEnds = valueEnds;
      this.hasComments = hasComments;
    }
  }

  private final String name;
  private final String text;
  private final Dialect dialect;
  private int at;
  private int unclosedTexts;

  /** A place that was counted: lines and columns are counted on or back from it. */
  private int counted;

  private int line = 1;
  private int lineStart;

  Lexer(String name, String text, Dialect dialect) {
    this.name = name;
    this.text = text;
    this.dialect = dialect;
    this.at = text.startsWith("\uFEFF") ? 1 : 0;
  }

  int at() {
    return at;
  }

  /** Back to where {@link #at} was. */
  void back(int position) {
    at = position;
  }

  Place place(int position) {
    while (counted < position) {
      if (text.charAt(counted++) == '\n') {
        line++;
        lineStart = counted;
      }
    }
    while (counted > position) {
      if (text.charAt(--counted) == '\n') {
        line--;
        lineStart = text.lastIndexOf('\n', counted - 1) + 1;
      }
    }
    return new Place(name, line, position - lineStart + 1);
  }

  /** Where the next word begins. */
  Place here() {
    skipSpace();
    return place(at);
  }

  SyntaxProblem problem(String what, String mend) {
    return new SyntaxProblem(here().problem(what, mend));
  }

  /** Blanks, line ends, control characters (old senders end an event with one) and comments. */
  void skipSpace() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (isSpace(c)) {
        at++;
      } else if (c == '#' && dialect.hasComments) {
        skipLine();
      } else {
        return;
      }
    }
  }

  private static boolean isSpace(char c) {
    return c <= ' ' || Character.isWhitespace(c) || c == '\u00A0';
  }

  private void skipLine() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end + 1;
  }

  boolean atEnd() {
    skipSpace();
    return at >= text.length();
  }

  /** Whether this character comes next, after any space. */
  boolean isAt(char c) {
    skipSpace();
    return at < text.length() && text.charAt(at) == c;
  }

  boolean take(char c) {
    if (!isAt(c)) return false;
    at++;
    return true;
  }

  void expect(char c, String after, String mend) throws SyntaxProblem {
    if (!take(c)) throw problem("expected '" + c + "' after " + after + found(), mend);
  }

  /** {@code , found 'xyz'} for messages. */
  String found() {
    if (atEnd()) return ", found the end of the text";
    int start = at;
    String word = word(NAME_ENDS);
    if (word.isEmpty()) word = String.valueOf(text.charAt(start));
    at = start;
    return ", found '" + shortened(word) + "'";
  }

  static String shortened(String word) {
    return word.length() <= 40 ? word : word.substring(0, 37) + "...";
  }

  /** The next word without taking it; empty at a delimiter or at the end. */
  String peekName() {
    skipSpace();
    int start = at;
    String word = word(NAME_ENDS);
    at = start;
    return word;
  }

  /** Takes the word if it comes next. */
  boolean takeKeyword(String keyword) {
    if (!peekName().equals(keyword)) return false;
    at += keyword.length();
    return true;
  }

  /** A name of letters, digits and underscores. */
  String name(String whatOf) throws SyntaxProblem {
    Place place = here();
    String word = word(NAME_ENDS);
    if (word.isEmpty()) throw problem("expected " + whatOf + found(), "");
    if (!word.chars().allMatch(c -> c == '_' || Character.isLetterOrDigit(c))) {
      throw new SyntaxProblem(
          place.problem(
              whatOf + " '" + shortened(word) + "' is not a name",
              "use letters, digits and '_' only"));
    }
    return word;
  }

  /** A run of characters up to a blank or one of the delimiters. */
  private String word(String ends) {
    skipSpace();
    int start = at;
    while (at < text.length() && !isSpace(text.charAt(at)) && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  /** The value of a slot or facet: list, quoted text, reference to a formula, or bare word. */
  RawValue value(String whatOf) throws SyntaxProblem {
    return value(whatOf, 0);
  }

  private RawValue value(String whatOf, int depth) throws SyntaxProblem {
    skipSpace();
    if (isAt('[')) return list(whatOf, depth);
    if (isAt('\'') || isAt('"')) return RawValue.text(quoted());
    String word = word((depth > 0 ? ",[]" : dialect.valueEnds) + ";'\"");
    if (word.startsWith("*") && isAt('(')) word = word + " " + variable();
    if (word.isEmpty() && !(depth == 0 && isAt(';'))) {
      throw problem("expected a value for " + whatOf + found(), "write '' for an empty text");
    }
    return RawValue.text(word);
  }

  private String variable() throws SyntaxProblem {
    take('(');
    String name = word(NAME_ENDS);
    expect(')', "the variable", "write the variable as ($EV)");
    return "(" + name + ")";
  }

  private RawValue list(String whatOf, int depth) throws SyntaxProblem {
    if (depth >= LIST_DEPTH_LIMIT) {
      throw problem("lists are nested more than " + LIST_DEPTH_LIMIT + " deep", "");
    }
    Place open = here();
    at++;
    List<RawValue> elements = new ArrayList<>();
    while (!take(']')) {
      if (!elements.isEmpty() && !take(',')) {
        if (isAt(';') || atEnd()) throw notClosed(open);
        throw problem("expected ',' or ']' in the list of " + whatOf + found(), "");
      }
      if (isAt(';') || atEnd()) throw notClosed(open);
      elements.add(value(whatOf, depth + 1));
    }
    return new RawValue.ListOf(elements);
  }

  private static SyntaxProblem notClosed(Place open) {
    return new SyntaxProblem(open.problem("the list that begins here is not closed", "write ']'"));
  }

  /** A text in single or double quotes; the quote itself is doubled or escaped inside. */
  private String quoted() throws SyntaxProblem {
    QuotedText quoted = QuotedText.read(text, at);
    if (quoted != null) {
      at = quoted.end();
      return quoted.value();
    }
    Place open = place(at);
    String quote = text.substring(at, at + 1);
    skipUnclosed();
    throw new SyntaxProblem(
        open.problem("the text that begins here is not closed", "write " + quote + " at its end"));
  }

  /** The rest of the text is not one value: go on at the next line, unless that goes on and on. */
  private void skipUnclosed() {
    skipLine();
    if (++unclosedTexts == UNCLOSED_LIMIT) at = text.length();
  }

  /** Passes over one word, quoted text or delimiter; for going on after a mistake. */
  void skipOne() {
    if (atEnd()) return;
    if (isAt('\'') || isAt('"')) {
      try {
        quoted();
      } catch (SyntaxProblem reportedWhereItWasExpected) {
        return;
      }
      return;
    }
    if (word(NAME_ENDS).isEmpty()) at++;
  }
}
