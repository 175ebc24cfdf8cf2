// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.twincell.time.TimeSource;

/**
 * What is going to happen, on virtual time: work of several machines, each of which may stand
 * still, end, or show another time of day than the others. Everything runs on the thread that lets
 * time pass, in the order of the times; equal times run in the order in which they were asked for.
 */
public final class VirtualSchedule {
  private record Event(long atNanos, long order, Machine machine, long life, Runnable work)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return atNanos != other.atNanos
          ? Long.compare(atNanos, other.atNanos)
          : Long.compare(order, other.order);
    }
  }

  private final VirtualTime time = new VirtualTime();
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Machine nobody = new Machine("");
  private long order;
  private long steps;

  /** The clock that all machines share; it moves only while this schedule runs. */
  public TimeSource time() {
    return time;
  }

  /** Nanoseconds since the start. */
  public long nowNanos() {
    return time.monotonicNanos();
  }

  /** How much work has been done. */
  public long steps() {
    return steps;
  }

  /** A machine with nothing to do yet. */
  public Machine machine(String name) {
    return new Machine(name);
  }

  /** Does something later that belongs to no machine. */
  public void later(long nanos, Runnable work) {
    nobody.later(nanos, work);
  }

  /** Lets this much time pass. */
  public void run(Duration duration) {
    long end = nowNanos() + duration.toNanos();
    while (!events.isEmpty() && events.peek().atNanos() <= end) step();
    time.advance(Duration.ofNanos(end - nowNanos()));
  }

  /** Lets time pass until the condition holds; false when it did not within the limit. */
  public boolean runUntil(Duration limit, BooleanSupplier condition) {
    long end = nowNanos() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (events.isEmpty() || events.peek().atNanos() > end) {
        time.advance(Duration.ofNanos(end - nowNanos()));
        return condition.getAsBoolean();
      }
      step();
    }
    return true;
  }

  private void step() {
    Event event = events.remove();
    long ahead = event.atNanos() - nowNanos();
    if (ahead > 0) time.advance(Duration.ofNanos(ahead));
    Machine machine = event.machine();
    if (event.life() != machine.life) return;
    if (machine.paused) {
      machine.held.add(event.work());
      return;
    }
    steps++;
    event.work().run();
  }

  /** One machine, or one process on it. */
  public final class Machine {
    private final String name;
    private final List<Runnable> held = new ArrayList<>();
    private long life;
    private boolean paused;
    private Duration clockError = Duration.ZERO;

    private Machine(String name) {
      this.name = name;
    }

    public String name() {
      return name;
    }

    /** Does something later, unless this machine has ended by then. */
    public void later(long nanos, Runnable work) {
      events.add(new Event(nowNanos() + Math.max(0, nanos), order++, this, life, work));
    }

    /** From now on nothing happens here; what is due is done when it goes on. */
    public void pause() {
      paused = true;
    }

    /** Goes on; what was due meanwhile is done at once, in its order. */
    public void resume() {
      if (!paused) return;
      paused = false;
      List<Runnable> due = new ArrayList<>(held);
      held.clear();
      due.forEach(work -> later(0, work));
    }

    public boolean isPaused() {
      return paused;
    }

    /** Everything that was to be done here is dropped; it may begin again afterwards. */
    public void end() {
      life++;
      held.clear();
      paused = false;
    }

    /** Moves the time of day of this machine; the monotonic clock goes on evenly. */
    public void jumpClock(Duration by) {
      clockError = clockError.plus(by);
    }

    /** The clocks of this machine. */
    public TimeSource time() {
      return new TimeSource() {
        @Override
        public long monotonicNanos() {
          return nowNanos();
        }

        @Override
        public Instant wallClock() {
          return time.wallClock().plus(clockError);
        }

        @Override
        public void pause(Duration duration) {
          throw new IllegalStateException("a thread of " + name + " would wait for itself");
        }
      };
    }

    /** Runs what it is given on this machine; nothing that it is given may wait. */
    public VirtualExecutor executor() {
      return new VirtualExecutor(this, () -> 0L);
    }
  }
}
