// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.twincell.faults.site.Party;
import org.twincell.faults.site.Quality;
import org.twincell.faults.site.Site;
import org.twincell.faults.site.Wound;
import org.twincell.processes.Shell;
import org.twincell.time.TimeSource;

/**
 * What must move no duty: every member loses 5 of 100 packets that come to it, and every two
 * seconds or so a member, mostly the active one, stands still for 400 ms, as in a pause of the
 * collector. Used by one thread.
 */
final class Nuisance {
  static final Duration PAUSE = Duration.ofMillis(400);

  /** So much longer may a pause be on a machine that is not too busy to tell anything. */
  static final Duration GRACE = Duration.ofMillis(200);

  private static final Quality LOSS = Quality.loss(5);
  private static final int LEAST_WAIT_MILLIS = 1000;
  private static final int SPREAD_MILLIS = 1500;

  private final CellUnderTest cell;
  private final Site site;
  private final Watch watch;
  private final Interruption interruption;
  private final TimeSource time;
  private final Random dice;

  /**
   * What was done, and what came of it.
   *
   * @param pauses how often a member stood still, and how often of these the active one
   * @param dropped packets that were lost
   * @param longest the longest pause as it was, with the time that the commands took
   * @param last the last one, in which, or after which, the duty moved if it did
   * @param changes how often the duty moved: must be 0
   */
  record Outcome(
      int pauses, int ofActive, long dropped, Duration longest, Duration last, long changes) {
    String summary() {
      return String.format(
          Locale.ROOT,
          "%d pauses of %d ms (%d of the active member; the longest took %d ms, the last %d ms),"
              + " %d packets lost, changes of duty %d",
          pauses,
          PAUSE.toMillis(),
          ofActive,
          longest.toMillis(),
          last.toMillis(),
          dropped,
          changes);
    }

    /** A machine that has no time makes pauses of another length than those that are promised. */
    boolean isMachineToBlame() {
      return last.compareTo(PAUSE.plus(GRACE)) > 0;
    }
  }

  Nuisance(
      CellUnderTest cell,
      Site site,
      Watch watch,
      Interruption interruption,
      TimeSource time,
      long seed) {
    this.cell = cell;
    this.site = site;
    this.watch = watch;
    this.interruption = interruption;
    this.time = time;
    this.dice = new Random(seed);
  }

  /**
   * Goes on for so long, or until the duty has moved or the run is interrupted.
   *
   * @throws IOException when the machine loses no packets on demand
   */
  Outcome run(Duration length) throws IOException, InterruptedException {
    long term = watch.highestTerm();
    int pauses = 0;
    int ofActive = 0;
    long dropped = 0;
    Duration longest = Duration.ZERO;
    Duration last = Duration.ZERO;
    List<Wound> wounds = new ArrayList<>();
    try {
      for (Party member : cell.members()) wounds.add(site.worsen(member, LOSS));
      long start = time.monotonicNanos();
      while (time.monotonicNanos() - start < length.toNanos()
          && watch.highestTerm() == term
          && !interruption.isAsked()) {
        Party active = watch.active().orElse(Party.PRIMARY);
        Party victim = dice.nextBoolean() ? active : any(cell.members());
        last = standStill(victim);
        if (last.compareTo(longest) > 0) longest = last;
        pauses++;
        if (victim == active) ofActive++;
        interruption.pause(Duration.ofMillis(LEAST_WAIT_MILLIS + dice.nextInt(SPREAD_MILLIS)));
      }
      for (Wound wound : wounds) dropped += wound.effects();
    } finally {
      Scene.heal(wounds);
    }
    return new Outcome(pauses, ofActive, dropped, longest, last, watch.highestTerm() - term);
  }

  private Party any(List<Party> members) {
    return members.get(dice.nextInt(members.size()));
  }

  /** One shell for both signals: starting another takes as long as the machine likes. */
  private Duration standStill(Party victim) throws IOException {
    long pid = cell.program(victim).pid();
    String seconds = String.format(Locale.ROOT, "%.3f", PAUSE.toMillis() / 1000.0);
    long start = time.monotonicNanos();
    try {
      Shell.run("sh", "-c", "kill -STOP " + pid + "; sleep " + seconds + "; kill -CONT " + pid);
    } finally {
      cell.program(victim).signal("CONT");
    }
    return Duration.ofNanos(time.monotonicNanos() - start);
  }
}
