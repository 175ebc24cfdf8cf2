// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.twincell.event.SlotValue;
import org.twincell.protocol.ObjectKind;

/** Names what differs between the same buckets of two stores, record by record, for people. */
final class Differences {
  /** More are counted and not named. */
  static final int NAMED_LIMIT = 200;

  private final NameTable names;
  private final Classes classes;

  /** What one record has on the two sides. */
  private static final class Pair {
    private final Map<Place, byte[]> here = new LinkedHashMap<>();
    private final Map<Place, byte[]> there = new LinkedHashMap<>();
  }

  /** Where a key lies. */
  private record Place(Family family, ByteBuffer key) {}

  /** What belongs together; the last is for what belongs to no record. */
  private record Owner(String kind, long handle) implements Comparable<Owner> {
    @Override
    public int compareTo(Owner other) {
      int byKind = kind.compareTo(other.kind);
      return byKind != 0 ? byKind : Long.compare(handle, other.handle);
    }
  }

  private Differences(NameTable names, Classes classes) {
    this.names = names;
    this.classes = classes;
  }

  /**
   * One line for each record that differs.
   *
   * @param here this store's records
   * @param there the other member's
   */
  static List<String> lines(ReadView view, Records here, Records there) {
    Differences differences = new Differences(view.names(), view.classes());
    Map<Owner, Pair> byOwner = new TreeMap<>();
    for (Records.Item item : here.items()) {
      pair(byOwner, item).here.put(place(item), item.value());
    }
    for (Records.Item item : there.items()) {
      pair(byOwner, item).there.put(place(item), item.value());
    }
    List<String> lines = new ArrayList<>();
    byOwner.forEach(
        (owner, pair) -> {
          String line = differences.line(owner, pair);
          if (!line.isEmpty()) lines.add(line);
        });
    if (!sameCounters(here, there)) lines.add("counters of the store");
    return lines;
  }

  private static boolean sameCounters(Records here, Records there) {
    return here.counters().toBuilder()
        .clearDigestSum()
        .clearDigestKeys()
        .clearAppliedTerm()
        .build()
        .equals(
            there.counters().toBuilder()
                .clearDigestSum()
                .clearDigestKeys()
                .clearAppliedTerm()
                .build());
  }

  private static Pair pair(Map<Owner, Pair> byOwner, Records.Item item) {
    return byOwner.computeIfAbsent(owner(item), unused -> new Pair());
  }

  private static Place place(Records.Item item) {
    return new Place(item.in(), ByteBuffer.wrap(item.key()));
  }

  private static Owner owner(Records.Item item) {
    byte[] key = item.key();
    try {
      return switch (item.in()) {
        case META -> new Owner("names and counts", 0);
        case COMMANDS -> new Owner("remembered command", Keys.lastLong(key));
        case ROWS -> new Owner(kind(key[0]), Keys.lastLong(key));
        case HISTORY ->
            key[0] == 'h'
                ? new Owner(kind(key[1]), Keys.longAt(key, 2))
                : new Owner(kind(key[9]), Keys.lastLong(key));
        case INDEX -> indexed(key, item.value());
      };
    } catch (IndexOutOfBoundsException damaged) {
      return new Owner("damaged key", 0);
    }
  }

  private static Owner indexed(byte[] key, byte[] value) {
    return switch (key[0]) {
      case 'i' -> new Owner(kind(key[1]), Keys.longAt(value, 0));
      case 'k' -> new Owner(kind((byte) 'D'), Keys.longAt(value, 0));
      // An entry of the class index does not say which kind it finds; events are what there are.
      case 'c', 's', 't', 'u' -> new Owner(kind((byte) 'E'), Keys.lastLong(key));
      default -> new Owner("acknowledged run", Keys.lastLong(key));
    };
  }

  private static String kind(byte tag) {
    return tag == 'D' ? "data object" : "event";
  }

  /** Empty when both sides have the same. */
  private String line(Owner owner, Pair pair) {
    Set<String> what = new TreeSet<>();
    Set<Place> all = new java.util.LinkedHashSet<>(pair.here.keySet());
    all.addAll(pair.there.keySet());
    byte[] row = null;
    for (Place place : all) {
      byte[] here = pair.here.get(place);
      byte[] there = pair.there.get(place);
      if (place.family == Family.ROWS) row = there != null ? there : here;
      if (here != null && there != null && Arrays.equals(here, there)) continue;
      what.add(what(place, here, there));
    }
    if (what.isEmpty()) return "";
    String head = owner.handle == 0 ? owner.kind : owner.kind + " handle " + owner.handle;
    return head + described(row) + ": " + String.join("; ", what);
  }

  private String described(byte @Nullable [] row) {
    if (row == null) return "";
    try {
      var version = new RowVersion.Encoded(row, names, classes.table());
      SlotValue id = version.get(SystemSlots.idSlot(ObjectKind.EVENT));
      if (id == null) id = version.get(SystemSlots.idSlot(ObjectKind.DATA));
      String text = id == null ? "" : org.twincell.event.ValueText.plain(id);
      return " class " + version.className() + " id '" + text + "'";
    } catch (RuntimeException damaged) {
      return " (its row makes no sense)";
    }
  }

  private String what(Place place, byte @Nullable [] here, byte @Nullable [] there) {
    String name =
        switch (place.family) {
          case ROWS -> "row";
          case INDEX -> "index " + (char) place.key.get(0);
          case HISTORY -> "an older version";
          case META -> "an entry";
          case COMMANDS -> "what was decided";
        };
    if (here == null) return name + " is missing here";
    if (there == null) return name + " is here only";
    return place.family == Family.ROWS ? "slots " + slots(here, there) : name + " differs";
  }

  private String slots(byte[] here, byte[] there) {
    try {
      Map<String, SlotValue> ours = decoded(here);
      Map<String, SlotValue> theirs = decoded(there);
      Set<String> differing = new TreeSet<>();
      for (String slot : ours.keySet()) {
        if (!Objects.equals(ours.get(slot), theirs.get(slot))) differing.add(slot);
      }
      for (String slot : theirs.keySet()) if (!ours.containsKey(slot)) differing.add(slot);
      return differing.isEmpty() ? "(none, but their bytes)" : String.join(", ", differing);
    } catch (RuntimeException damaged) {
      return "unreadable here";
    }
  }

  private Map<String, SlotValue> decoded(byte[] row) {
    return new RowVersion.Encoded(row, names, classes.table()).slots();
  }
}
