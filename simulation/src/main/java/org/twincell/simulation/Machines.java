// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.twincell.testkit.VirtualSchedule;
import org.twincell.testkit.VirtualSchedule.Machine;

/**
 * The network between gateways, members and clients. What is sent over a cut link waits for it to
 * be mended, as the transports of the real one do; whoever waits for it has given up by then.
 */
final class Machines {
  private static final long LEAST_NANOS = 50_000;
  private static final long MOST_NANOS = 2_000_000;
  private static final long LOOK_AGAIN_NANOS = 60_000_000;

  private final VirtualSchedule schedule;
  private final RandomGenerator chance;
  private final Set<String> cut = new HashSet<>();
  private long slowness = 1;

  Machines(VirtualSchedule schedule, RandomGenerator chance) {
    this.schedule = schedule;
    this.chance = chance;
  }

  long nowNanos() {
    return schedule.nowNanos();
  }

  void cut(String from, String to) {
    cut.add(from + ">" + to);
  }

  void mend() {
    cut.clear();
    slowness = 1;
  }

  void slow(long factor) {
    slowness = factor;
  }

  boolean isCut(Machine from, Machine to) {
    return !cut.isEmpty() && cut.contains(from.name() + ">" + to.name());
  }

  long delayNanos() {
    return slowness * chance.nextLong(LEAST_NANOS, MOST_NANOS);
  }

  /** Does something at the other machine after the way there. */
  void send(Machine from, Machine to, Runnable work) {
    to.later(delayNanos(), () -> arrive(from, to, work));
  }

  private void arrive(Machine from, Machine to, Runnable work) {
    if (isCut(from, to)) to.later(LOOK_AGAIN_NANOS, () -> arrive(from, to, work));
    else work.run();
  }

  /** One direction of a connection: what is sent arrives in its order. */
  final class Pipe {
    private final Machine from;
    private final Machine to;
    private final Deque<Runnable> underWay = new ArrayDeque<>();

    Pipe(Machine from, Machine to) {
      this.from = from;
      this.to = to;
    }

    void send(Runnable work) {
      underWay.add(work);
      Machines.this.send(
          from,
          to,
          () -> {
            Runnable next = underWay.poll();
            if (next != null) next.run();
          });
    }
  }
}
