// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;
import org.twincell.cell.store.ClientPlaces.Place;
import org.twincell.condition.Conjunct;
import org.twincell.condition.Operator;
import org.twincell.condition.Query;
import org.twincell.event.SlotValue;
import org.twincell.protocol.ObjectKind;

/**
 * Chooses which rows a query looks at: the index that a conjunct of the query allows, best first,
 * or else the rows of its classes. The rows found still go through the whole condition.
 */
final class Planner {
  /** Rows of a range of dates that are sorted in memory; a longer range reads classes instead. */
  static final int RANGE_LIMIT_ROWS = 500_000;

  /** Where more than one row in so many is of the classes asked for, all rows are read in order. */
  private static final int SCAN_SHARE = 4;

  /** With more loose rows than this, counting what is new reads what is new. */
  static final int LOOSE_LIMIT_ROWS = 10_000;

  private final ReadView view;
  private final ObjectKind kind;
  private final Query query;
  private final long asOf;
  private final List<Conjunct> conjuncts;
  private final Map<Integer, Long> classCounts = new HashMap<>();

  /**
   * @param asOf the commit index whose state is read, at or before that of the view
   */
  Planner(ReadView view, ObjectKind kind, Query query, long asOf) {
    this.view = view;
    this.asOf = asOf;
    this.kind = kind;
    this.query = query;
    this.conjuncts = query.conjuncts();
  }

  /**
   * What to read.
   *
   * @param name for logs and tests
   * @param handles opens it; the caller closes
   * @param counting tells how many rows match now, where that is known without reading them
   */
  record Plan(String name, Supplier<Handles> handles, Supplier<OptionalLong> counting) {
    Plan(String name, Supplier<Handles> handles) {
      this(name, handles, OptionalLong::empty);
    }

    OptionalLong count() {
      return counting.get();
    }
  }

  Plan choose() {
    Plan plan = byId();
    if (plan == null) plan = byHandle();
    if (plan == null) plan = byAcknowledgement();
    if (plan == null) plan = byReception();
    if (plan == null) plan = byStatus();
    return plan != null ? plan : byClass();
  }

  // ---- identity ----

  private @Nullable Plan byId() {
    Conjunct ids = oneOf(SystemSlots.idSlot(kind));
    if (ids == null) return null;
    Set<Long> found = new TreeSet<>();
    for (SlotValue value : ids.values()) {
      if (!(value instanceof SlotValue.TextValue id)) return null;
      byte[] handle = view.get(Family.INDEX, Keys.id(kind, id.value()));
      if (handle != null) found.add(Keys.longAt(handle, 0));
    }
    return listed("id", found);
  }

  private @Nullable Plan byHandle() {
    Conjunct handles = oneOf(SystemSlots.handleSlot(kind));
    if (handles == null) return null;
    Set<Long> found = new TreeSet<>();
    for (SlotValue value : handles.values()) {
      if (!(value instanceof SlotValue.IntegerValue handle)) return null;
      found.add(handle.value());
    }
    return listed("handle", found);
  }

  private static Plan listed(String name, Set<Long> handles) {
    long[] sorted = handles.stream().mapToLong(Long::longValue).toArray();
    return new Plan(name, () -> Handles.of(sorted));
  }

  // ---- client_ack ----

  private @Nullable Plan byAcknowledgement() {
    for (Conjunct conjunct : conjuncts) {
      if (!conjunct.slot().equals(SystemSlots.CLIENT_ACK)) continue;
      Optional<String> client = conjunct.lacks().filter(name -> !name.isEmpty());
      if (client.isPresent()) return notAcknowledgedBy(client.get(), isWhole(conjunct));
      if (isNobody(conjunct)) return notAcknowledgedBy(AcknowledgedRuns.ANYBODY, false);
    }
    return null;
  }

