// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import java.time.Duration;
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
 * and has not applied. A member that was just started may have thousands of them, and callers would
 * wait for it, though its log is in step.
 *
 * <p>Looks block; for one thread at a time.
 */
final class Backlog {
  /** So many are applied before callers notice, even right after a start (1,500/s and more). */
  static final long SHORT_ENTRIES = 200;

  private static final Duration ASK_LIMIT = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration LINE_EVERY = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

  private final LongSupplier committed;
  private final Function<Members.One, OptionalLong> applied;
  private final TimeSource time;

  /**
   * @param committed the last entry of the log that is committed, as this member knows
   * @param applied the last entry that a member has applied, as it says itself; empty when it does
   *     not answer
   */
  Backlog(LongSupplier committed, Function<Members.One, OptionalLong> applied, TimeSource time) {
    this.committed = committed;
    this.applied = applied;
    this.time = time;
  }

  /** Asks the members as any client does. */
  static Backlog of(StatusBoard board, MemberHost host, TimeSource time) {
    return new Backlog(() -> board.info().commitIndex(), one -> ask(host, one), time);
  }

  private static OptionalLong ask(MemberHost host, Members.One one) {
    String address = one.address().toString();
    try (CellClient client = host.openClient()) {
      return client.status(ASK_LIMIT).stream()
          .filter(info -> info.reachable() && info.address().equals(address))
          .mapToLong(MemberInfo::appliedIndex)
          .findFirst();
    } catch (CellException e) {
      LOG.debug("{} does not say what it has applied", one.describe(), e);
      return OptionalLong.empty();
    }
  }

  /** How many entries a member has still to apply; empty when it does not say. */
  OptionalLong entries(Members.One one) {
    long last = committed.getAsLong();
    OptionalLong known = applied.apply(one);
    return known.isPresent()
        ? OptionalLong.of(Math.max(0, last - known.getAsLong()))
        : OptionalLong.empty();
  }

  /**
   * Waits until a member has few entries left.
   *
   * @param limit how long at most
   * @param lines hears every second how many are left
   * @return how many were left at the end of that time; empty when there were few before, or the
   *     member does not say, for then its log alone has to decide
   */
  OptionalLong await(Members.One one, Duration limit, Consumer<String> lines)
      throws InterruptedException {
    long begun = time.monotonicNanos();
    long nextLine = begun;
    while (true) {
      OptionalLong left = entries(one);
      if (left.isEmpty() || left.getAsLong() <= SHORT_ENTRIES) return OptionalLong.empty();
      long now = time.monotonicNanos();
      if (now - begun >= limit.toNanos()) return left;
      if (now - nextLine >= 0) {
        lines.accept(one.describe() + " applies its log, " + left.getAsLong() + " entries left");
        nextLine = now + LINE_EVERY.toNanos();
      }
      time.pause(LOOK_EVERY);
    }
  }
}
