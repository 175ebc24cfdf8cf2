// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.condition;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of {@code matches}: {@code %} and {@code *} stand for any run of characters, {@code _}
 * and {@code ?} for exactly one, a backslash takes the meaning from the next character. It is cut
 * at the runs into pieces, and each piece is looked for once from left to right, so that no pattern
 * goes back over the text. Immutable.
 */
final class Wildcards {
  private static final int ANY_ONE = -1;

  /** Between two pieces stands a run; each piece is code points or {@link #ANY_ONE}. */
  private final List<int[]> pieces = new ArrayList<>();

  Wildcards(String pattern) {
    List<Integer> piece = new ArrayList<>();
    int[] points = pattern.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      int c = points[i];
      if (c == '%' || c == '*') {
        close(piece);
      } else if (c == '_' || c == '?') {
        piece.add(ANY_ONE);
      } else {
        boolean escaped =
            c == '\\' && i + 1 < points.length && "%*_?\\".indexOf(points[i + 1]) >= 0;
        piece.add(escaped ? points[++i] : c);
      }
    }
    close(piece);
  }

  private void close(List<Integer> piece) {
    pieces.add(piece.stream().mapToInt(Integer::intValue).toArray());
    piece.clear();
  }

  boolean matches(String text) {
    int at = endOfPiece(text, 0, pieces.get(0));
    if (pieces.size() == 1) return at == text.length();
    for (int i = 1; i < pieces.size() - 1 && at >= 0; i++) at = find(text, at, pieces.get(i));
    if (at < 0) return false;
    int[] last = pieces.get(pieces.size() - 1);
    int start = text.length();
    for (int i = 0; i < last.length && start > at; i++) start = text.offsetByCodePoints(start, -1);
    return start >= at && endOfPiece(text, start, last) == text.length();
  }

  /** The end of the first place of a piece at or after a position; -1 when there is none. */
  private static int find(String text, int from, int[] piece) {
    for (int start = from; start <= text.length(); start++) {
      int end = endOfPiece(text, start, piece);
      if (end >= 0) return end;
    }
    return -1;
  }

  /** Where a piece that begins here ends; -1 when the text differs. */
  private static int endOfPiece(String text, int start, int[] piece) {
    int at = start;
    for (int expected : piece) {
      if (at >= text.length()) return -1;
      int c = text.codePointAt(at);
      if (expected != ANY_ONE && expected != c) return -1;
      at += Character.charCount(c);
    }
    return at;
  }
}
