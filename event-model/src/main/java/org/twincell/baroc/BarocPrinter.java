// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.twincell.event.ClassTable;
import org.twincell.event.Enumeration;
import org.twincell.event.EventClass;
import org.twincell.event.Facet;
import org.twincell.event.Instance;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.event.Slot;
import org.twincell.event.SlotValue;
import org.twincell.event.ValueConverter;
import org.twincell.event.ValueText;

/**
 * Prints classes, events and data objects as BAROC. What is printed reads back as what it was: a
 * table as an equal table, an instance as an instance with the same slots.
 */
public final class BarocPrinter {
  private static final String INDENT = "\t";

  private BarocPrinter() {}

  /** An instance with the slots that were set, one a line. */
  public static String print(Instance instance) {
    return print(instance.type().name(), instance.slots());
  }

  /** A row of a query, one slot a line. */
  public static String print(String className, Map<String, SlotValue> slots) {
    StringBuilder out = new StringBuilder(className).append(";\n");
    slots.forEach((slot, value) -> line(out, slot, ValueText.of(value)));
    return out.append("END\n").toString();
  }

  /** An instance as a sender writes it. */
  public static String print(RawInstance instance) {
    StringBuilder out = new StringBuilder(instance.className()).append(";\n");
    instance
        .slots()
        .forEach(
            (slot, value) -> {
              boolean isText = value instanceof RawValue.Text;
              line(out, slot, isText ? ValueText.quoted(ValueText.of(value)) : ValueText.of(value));
            });
    return out.append("END\n").toString();
  }

  private static void line(StringBuilder out, String slot, String value) {
    out.append(INDENT).append(slot).append('=').append(value).append(";\n");
  }

  /** A row as one line without its end: the class, then the values; texts in single quotes. */
  public static String csv(String className, Collection<SlotValue> values) {
    StringJoiner line = new StringJoiner(",").add(className);
    values.forEach(value -> line.add(ValueText.of(value)));
    return line.toString();
  }

  /** All enumerations and classes, as one class file. */
  public static String print(ClassTable table) {
    StringBuilder out = new StringBuilder();
    table.enumerations().forEach(enumeration -> out.append(print(enumeration)).append('\n'));
    table.classes().forEach(type -> out.append(print(type, table)).append('\n'));
    return out.toString();
  }

  public static String print(Enumeration enumeration) {
    StringBuilder out = new StringBuilder("ENUMERATION " + enumeration.name() + "\n");
    enumeration
        .labels()
        .forEach((label, number) -> out.append(INDENT + number + " " + label + "\n"));
    return out.append("END\n").toString();
  }

  /** A class with what it adds to its super class, which the table knows. */
  public static String print(EventClass type, ClassTable table) {
    StringBuilder out = new StringBuilder(type.metaClass() + " : " + type.name());
    type.superClass().ifPresent(up -> out.append(" ISA ").append(up));
    Optional<EventClass> parent = type.superClass().flatMap(table::find);
    StringBuilder slots = new StringBuilder();
    ValueConverter converter = new ValueConverter(table::enumeration);
    for (Slot slot : type.slots().values()) {
      Slot inherited = parent.flatMap(p -> p.slot(slot.name())).orElse(null);
      if (!slot.equals(inherited)) slots.append(definition(slot, inherited, converter));
    }
    if (!slots.isEmpty()) out.append("\nDEFINES {\n").append(slots).append("}");
    return out.append(";\nEND\n").toString();
  }

  private static String definition(Slot slot, @Nullable Slot inherited, ValueConverter converter) {
    StringJoiner parts = new StringJoiner(", ", INDENT + slot.name() + " : ", ";\n");
    if (inherited == null) parts.add(slot.type().spelling());
    SlotValue usual =
        inherited == null ? converter.typeDefault(slot.type()) : inherited.defaultValue();
    if (!slot.defaultValue().equals(usual)) {
      parts.add("default = " + ValueText.of(slot.defaultValue()));
    }
    for (Facet facet : Facet.values()) {
      boolean before = inherited == null ? facet == Facet.PARSE : inherited.has(facet);
      if (slot.has(facet) != before) parts.add(yesNo(facet, slot.has(facet)));
    }
    String shown = inherited == null ? "" : inherited.representation();
    if (!slot.representation().equals(shown)) {
      parts.add("representation = " + ValueText.quoted(slot.representation()));
    }
    Map<String, String> others = inherited == null ? Map.of() : inherited.otherFacets();
    slot.otherFacets()
        .forEach(
            (name, value) -> {
              if (!value.equals(others.get(name))) {
                parts.add(name + " = " + ValueText.quoted(value));
              }
            });
    return parts.toString();
  }

  private static String yesNo(Facet facet, boolean on) {
    return facet.name().toLowerCase(Locale.ROOT) + " = " + (on ? "yes" : "no");
  }
}
