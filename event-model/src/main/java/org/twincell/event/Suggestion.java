// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.event;

import java.util.Collection;
import java.util.Optional;

/** Finds the known word that a mistyped one was probably meant to be. */
public final class Suggestion {
  private static final int DISTANCE_LIMIT = 2;

  /** Longer words are not compared; keeps the cost of a wrong word small. */
  private static final int WORD_LIMIT_CHARS = 64;

  private Suggestion() {}

  /** The nearest word, at most two letters away or differing in case only. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    if (word.length() > WORD_LIMIT_CHARS) return Optional.empty();
    String best = null;
    int bestDistance = DISTANCE_LIMIT + 1;
    for (String candidate : known) {
      int distance = candidate.equalsIgnoreCase(word) ? 0 : distance(word, candidate);
      if (distance < bestDistance && distance * 2 < Math.max(word.length(), 3)) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** {@code did you mean 'x'?}, or what to say when nothing is near. */
  public static String mend(String word, Collection<String> known, String otherwise) {
    return nearest(word, known).map(near -> "did you mean '" + near + "'?").orElse(otherwise);
  }

  /** How many letters must be changed, added or taken away; more than the limit is not counted. */
  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > DISTANCE_LIMIT) return DISTANCE_LIMIT + 1;
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) row[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
