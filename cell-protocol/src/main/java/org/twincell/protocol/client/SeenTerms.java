// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.protocol.client;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The newest term that was seen in each lineage of a cell, and the lineage that is followed.
 * Members that tell no lineage have the empty one, which is older than any other.
 */
final class SeenTerms {
  /** Of so many lineages the terms are remembered, the ones seen last. */
  static final int LINEAGES_LIMIT = 8;

  private final Map<String, Long> highest = new LinkedHashMap<>(16, 0.75f, true);
  private String followed = "";

  /** A member answers, or says that it is active, in this term. */
  void see(String lineage, long term) {
    highest.merge(lineage, term, Math::max);
    if (highest.size() > LINEAGES_LIMIT) {
      highest.keySet().stream()
          .filter(each -> !each.equals(followed))
          .findFirst()
          .ifPresent(highest::remove);
    }
  }

  /** Whether a newer term of this lineage was seen. */
  boolean isOvertaken(String lineage, long term) {
    return highest.getOrDefault(lineage, 0L) > term;
  }

  void follow(String lineage) {
    followed = lineage;
  }

  String followed() {
    return followed;
  }
}
