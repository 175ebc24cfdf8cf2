// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Those who wait until the applier has reached an index. Shared by all threads. */
final class AppliedWaits {
  private final NavigableMap<Long, CompletableFuture<Long>> byIndex = new TreeMap<>();
  private long applied = -1;

  /** Completes, with the position then, once everything up to the index is applied. */
  synchronized CompletableFuture<Long> until(long index) {
    if (index <= applied) return CompletableFuture.completedFuture(applied);
    return byIndex.computeIfAbsent(index, none -> new CompletableFuture<>()).copy();
  }

  /** The applier has walked over everything up to the index. */
  void reached(long index) {
    List<CompletableFuture<Long>> due;
    synchronized (this) {
      applied = index;
      if (byIndex.isEmpty() || byIndex.firstKey() > index) return;
      NavigableMap<Long, CompletableFuture<Long>> head = byIndex.headMap(index, true);
      due = new ArrayList<>(head.values());
      head.clear();
    }
    for (CompletableFuture<Long> each : due) each.complete(index);
  }
}
