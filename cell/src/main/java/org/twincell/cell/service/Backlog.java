// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellException;
import org.twincell.protocol.MemberInfo;
import org.twincell.time.TimeSource;

/**
 * What a member that gets the duty has to do before it serves: the entries that it has in its log
 * and has not applied. A member that was just started may have thousands of them, of dozens of
 * events each, and callers would wait for it, though its log is in step.
 *
 * <p>Looks block; for one thread at a time.
 */
final class Backlog {
  /** A member with no more is in step. An entry may hold many events, so it is not many. */
  static final long SHORT_ENTRIES = 10;

  /** How long a member may take to say what it has applied, over a new connection. */
  private static final Duration ASK_LIMIT = Duration.ofSeconds(2);

  /** Longer than the time from one sign of life of a member to the next. */
  private static final Duration LOOK_EVERY = DutyOffice.PULSE.plusMillis(100);

  private static final Duration LINE_EVERY = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

  private final LongSupplier committed;
  private final Function<Members.One, Asker> askers;
  private final TimeSource time;

  /** Asks one member again and again, over one connection. */
  interface Asker extends AutoCloseable {
    /** The last entry that it has applied, as it said last; empty when it does not answer. */
    OptionalLong applied();

    @Override
    void close();
  }

  /**
   * @param committed the last entry of the log that is committed, as this member knows
   */
  Backlog(LongSupplier committed, Function<Members.One, Asker> askers, TimeSource time) {
    this.committed = committed;
    this.askers = askers;
    this.time = time;
  }

  /** Asks the members as any client does. */
  static Backlog of(StatusBoard board, MemberHost host, TimeSource time) {
    return new Backlog(
        () -> board.info().commitIndex(), one -> new ClientAsker(host.openClient(), one), time);
  }

  /**
   * Waits until a member has applied its log. What was committed at the look before counts, for a
   * member that is asked while entries come is always a moment behind.
   *
   * @param limit how long at most; zero looks once
   * @param lines hears every second how many entries are left
   * @return why the member is not in step, for the operator; empty when it is
   */
  Optional<String> unready(Members.One one, Duration limit, Consumer<String> lines)
      throws InterruptedException {
    long begun = time.monotonicNanos();
    long nextLine = begun;
    long target = committed.getAsLong();
    try (Asker asker = askers.apply(one)) {
      while (true) {
        OptionalLong applied = asker.applied();
        boolean isShort = applied.isPresent() && target - applied.getAsLong() <= SHORT_ENTRIES;
        if (isShort) return Optional.empty();
        String why =
            applied.isPresent()
                ? "it has " + (target - applied.getAsLong()) + " entries of its log still to apply"
                : "it does not say how much of its log it has applied";
        long now = time.monotonicNanos();
        if (now - begun >= limit.toNanos()) return Optional.of(why);
        if (now - nextLine >= 0) {
          lines.accept("waiting for " + one.describe() + ": " + why);
          nextLine = now + LINE_EVERY.toNanos();
        }
        target = committed.getAsLong();
        time.pause(LOOK_EVERY);
      }
    }
  }

  private record ClientAsker(CellClient client, Members.One one) implements Asker {
    @Override
    public OptionalLong applied() {
      String address = one.address().toString();
      try {
        return client.status(Farewell.target(one), ASK_LIMIT).stream()
            .filter(info -> info.reachable() && info.address().equals(address))
            .mapToLong(MemberInfo::appliedIndex)
            .findFirst();
      } catch (CellException e) {
        LOG.debug("{} does not say what it has applied", one.describe(), e);
        return OptionalLong.empty();
      }
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
