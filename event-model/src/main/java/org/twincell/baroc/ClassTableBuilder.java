// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.baroc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.twincell.event.ClassTable;
import org.twincell.event.Enumeration;
import org.twincell.event.EventClass;
import org.twincell.event.MetaClass;
import org.twincell.event.Slot;
import org.twincell.event.SlotType;
import org.twincell.event.Suggestion;
import org.twincell.event.ValueConverter;

/**
 * Puts definitions together in the order in which they stand: looks names up, merges redefinitions,
 * and at the end gives every class what it inherits. One thread, used once.
 *
 * <p>Decided here because it is not documented: a label that is defined again keeps its first
 * number; a class without ISA that is not known yet derives from CORE_EVENT or CORE_DATA, where
 * there is one; a slot takes events' {@code parse = yes} unless told otherwise; POINTER is a text.
 */
final class ClassTableBuilder {
  /** The most classes of a table. */
  static final int CLASS_LIMIT = 20_000;

  /** The most slots of all classes together, inherited ones counted in each. */
  static final int SLOT_LIMIT = 2_000_000;

  /** The longest line of super classes. */
  static final int INHERITANCE_LIMIT = 100;

  private static final Map<String, SlotType.Kind> SIMPLE_TYPES =
      Map.of(
          "INTEGER", SlotType.Kind.INTEGER,
          "INT32", SlotType.Kind.INTEGER,
          "REAL", SlotType.Kind.REAL,
          "STRING", SlotType.Kind.STRING,
          "POINTER", SlotType.Kind.STRING,
          "ECF", SlotType.Kind.ECF);

  private final Problems problems;
  private final Map<String, Map<String, Integer>> labels = new LinkedHashMap<>();
  private final Map<String, Draft> drafts = new LinkedHashMap<>();
  private final Map<String, Enumeration> enumerations = new LinkedHashMap<>();
  private final ValueConverter converter =
      new ValueConverter(name -> Optional.ofNullable(enumerations.get(name)));

  ClassTableBuilder(Problems problems) {
    this.problems = problems;
  }

  /** A class under construction. */
  private static final class Draft {
    private final Place place;
    private final String name;
    private final MetaClass metaClass;
    private final @Nullable Draft superClass;
    private final int depth;
    private final Map<String, SlotDraft> own = new LinkedHashMap<>();

    Draft(Item.ClassItem item, @Nullable Draft superClass) {
      this.place = item.place();
      this.name = item.name();
      this.metaClass = item.metaClass();
      this.superClass = superClass;
      this.depth = superClass == null ? 0 : superClass.depth + 1;
    }
  }

  void add(Item item) {
    if (item instanceof Item.EnumerationItem enumeration) add(enumeration);
    if (item instanceof Item.ClassItem definition) add(definition);
  }

  private void add(Item.EnumerationItem item) {
    Map<String, Integer> known = labels.computeIfAbsent(item.name(), n -> new LinkedHashMap<>());
    for (Item.Label label : item.labels()) {
      Integer first = known.putIfAbsent(label.label(), label.number());
      if (first != null && first != label.number()) {
        String what =
            label.label() + " of " + item.name() + " is " + first + " already; it stays so";
        problems.warn(label.place().problem(what, "use another label, or the same number"));
      }
    }
  }

  private void add(Item.ClassItem item) {
    Draft known = drafts.get(item.name());
    Draft draft = known == null ? define(item) : redefine(item, known);
    for (Item.SlotItem slot : item.slots()) add(draft, slot);
  }

  private Draft define(Item.ClassItem item) {
    Draft superClass = item.superClass() == null ? root(item) : superClass(item, item.superClass());
    if (superClass != null && superClass.depth + 1 >= INHERITANCE_LIMIT) {
      problems.add(
          item.place().problem(item.name() + " has over " + INHERITANCE_LIMIT + " ancestors", ""));
      superClass = null;
    }
    if (drafts.size() == CLASS_LIMIT) {
      problems.add(item.place().problem("there are more than " + CLASS_LIMIT + " classes", ""));
    }
    Draft draft = new Draft(item, superClass);
    drafts.put(item.name(), draft);
    return draft;
  }

  private @Nullable Draft superClass(Item.ClassItem item, String name) {
    Draft superClass = drafts.get(name);
    if (superClass == null) {
      problems.add(
          item.place()
              .problem(
                  "super class " + name + " of " + item.name() + " is unknown",
                  Suggestion.mend(name, drafts.keySet(), "define it in an earlier place")));
    } else if (!sameKind(superClass.metaClass, item.metaClass())) {
      problems.add(
          item.place()
              .problem(
                  item.name()
                      + " is of "
                      + item.metaClass()
                      + ", its super class of "
                      + superClass.metaClass,
                  "derive events from events and data from data"));
    }
    return superClass;
  }

