// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.twincell.faults.load.StoreContent;
import org.twincell.faults.site.Party;
import org.twincell.history.HistoryWriter;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellClient.ControlTarget;
import org.twincell.protocol.CellException;
import org.twincell.protocol.ObjectKind;
import org.twincell.time.TimeSource;

/**
 * The end of a run, when the load has stopped and the cell is whole: both stores are read, the
 * second after a hand-over, and the members themselves have to find them equal. Whatever of that
 * cannot be done is a violation: a store that nobody looked at proves nothing.
 */
final class StoreReading {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern EQUAL = Pattern.compile("stores EQUAL at entry (\\d+)");

  private final CellClient client;
  private final Supplier<Optional<Party>> active;
  private final TimeSource time;
  private final Duration limit;

  /**
   * @param active who is active now
   * @param limit how long a hand-over and a comparison may take
   */
  StoreReading(
      CellClient client, Supplier<Optional<Party>> active, TimeSource time, Duration limit) {
    this.client = client;
    this.active = active;
    this.time = time;
    this.limit = limit;
  }

  /** Writes both stores into the history; what was broken. */
  List<String> read(HistoryWriter history, String run) throws InterruptedException {
    List<String> broken = new ArrayList<>();
    Optional<Party> first = activeSoon(Optional.empty());
    if (first.isEmpty()) return List.of("no member was active at the end: no store was read");
    history.stored(first.get().word(), StoreContent.of(client, run));
    notEqual().ifPresent(broken::add);
    String refusal = handOver(first.get());
    Optional<Party> second = activeSoon(first);
    if (second.isEmpty()) {
      broken.add("no hand-over at the end, so that one store was read" + refusal);
      return broken;
    }
    history.stored(second.get().word(), StoreContent.of(client, run));
    return broken;
  }

  /** Asks until the duty moves: a member that has just come back may still be refused. */
  private String handOver(Party first) throws InterruptedException {
    List<String> refusals = new ArrayList<>();
    boolean unused =
        within(
            () -> {
              if (active.get().filter(now -> now != first).isPresent()) return true;
              try {
                client.control(target(first), "standby", List.of(), line -> {});
                return true;
              } catch (CellException e) {
                refusals.add(" (" + e.getMessage() + ")");
                return false;
              }
            });
    return refusals.isEmpty() ? "" : refusals.get(refusals.size() - 1);
  }

  private Optional<Party> activeSoon(Optional<Party> butNot) throws InterruptedException {
    List<Party> found = new ArrayList<>();
    boolean unused =
        within(
            () -> {
              active.get().filter(now -> !butNot.equals(Optional.of(now))).ifPresent(found::add);
              return !found.isEmpty();
            });
    return found.stream().findFirst();
  }

  private Optional<String> notEqual() throws InterruptedException {
    long at = client.openQuery(ObjectKind.EVENT, "EVENT", PATIENCE).commitIndex();
    for (Party party : List.of(Party.PRIMARY, Party.SECONDARY)) {
      List<String> last = new ArrayList<>();
      boolean equal =
          within(
              () -> {
                last.clear();
                last.addAll(digest(party));
                return isWholeAndEqual(last, at);
              });
      if (!equal) {
        return Optional.of(
            "the members do not find their stores equal at entry "
                + at
                + " or later; "
                + party.word()
                + " says: "
                + String.join("; ", last));
      }
    }
    return Optional.empty();
  }

  private List<String> digest(Party party) {
    List<String> lines = new ArrayList<>();
    try {
      client.control(target(party), "digest", List.of(), lines::add);
    } catch (CellException e) {
      lines.add(String.valueOf(e.getMessage()));
    }
    return lines;
  }

  private static ControlTarget target(Party party) {
    return ControlTarget.valueOf(party.name());
  }

  /** Whether a member says that its store is sound and like the other one. */
  static boolean isWholeAndEqual(List<String> digest) {
    return isWholeAndEqual(digest, 0);
  }

  private static boolean isWholeAndEqual(List<String> digest, long at) {
    return digest.contains("store WHOLE")
        && digest.stream()
            .map(EQUAL::matcher)
            .filter(Matcher::matches)
            .anyMatch(found -> Long.parseLong(found.group(1)) >= at);
  }

  private boolean within(BooleanSupplier condition) throws InterruptedException {
    long start = time.monotonicNanos();
    while (!condition.getAsBoolean()) {
      if (time.monotonicNanos() - start > limit.toNanos()) return false;
      time.pause(LOOK);
    }
    return true;
  }
}
