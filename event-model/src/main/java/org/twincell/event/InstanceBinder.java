// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Gives what a sender wrote the types of its class. A slot that the class does not have, that only
 * the cell may set, or whose value does not convert without loss is not lost: its name goes to
 * {@code mc_bad_slot_names} and its value, at the same place, to {@code mc_bad_slot_values}.
 *
 * <p>Only a text over {@link ValueConverter#TEXT_LIMIT_BYTES} is refused as a whole, with {@link
 * SlotTooLongException}. Immutable; any thread may use it.
 */
public final class InstanceBinder {
  /** Where the names of slots that could not be set are kept. */
  public static final String BAD_NAMES = "mc_bad_slot_names";

  /** Where their values are kept, in the same order. */
  public static final String BAD_VALUES = "mc_bad_slot_values";

  private final ValueConverter converter;

  public InstanceBinder(ClassTable table) {
    this.converter = new ValueConverter(table::enumeration);
  }

  /**
   * A new instance.
   *
   * @param badSlots what was put aside; already in the instance, where its class has the two slots
   */
  public record Bound(Instance instance, List<BadSlot> badSlots) {
    public Bound {
      badSlots = List.copyOf(badSlots);
    }
  }

  /**
   * The typed slots of a modification.
   *
   * @param badSlots what was put aside; not yet in {@code slots}, because the lists of the existing
   *     instance go first: see {@link InstanceBinder#withBadSlots}
   */
  public record BoundChanges(Map<String, SlotValue> slots, List<BadSlot> badSlots) {
    public BoundChanges {
      slots = Collections.unmodifiableMap(new LinkedHashMap<>(slots));
      badSlots = List.copyOf(badSlots);
    }
  }

  /** Binds a new event or data object that came from outside. */
  public Bound bind(RawInstance raw, EventClass type) {
    return bind(raw, type, slot -> slot.has(Facet.PARSE));
  }

  /** Binds a new instance of the cell itself, which may set every slot. */
  public Bound bindOwn(RawInstance raw, EventClass type) {
    return bind(raw, type, slot -> true);
  }

  /**
   * Binds the slots of a modification from outside; {@code read_only} slots are put aside too. A
   * sender may write whole rows back: a slot that it may not set, but that has this value already,
   * is passed over.
   */
  public BoundChanges bindChanges(Map<String, RawValue> slots, Instance current) {
    EventClass type = current.type();
    Sorting sorting =
        new Sorting(type, slot -> slot.has(Facet.PARSE) && !slot.has(Facet.READ_ONLY));
    slots.forEach(
        (name, value) -> {
          Optional<SlotValue> locked =
              type.slot(name)
                  .filter(slot -> !sorting.settable.test(slot))
                  .flatMap(slot -> converter.convert(value, slot));
          boolean unchanged = locked.isPresent() && locked.equals(current.get(name));
          if (!unchanged) sorting.take(name, value);
        });
    return new BoundChanges(sorting.good, sorting.bad);
  }

  private Bound bind(RawInstance raw, EventClass type, Predicate<Slot> settable) {
    Sorting sorting = new Sorting(type, settable);
    raw.slots().forEach(sorting::take);
    Instance instance = withBadSlots(new Instance(type, sorting.good), sorting.bad);
    return new Bound(instance, sorting.bad);
  }

  /** The instance with bad slots added to its two lists, where its class has them. */
  public static Instance withBadSlots(Instance instance, List<BadSlot> bad) {
    EventClass type = instance.type();
    if (bad.isEmpty() || type.slot(BAD_NAMES).isEmpty() || type.slot(BAD_VALUES).isEmpty()) {
      return instance;
    }
    List<SlotValue> names = elements(instance, BAD_NAMES);
    List<SlotValue> values = elements(instance, BAD_VALUES);
    for (BadSlot slot : bad) {
      names.add(new SlotValue.TextValue(slot.name()));
      values.add(new SlotValue.TextValue(slot.value()));
    }
    Map<String, SlotValue> lists = new LinkedHashMap<>(); // one order on every member
    lists.put(BAD_NAMES, new SlotValue.ListValue(names));
    lists.put(BAD_VALUES, new SlotValue.ListValue(values));
    return instance.with(lists);
  }

  private static List<SlotValue> elements(Instance instance, String slot) {
    Optional<SlotValue> value = instance.get(slot);
    return value.isPresent() && value.get() instanceof SlotValue.ListValue list
        ? new ArrayList<>(list.elements())
        : new ArrayList<>();
  }

  /** Takes slots one by one and sorts them into good and bad ones. */
  private final class Sorting {
    private final EventClass type;
    private final Predicate<Slot> settable;
    private final Map<String, SlotValue> good = new LinkedHashMap<>();
    private final List<BadSlot> bad = new ArrayList<>();

    Sorting(EventClass type, Predicate<Slot> settable) {
      this.type = type;
      this.settable = settable;
    }

    void take(String name, RawValue value) {
      checkLength(name, value);
      Optional<Slot> slot = type.slot(name);
      if (slot.isEmpty()) {
        if (!isOwnClassName(name, value)) putAside(name, value, BadSlot.Reason.UNKNOWN);
        return;
      }
      Optional<SlotValue> converted = converter.convert(value, slot.get());
      if (!settable.test(slot.get())) {
        putAside(name, value, BadSlot.Reason.NOT_SETTABLE);
      } else if (converted.isEmpty()) {
        putAside(name, value, BadSlot.Reason.NOT_CONVERTIBLE);
      } else {
        good.put(name, converted.get());
      }
    }

    /** Rows of a query begin with the class in a slot of its own; a client may send them back. */
    private boolean isOwnClassName(String name, RawValue value) {
      return name.equals(EventClass.CLASS_SLOT) && ValueText.of(value).equals(type.name());
    }

    private void putAside(String name, RawValue value, BadSlot.Reason reason) {
      String text = ValueText.of(value);
      checkText(name, text);
      bad.add(new BadSlot(name, text, reason));
    }
  }

  private static void checkLength(String slot, RawValue value) {
    if (value instanceof RawValue.Text text) checkText(slot, text.value());
    if (value instanceof RawValue.ListOf list) list.elements().forEach(e -> checkLength(slot, e));
  }

  private static void checkText(String slot, String text) {
    if (text.length() * 3L <= ValueConverter.TEXT_LIMIT_BYTES) return;
    long bytes = utf8Length(text);
    if (bytes > ValueConverter.TEXT_LIMIT_BYTES) throw new SlotTooLongException(slot, bytes);
  }

  private static long utf8Length(String text) {
    return text.codePoints()
        .mapToLong(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4)
        .sum();
  }
}
