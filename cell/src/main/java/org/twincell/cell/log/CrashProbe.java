// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.log;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the process of the active member has ended, long before its silence would tell. When
 * a process ends, its system closes its connections and from then on refuses new ones. So a member
 * that sees a connection end asks the active member's port a few times: only a refusal counts. A
 * machine that is down, a cut link and a paused process do not refuse; for them the silence decides
 * as before.
 *
 * <p>Stands at most once in a term, so a filter on the way that refuses connections costs one
 * takeover and not a series of them. Safe whatever it believes: all it does is ask for votes.
 *
 * <p>Calls come from any thread; looks are made on the given one.
 */
final class CrashProbe {
  /** A process closes its connections one after the other; its port may go last. */
  static final int LOOKS = 5;

  static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  /**
   * How long a witness leaves it to the members with a store to stand. Once one has stood it stands
   * at once, if it gave that one no vote.
   */
  static final Duration WITNESS_WAITS = Duration.ofMillis(300);

  private static final Duration CONNECT_LIMIT = Duration.ofMillis(200);
  private static final Logger LOG = LoggerFactory.getLogger(CrashProbe.class);

  private final Supplier<Optional<Leader>> leader;
  private final Probe probe;
  private final Consumer<Leader> stand;
  private final ScheduledExecutorService thread;
  private final int waits;
  private final AtomicBoolean looking = new AtomicBoolean();
  private long stoodInTerm = -1;

  /**
   * Another member that leads, as this one knows.
   *
   * @param term the term in which it led
   * @param challenged whether another member has stood in its place since: in vain, when this one
   *     has entries that the other lacks
   */
  record Leader(LogMember member, long term, boolean challenged) {
    /** The same one, after another has stood. */
    Leader afterAnotherStood() {
      return new Leader(member, term, true);
    }
  }

  /** Asks a member's port. */
  @FunctionalInterface
  interface Probe {
    /** True only when the system of that member said that nobody listens there. */
    boolean refuses(LogMember member);
  }

  /**
   * @param leader the other member that leads now, or led last when none is known to lead; empty
   *     when there was none or this one leads
   * @param stand asks for votes now, in place of that leader
   * @param thread where looks are made; they may wait for a connection
   */
  CrashProbe(
      MemberRole self,
      Supplier<Optional<Leader>> leader,
      Probe probe,
      Consumer<Leader> stand,
      ScheduledExecutorService thread) {
    this.leader = leader;
    this.probe = probe;
    this.stand = stand;
    this.thread = thread;
    this.waits = self == MemberRole.WITNESS ? (int) WITNESS_WAITS.dividedBy(LOOK_AGAIN) : 0;
  }

  /** A connection from some member has ended. */
  void connectionEnded() {
    if (looking.compareAndSet(false, true)) later(Duration.ZERO, waits, LOOKS);
  }

  private void later(Duration wait, int waitsLeft, int looksLeft) {
    try {
      var unused =
          thread.schedule(() -> look(waitsLeft, looksLeft), wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.trace("closed", e);
    }
  }

  /**
   * @param waitsLeft how often more this member waits for others to stand first
   * @param looksLeft how often more it asks a port that does not refuse
   */
  private void look(int waitsLeft, int looksLeft) {
    boolean again = false;
    boolean waits = false;
    try {
      Optional<Leader> known = leader.get();
      if (known.isEmpty() || known.get().term() == stoodInTerm) return;
      if (waitsLeft > 0 && !known.get().challenged()) {
        waits = true;
      } else if (probe.refuses(known.get().member())) {
        stoodInTerm = known.get().term();
        stand.accept(known.get());
      } else {
        again = looksLeft > 1;
      }
    } catch (RuntimeException e) {
      LOG.warn("a look at the active member failed; its silence will tell", e);
    } finally {
      if (waits) later(LOOK_AGAIN, waitsLeft - 1, looksLeft);
      else if (again) later(LOOK_AGAIN, 0, looksLeft - 1);
      else looking.set(false);
    }
  }

  /** Opens a connection and closes it. */
  static boolean refuses(LogMember member) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(member.host(), member.port()), (int) CONNECT_LIMIT.toMillis());
      return false;
    } catch (ConnectException e) {
      // The same class tells of a time-out of the system's own.
      return String.valueOf(e.getMessage()).contains("refused");
    } catch (IOException e) {
      LOG.trace("{} gives no answer", member.name(), e);
      return false;
    }
  }
}
