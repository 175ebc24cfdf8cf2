// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.directory;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what someone who mistyped may have meant. */
final class NearestWord {
  private static final int MAX_EDITS = 2;

  private NearestWord() {}

  /** The word that takes the fewest edits to reach, if that is at most a third of the text. */
  static Optional<String> to(String text, Collection<String> words) {
    int allowed = Math.min(MAX_EDITS, (text.length() + 2) / 3);
    Optional<String> nearest = Optional.empty();
    for (String word : words) {
      if (Math.abs(word.length() - text.length()) > allowed) continue;
      int edits = edits(text.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
      if (edits > allowed) continue;
      nearest = Optional.of(word);
      allowed = edits - 1;
    }
    return nearest;
  }

  /** The Levenshtein distance. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) row[j] = j;
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
