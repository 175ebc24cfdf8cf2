// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.util.Iterator;
import java.util.List;

/**
 * Events that this client has not acknowledged yet, as {@link ImpactClient#fetchNew(int)} gives
 * them. Immutable.
 */
public record EventBatch(List<Event> events) implements Iterable<Event> {
  public EventBatch {
    events = List.copyOf(events);
  }

  public boolean isEmpty() {
    return events.isEmpty();
  }

  public int size() {
    return events.size();
  }

  @Override
  public Iterator<Event> iterator() {
    return events.iterator();
  }
}
