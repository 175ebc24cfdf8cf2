// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** A cell's store told in the simplest way: every version of every event in memory, no index. */
final class ModelStore {
  private final TreeMap<Long, List<Version>> events = new TreeMap<>();
  private final Map<String, Long> byId = new HashMap<>();
  private long lastHandle;

  record Event(
      String id, String type, String status, String msg, Set<String> clients, long reception) {
    Event withStatus(String value) {
      return new Event(id, type, value, msg, clients, reception);
    }

    Event withMsg(String value) {
      return new Event(id, type, status, value, clients, reception);
    }

    Event withClients(Set<String> value) {
      return new Event(id, type, status, msg, value, reception);
    }

    boolean is(String... types) {
      return List.of(types).contains(type);
    }
  }

  /** From a commit index on; empty once it was removed. */
  private record Version(long from, Optional<Event> event) {}

  /** Answers false when the id was there. */
  boolean add(long index, Event event) {
    if (byId.containsKey(event.id)) return false;
    byId.put(event.id, ++lastHandle);
    List<Version> versions = new ArrayList<>();
    versions.add(new Version(index, Optional.of(event)));
    events.put(lastHandle, versions);
    return true;
  }

  /** Answers false when there is no such event. */
  boolean change(long index, String id, java.util.function.UnaryOperator<Event> change) {
    Long handle = byId.get(id);
    if (handle == null) return false;
    Event now = now(handle).orElseThrow();
    events.get(handle).add(new Version(index, Optional.of(change.apply(now))));
    return true;
  }

  private Optional<Event> now(long handle) {
    List<Version> versions = events.get(handle);
    return versions.get(versions.size() - 1).event();
  }

  /** Removes closed events, oldest reception first, until so many events are left. */
  void removeClosed(long index, int lookAt, int until) {
    List<Long> oldest =
        byId.values().stream()
            .sorted(
                Comparator.comparingLong((Long h) -> now(h).orElseThrow().reception())
                    .thenComparingLong(h -> h))
            .limit(lookAt)
            .toList();
    for (long handle : oldest) {
      if (until > 0 && byId.size() <= until) return;
      Event event = now(handle).orElseThrow();
      if (!event.status().equals("CLOSED")) continue;
      events.get(handle).add(new Version(index, Optional.empty()));
      byId.remove(event.id());
    }
  }

  List<String> idsAsOf(long index, Predicate<Event> wanted) {
    List<String> ids = new ArrayList<>();
    for (List<Version> versions : events.values()) {
      Optional<Event> at = Optional.empty();
      for (Version version : versions) if (version.from <= index) at = version.event();
      at.filter(wanted).ifPresent(event -> ids.add(event.id()));
    }
    return ids;
  }

  List<String> ids() {
    return new ArrayList<>(new TreeSet<>(byId.keySet()));
  }

  int size() {
    return byId.size();
  }
}
