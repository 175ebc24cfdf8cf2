// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cell in memory that several {@link FakeGateway}s share: stores an event once per id, adds names
 * to {@code client_ack}, answers the few conditions that the tests ask. Counts what it is told.
 */
public final class FakeCell {
  private static final Pattern NOT_ACKNOWLEDGED =
      Pattern.compile("NOT \\( client_ack: contains '([^']*)' \\)");

  private final Map<String, Event> events = new LinkedHashMap<>();
  private final Map<String, DataObject> data = new LinkedHashMap<>();
  private final Map<String, List<Event>> queries = new HashMap<>();
  private final Set<String> commands = new HashSet<>();
  private final List<String> arrivals = new ArrayList<>();
  private int modifications;

  synchronized String store(Event event) {
    arrivals.add(event.id());
    Event row =
        event.slots().get(Event.CLIENT_ACK).isPresent()
            ? event
            : event.with(Event.CLIENT_ACK, List.of());
    events.putIfAbsent(event.id(), row);
    return event.id();
  }

  synchronized String storeData(DataObject object) {
    data.put(object.id(), object);
    return object.id();
  }

  /** False when there is no such event. */
  synchronized boolean modify(String commandId, Slots slots) {
    String id = slots.text(Event.ID);
    Event event = events.get(id);
    if (event == null) return false;
    if (!commandId.isEmpty() && !commands.add(commandId)) return true;
    modifications++;
    events.put(id, new Event(event.className(), event.slots().and(merged(event, slots))));
    return true;
  }

  private static Slots merged(Event event, Slots slots) {
    List<String> names = slots.texts(Event.CLIENT_ACK);
    if (names.isEmpty() || !names.get(0).startsWith("+")) return slots;
    Set<String> all = new LinkedHashSet<>(event.slots().texts(Event.CLIENT_ACK));
    names.forEach(name -> all.add(name.substring(1)));
    return slots.with(Event.CLIENT_ACK, List.copyOf(all));
  }

  synchronized String open(String query) {
    String handle = "handle-" + queries.size();
    Matcher wanted = NOT_ACKNOWLEDGED.matcher(query);
    String name = wanted.find() ? wanted.group(1) : "";
    queries.put(
        handle,
        events.values().stream()
            .filter(
                event -> name.isEmpty() || !event.slots().texts(Event.CLIENT_ACK).contains(name))
            .toList());
    return handle;
  }

  synchronized List<Event> rows(String handle) {
    List<Event> rows = queries.get(handle);
    return rows == null ? List.of() : rows;
  }

  synchronized boolean knows(String handle) {
    return queries.containsKey(handle);
  }

  synchronized void end(String handle) {
    queries.remove(handle);
  }

  synchronized int openQueries() {
    return queries.size();
  }

  public synchronized List<Event> events() {
    return List.copyOf(events.values());
  }

  synchronized List<DataObject> data() {
    return List.copyOf(data.values());
  }

  /** Ids of events in the order in which they came, with repeats. */
  synchronized List<String> arrivals() {
    return List.copyOf(arrivals);
  }

  synchronized int modifications() {
    return modifications;
  }
}
