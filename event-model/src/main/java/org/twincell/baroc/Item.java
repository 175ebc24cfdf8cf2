// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.twincell.event.MetaClass;
import org.twincell.event.RawValue;

/** One definition of a class file as it was written, before names are looked up. */
sealed interface Item {
  /** {@code ENUMERATION name number label ... END}. */
  record EnumerationItem(Place place, String name, List<Label> labels) implements Item {}

  record Label(Place place, int number, String label) {}

  /** {@code META : name [ISA superClass] [DEFINES {...}]}. */
  record ClassItem(
      Place place,
      MetaClass metaClass,
      String name,
      @Nullable String superClass,
      List<SlotItem> slots)
      implements Item {}

  /** One slot; without a type it changes facets of an inherited slot. */
  record SlotItem(
      Place place, String name, @Nullable TypeItem type, Map<String, FacetItem> facets) {}

  /**
   * A type as it was written.
   *
   * @param word a simple type's keyword or the name of an enumeration
   * @param formulaClass the class after {@code ECF}, or empty
   */
  record TypeItem(Place place, boolean list, String word, String formulaClass) {}

  record FacetItem(Place place, RawValue value) {}
}