  private @Nullable Draft root(Item.ClassItem item) {
    MetaClass metaClass = item.metaClass();
    String root = metaClass.isEvent() ? "CORE_EVENT" : metaClass.isData() ? "CORE_DATA" : "";
    Draft superClass = drafts.get(root);
    if (superClass != null && metaClass.isEvent()) {
      problems.warn(
          item.place()
              .problem(
                  "event class "
                      + item.name()
                      + " is new and has no ISA, so it derives from "
                      + root,
                  "write ISA EVENT, or correct the name of the class that you redefine"));
    }
    return superClass;
  }

  private Draft redefine(Item.ClassItem item, Draft known) {
    String superName = known.superClass == null ? "" : known.superClass.name;
    if (item.superClass() != null && !item.superClass().equals(superName)) {
      problems.add(
          item.place()
              .problem(
                  item.name()
                      + " is defined already"
                      + (superName.isEmpty() ? "" : " ISA " + superName),
                  "leave ISA out to add slots to it, or take another name"));
    } else if (!sameKind(known.metaClass, item.metaClass())) {
      problems.add(
          item.place()
              .problem(
                  item.name()
                      + " is of "
                      + known.metaClass
                      + " already, not of "
                      + item.metaClass(),
                  "write " + known.metaClass));
    }
    return known;
  }

  private static boolean sameKind(MetaClass a, MetaClass b) {
    return a.isEvent() == b.isEvent() && a.isData() == b.isData();
  }

  private void add(Draft draft, Item.SlotItem item) {
    if (item.name().equals(EventClass.CLASS_SLOT)) {
      problems.add(
          item.place().problem("CLASS is the name of the class itself", "rename the slot"));
      return;
    }
    SlotDraft slot =
        draft.own.computeIfAbsent(
            item.name(), name -> new SlotDraft(item.place(), name, draft.name, problems));
    Item.TypeItem written = item.type();
    if (written != null) slot.setType(written.place(), knownType(written, item.name()));
    item.facets().forEach(slot::setFacet);
  }

  private SlotType knownType(Item.TypeItem item, String slot) {
    SlotType type = type(item);
    if (type != null) return type;
    problems.add(
        item.place()
            .problem(
                "type " + item.word() + " of slot " + slot + " is unknown",
                Suggestion.mend(
                    item.word(), typeNames(), "define the ENUMERATION in an earlier place")));
    return new SlotType(SlotType.Kind.STRING, item.list(), "");
  }

  private @Nullable SlotType type(Item.TypeItem item) {
    SlotType.Kind kind = SIMPLE_TYPES.get(item.word());
    if (kind != null) return new SlotType(kind, item.list(), item.formulaClass());
    if (!labels.containsKey(item.word())) return null;
    return new SlotType(SlotType.Kind.ENUM, item.list(), item.word());
  }

  private Collection<String> typeNames() {
    List<String> names = new ArrayList<>(SIMPLE_TYPES.keySet());
    names.addAll(labels.keySet());
    return names;
  }

  /** The table; of no use when there are problems. */
  ClassTable build() {
    labels.forEach(
        (name, known) -> {
          boolean isBroken = known.isEmpty(); // reported already; slots of it are not at fault
          enumerations.put(name, new Enumeration(name, isBroken ? Map.of("", 0) : known));
        });
    Map<String, EventClass> classes = new LinkedHashMap<>();
    int slotsInAll = 0;
    for (Draft draft : drafts.values()) {
      if (problems.isFull()) break;
      EventClass resolved = resolve(draft, classes);
      slotsInAll += resolved.slots().size();
      if (slotsInAll > SLOT_LIMIT) {
        problems.add(
            draft.place.problem("all classes together have over " + SLOT_LIMIT + " slots", ""));
        break;
      }
      classes.put(draft.name, resolved);
    }
    return new ClassTable(enumerations, classes);
  }

  private EventClass resolve(Draft draft, Map<String, EventClass> classes) {
    Map<String, Slot> slots = new LinkedHashMap<>();
    EventClass parent = draft.superClass == null ? null : classes.get(draft.superClass.name);
    if (parent != null) slots.putAll(parent.slots());
    for (SlotDraft slot : draft.own.values()) {
      slot.resolve(slots.get(slot.name()), converter).ifPresent(s -> slots.put(s.name(), s));
    }
    Optional<String> superClass = Optional.ofNullable(parent).map(EventClass::name);
    return new EventClass(draft.name, draft.metaClass, superClass, slots);
  }
}