  /** The conjunct says all that the query says, and the index knows it exactly. */
  private boolean isWhole(Conjunct conjunct) {
    boolean isExact =
        conjunct.operator() == Operator.LIST_CONTAINS || conjunct.operator() == Operator.EQUALS;
    return isExact
        && query.condition() instanceof org.twincell.condition.Condition.Not not
        && not.part() instanceof org.twincell.condition.Condition.SlotTest;
  }

  /** {@code client_ack == ''} of a text, {@code client_ack == []} of a list. */
  private static boolean isNobody(Conjunct conjunct) {
    if (conjunct.negated() || conjunct.operator() != Operator.EQUALS) return false;
    SlotValue value = conjunct.value().orElse(null);
    return new SlotValue.TextValue("").equals(value)
        || new SlotValue.ListValue(List.of()).equals(value);
  }

  private Plan notAcknowledgedBy(String client, boolean isWhole) {
    Optional<Place> place = ClientPlaces.find(view, client);
    List<Integer> types = types();
    Supplier<OptionalLong> counting =
        isWhole ? () -> countNotAcknowledged(client, place, types) : OptionalLong::empty;
    if (place.isEmpty()) return new Plan("client_ack", () -> classRows(types), counting);
    int number = place.get().number();
    Supplier<Handles> gaps =
        () -> {
          List<Handles> parts = new ArrayList<>();
          for (int type : types) {
            if (acknowledged(place, type) == ofClass(type)) continue;
            parts.add(new Handles.Unacknowledged(view, number, type));
          }
          return merged(parts);
        };
    return new Plan("client_ack", gaps, counting);
  }

  private OptionalLong countNotAcknowledged(
      String client, Optional<Place> place, List<Integer> types) {
    long open = 0;
    for (int type : types) open += ofClass(type) - acknowledged(place, type);
    boolean isComplete = place.isPresent() && place.get().complete();
    long loose = view.state().getLooseRows();
    if (isComplete || loose == 0) return OptionalLong.of(open);
    if (loose > LOOSE_LIMIT_ROWS) return OptionalLong.empty();
    for (int type : types) open -= acknowledgedLoosely(client, place, type);
    return OptionalLong.of(open);
  }

  /** Rows of a class that a client has acknowledged and that are in none of its runs. */
  private long acknowledgedLoosely(String client, Optional<Place> place, int type) {
    long found = 0;
    try (Handles loose = Handles.indexed(view, Keys.looseRow(type, 0));
        Handles gaps =
            place.isPresent()
                ? new Handles.Unacknowledged(view, place.get().number(), type)
                : Handles.indexed(view, Keys.classRow(type, 0))) {
      for (long h = loose.seek(1); h != Handles.END; h = loose.seek(h + 1)) {
        RowVersion row = gaps.seek(h) == h ? view.newest(kind, h) : null;
        if (row == null) continue;
        if (ObjectWriter.clients(row.get(SystemSlots.CLIENT_ACK)).contains(client)) found++;
      }
    }
    return found;
  }

  private long acknowledged(Optional<Place> place, int type) {
    return place.isEmpty()
        ? 0
        : view.number(Family.META, Keys.acknowledgedCount(place.get().number(), type));
  }

  // ---- status, reception ----

  private @Nullable Plan byStatus() {
    if (kind != ObjectKind.EVENT) return null;
    Conjunct status = oneOf(SystemSlots.STATUS);
    if (status == null) return null;
    Set<Integer> numbers = new LinkedHashSet<>();
    for (SlotValue value : status.values()) {
      if (!(value instanceof SlotValue.EnumValue label)) return null;
      numbers.add(label.number());
    }
    return new Plan(
        "status",
        () -> {
          List<Handles> parts = new ArrayList<>();
          for (int number : numbers) parts.add(Handles.indexed(view, Keys.status(number, 0)));
          return merged(parts);
        });
  }

