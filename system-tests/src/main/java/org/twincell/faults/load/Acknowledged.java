// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The events that were acknowledged, and when. Shared by all callers. */
final class Acknowledged {
  private final List<String> ids = new ArrayList<>();
  private final List<Long> nanos = new ArrayList<>();

  synchronized void add(String id, long atNanos) {
    ids.add(id);
    nanos.add(atNanos);
  }

  synchronized long count() {
    return ids.size();
  }

  /** The ids from a place on. */
  synchronized List<String> from(int place) {
    return List.copyOf(ids.subList(place, ids.size()));
  }

  /** The times of all acknowledgements, in their order. */
  synchronized List<Long> nanos() {
    return List.copyOf(nanos);
  }

  /** One by chance, most often a new one. */
  synchronized Optional<String> any(RandomGenerator random) {
    if (ids.isEmpty()) return Optional.empty();
    int span = random.nextInt(4) == 0 ? ids.size() : Math.min(ids.size(), 200);
    return Optional.of(ids.get(ids.size() - 1 - random.nextInt(span)));
  }
}
