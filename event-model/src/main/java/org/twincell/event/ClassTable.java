// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.event;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All classes and enumerations that a cell knows. Immutable; {@code org.twincell.baroc.ClassFiles}
 * makes one from class files. A class name selects the class and its subclasses.
 */
public final class ClassTable {
  /** A table that knows nothing. */
  public static final ClassTable EMPTY = new ClassTable(Map.of(), Map.of());

  private final Map<String, Enumeration> enumerations;
  private final Map<String, EventClass> classes;
  private final Map<String, List<String>> children;

  /**
   * Both maps are by name, in the order of definition; a super class stands before its children.
   */
  public ClassTable(Map<String, Enumeration> enumerations, Map<String, EventClass> classes) {
    this.enumerations = Collections.unmodifiableMap(new LinkedHashMap<>(enumerations));
    this.classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
    this.children = new LinkedHashMap<>();
    for (EventClass type : this.classes.values()) {
      type.superClass()
          .ifPresent(up -> children.computeIfAbsent(up, k -> new ArrayList<>()).add(type.name()));
    }
  }

  public Optional<EventClass> find(String name) {
    return Optional.ofNullable(classes.get(name));
  }

  public Optional<Enumeration> enumeration(String name) {
    return Optional.ofNullable(enumerations.get(name));
  }

  /** All classes, super classes before their children. */
  public Collection<EventClass> classes() {
    return classes.values();
  }

  public Collection<Enumeration> enumerations() {
    return enumerations.values();
  }

  /** The direct subclasses of a class, in the order of definition. */
  public List<String> children(String name) {
    return Collections.unmodifiableList(children.getOrDefault(name, List.of()));
  }

  /** The class and everything below it, depth first; empty when the class is unknown. */
  public List<String> withSubclasses(String name) {
    List<String> found = new ArrayList<>();
    if (classes.containsKey(name)) collect(name, found);
    return found;
  }

  private void collect(String name, List<String> into) {
    into.add(name);
    children(name).forEach(child -> collect(child, into));
  }

  /** Whether {@code name} is {@code ancestor} or derives from it. */
  public boolean isA(String name, String ancestor) {
    Optional<String> at = Optional.of(name);
    while (at.isPresent()) {
      if (at.get().equals(ancestor)) return true;
      at = find(at.get()).flatMap(EventClass::superClass);
    }
    return false;
  }

  /** Tables are equal when they hold equal classes and enumerations. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ClassTable that
        && classes.equals(that.classes)
        && enumerations.equals(that.enumerations);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classes, enumerations);
  }
}