  private @Nullable Plan byReception() {
    if (kind != ObjectKind.EVENT) return null;
    long from = Long.MIN_VALUE;
    long to = Long.MAX_VALUE;
    for (Conjunct conjunct : conjuncts) {
      if (!conjunct.slot().equals(SystemSlots.RECEPTION) || conjunct.negated()) continue;
      if (!(conjunct.value().orElse(null) instanceof SlotValue.IntegerValue seconds)) continue;
      long value = seconds.value();
      switch (conjunct.operator()) {
        case GREATER, GREATER_OR_EQUALS -> from = Math.max(from, value);
        case SMALLER, SMALLER_OR_EQUALS -> to = Math.min(to, value);
        case EQUALS -> {
          from = Math.max(from, value);
          to = Math.min(to, value);
        }
        default -> {}
      }
    }
    if (from == Long.MIN_VALUE && to == Long.MAX_VALUE) return null;
    long[] handles = received(from, to);
    return handles == null ? null : new Plan("reception", () -> Handles.of(handles));
  }

  /** Sorted handles of a range of dates, or null when there are too many. */
  private long @Nullable [] received(long from, long to) {
    long[] kept = view.dateRanges().find(from, to, asOf, view.index());
    if (kept != null) return kept;
    long[] sorted = readReceived(from, to);
    if (sorted != null) view.dateRanges().keep(from, to, view.index(), sorted);
    return sorted;
  }

  private long @Nullable [] readReceived(long from, long to) {
    long[] found = new long[64];
    int count = 0;
    byte[] last = Keys.reception(to, Long.MAX_VALUE);
    try (RocksIterator at = view.iterator(Family.INDEX)) {
      for (at.seek(Keys.reception(from, 0)); Content.isAt(at); at.next()) {
        byte[] key = at.key();
        if (Arrays.compareUnsigned(key, last) > 0) break;
        if (count == RANGE_LIMIT_ROWS) return null;
        if (count == found.length) found = Arrays.copyOf(found, 2 * count);
        found[count++] = Keys.lastLong(key);
      }
    }
    long[] sorted = Arrays.copyOf(found, count);
    Arrays.sort(sorted);
    return sorted;
  }

  // ---- classes ----

  private Plan byClass() {
    List<Integer> types = types();
    long rows = 0;
    for (int type : types) rows += ofClass(type);
    OptionalLong count =
        query.condition().equals(org.twincell.condition.Condition.ALWAYS)
            ? OptionalLong.of(rows)
            : OptionalLong.empty();
    Supplier<OptionalLong> counting = () -> count;
    long all = kind == ObjectKind.EVENT ? view.state().getEvents() : view.state().getDataObjects();
    if (rows * SCAN_SHARE > all) {
      return new Plan("scan", () -> Handles.allRows(view, kind), counting);
    }
    return new Plan("class", () -> classRows(types), counting);
  }

  private Handles classRows(List<Integer> types) {
    List<Handles> parts = new ArrayList<>();
    for (int type : types) parts.add(Handles.indexed(view, Keys.classRow(type, 0)));
    return merged(parts);
  }

  private static Handles merged(List<Handles> parts) {
    return parts.isEmpty() ? Handles.of(new long[0]) : Handles.merged(parts);
  }

  /** The numbers of the selected classes that have rows now. */
  private List<Integer> types() {
    List<Integer> types = new ArrayList<>();
    for (String name : query.selectedClasses()) {
      OptionalInt number = view.names().find(name);
      if (number.isPresent() && ofClass(number.getAsInt()) > 0) types.add(number.getAsInt());
    }
    return types;
  }

  private long ofClass(int type) {
    return classCounts.computeIfAbsent(
        type, number -> view.number(Family.META, Keys.classCount(number)));
  }

  /** A conjunct that allows a slot only some values, or null. */
  private @Nullable Conjunct oneOf(String slot) {
    for (Conjunct conjunct : conjuncts) {
      boolean fits =
          conjunct.operator() == Operator.EQUALS || conjunct.operator() == Operator.WITHIN;
      if (conjunct.slot().equals(slot) && fits && !conjunct.negated()) return conjunct;
    }
    return null;
  }
}
