// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.event;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One slot of a class, with everything that the class inherits for it.
 *
 * @param name as the class file spells it; case-sensitive
 * @param type the slot's type
 * @param defaultValue the value of an instance that sets none: the declared default, else the
 *     type's own (0, 0.0, empty text, the first label of an enumeration, the empty list)
 * @param facets the facets that are on
 * @param representation the display hint ({@code date}, {@code diary}), or empty
 * @param otherFacets facets that this product does not know, by name, kept as they were written
 */
public record Slot(
    String name,
    SlotType type,
    SlotValue defaultValue,
    Set<Facet> facets,
    String representation,
    Map<String, String> otherFacets) {
  public Slot {
    EnumSet<Facet> on = EnumSet.noneOf(Facet.class);
    on.addAll(facets);
    facets = Collections.unmodifiableSet(on);
    otherFacets = Collections.unmodifiableMap(new TreeMap<>(otherFacets));
  }

  public boolean has(Facet facet) {
    return facets.contains(facet);
  }

  /** The five-letter flag word, for instance {@code rkPDh}; upper case means on. */
  public String flags() {
    StringBuilder word = new StringBuilder();
    for (Facet facet : Facet.values()) {
      word.append(has(facet) ? Character.toUpperCase(facet.letter()) : facet.letter());
    }
    return word.toString();
  }
}
