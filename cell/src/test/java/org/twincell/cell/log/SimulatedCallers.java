// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;
import org.twincell.cell.log.SimulatedEntries.Entry;

/** Who waits for a {@link SimulatedLog}: for an entry to be applied, or for a round of messages. */
final class SimulatedCallers {
  private record Read(long round, long index, CompletableFuture<Long> answer) {}

  private final Map<Long, CompletableFuture<Appended>> appends = new HashMap<>();
  private final List<Read> reads = new ArrayList<>();
  private long round;

  /** Somebody waits for the entry at an index. */
  CompletableFuture<Appended> append(long index) {
    CompletableFuture<Appended> answer = new CompletableFuture<>();
    appends.put(index, answer);
    return answer;
  }

  void applied(Entry entry, byte[] result) {
    CompletableFuture<Appended> answer = appends.remove(entry.index());
    if (answer != null) answer.complete(new Appended(entry.term(), entry.index(), result));
  }

  /** Somebody waits until a new round is answered and a commit index is applied. */
  CompletableFuture<Long> read(long commit) {
    Read read = new Read(++round, commit, new CompletableFuture<>());
    reads.add(read);
    return read.answer();
  }

  /** The newest round; answers to what was sent before it do not count for it. */
  long round() {
    return round;
  }

  void finishReads(LongPredicate isAnswered, long applied) {
    for (Read read : List.copyOf(reads)) {
      if (!isAnswered.test(read.round()) || applied < read.index()) continue;
      reads.remove(read);
      read.answer().complete(applied);
    }
  }

  void failAll(LogException reason) {
    List<CompletableFuture<?>> open = new ArrayList<>(appends.values());
    reads.forEach(each -> open.add(each.answer()));
    appends.clear();
    reads.clear();
    open.forEach(each -> each.completeExceptionally(reason));
  }
}
