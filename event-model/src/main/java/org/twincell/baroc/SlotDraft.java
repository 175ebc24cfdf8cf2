// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.twincell.event.Facet;
import org.twincell.event.Slot;
import org.twincell.event.SlotType;
import org.twincell.event.SlotValue;
import org.twincell.event.Suggestion;
import org.twincell.event.ValueConverter;
import org.twincell.event.ValueText;

/**
 * What one class says of one slot: a type, or only some facets of an inherited slot. Later
 * definitions of the same class are merged into it. One thread.
 */
final class SlotDraft {
  private static final String DEFAULT = "default";
  private static final String REPRESENTATION = "representation";

  private final Place place;
  private final String name;
  private final String className;
  private final Problems problems;
  private @Nullable SlotType type;
  private Item.@Nullable FacetItem defaultValue;
  private @Nullable String representation;
  private final Map<Facet, Boolean> facets = new EnumMap<>(Facet.class);
  private final Map<String, String> others = new TreeMap<>();

  SlotDraft(Place place, String name, String className, Problems problems) {
    this.place = place;
    this.name = name;
    this.className = className;
    this.problems = problems;
  }

  String name() {
    return name;
  }

  void setType(Place at, SlotType newType) {
    if (type != null && !type.equals(newType)) {
      problems.add(typeClash(at, newType, type));
    } else {
      type = newType;
    }
  }

  private Problem typeClash(Place at, SlotType here, SlotType before) {
    return at.problem(
        "slot " + name + " is " + here.spelling() + " here and " + before.spelling() + " before",
        "leave the type out to change facets only, or rename the slot");
  }

  void setFacet(String written, Item.FacetItem facet) {
    String known = written.toLowerCase(Locale.ROOT);
    Optional<Facet> yesNo = yesNoFacet(known);
    if (known.equals(DEFAULT)) {
      defaultValue = facet;
    } else if (known.equals(REPRESENTATION)) {
      representation = ValueText.of(facet.value());
    } else if (yesNo.isPresent()) {
      setYesNo(yesNo.get(), written, facet);
    } else {
      others.put(written, ValueText.of(facet.value()));
      String what = "facet " + written + " of slot " + name + " is unknown; it is kept as it is";
      problems.warn(facet.place().problem(what, Suggestion.mend(written, facetNames(), "")));
    }
  }

  private void setYesNo(Facet facet, String written, Item.FacetItem item) {
    String text = ValueText.of(item.value());
    if (text.equalsIgnoreCase("yes")) {
      facets.put(facet, true);
    } else if (text.equalsIgnoreCase("no")) {
      facets.put(facet, false);
    } else {
      String what = "facet " + written + " of slot " + name + " is neither yes nor no";
      problems.add(item.place().problem(what, "write yes or no"));
    }
  }

  private static Optional<Facet> yesNoFacet(String word) {
    for (Facet facet : Facet.values()) {
      if (facet.name().equalsIgnoreCase(word)) return Optional.of(facet);
    }
    return Optional.empty();
  }

  private static List<String> facetNames() {
    List<String> names = new ArrayList<>(List.of(DEFAULT, REPRESENTATION));
    for (Facet facet : Facet.values()) names.add(facet.name().toLowerCase(Locale.ROOT));
    return names;
  }

  /** The slot with all that it inherits; empty, and reported, when that does not fit together. */
  Optional<Slot> resolve(@Nullable Slot inherited, ValueConverter converter) {
    SlotType resolved = type == null && inherited != null ? inherited.type() : type;
    if (resolved == null) {
      String what = "slot " + name + " has no type, and no super class of " + className + " has it";
      problems.add(place.problem(what, "write '" + name + " : TYPE;'"));
      return Optional.empty();
    }
    if (inherited != null && !inherited.type().equals(resolved)) {
      problems.add(typeClash(place, resolved, inherited.type()));
      return Optional.empty();
    }
    String shown = inherited == null ? "" : inherited.representation();
    if (representation != null) shown = representation;
    Map<String, String> kept =
        new TreeMap<>(inherited == null ? Map.of() : inherited.otherFacets());
    kept.putAll(others);
    SlotValue value = defaultValue(resolved, shown, inherited, converter);
    return Optional.of(new Slot(name, resolved, value, facets(inherited), shown, kept));
  }

  private Set<Facet> facets(@Nullable Slot inherited) {
    Set<Facet> on = EnumSet.of(Facet.PARSE); // a slot is open to senders unless told otherwise
    if (inherited != null) {
      on.clear();
      on.addAll(inherited.facets());
    }
    facets.forEach(
        (facet, yes) -> {
          if (yes) on.add(facet);
          else on.remove(facet);
        });
    return on;
  }

  private SlotValue defaultValue(
      SlotType resolved, String shown, @Nullable Slot inherited, ValueConverter converter) {
    if (defaultValue != null) {
      Optional<SlotValue> value = converter.convert(defaultValue.value(), resolved, shown);
      if (value.isPresent()) return value.get();
      String text = Lexer.shortened(ValueText.of(defaultValue.value()));
      String what = "default '" + text + "' of slot " + name + " is not of type ";
      problems.add(
          defaultValue.place().problem(what + resolved.spelling(), "write such a value, or none"));
    }
    return inherited == null ? converter.typeDefault(resolved) : inherited.defaultValue();
  }
}
