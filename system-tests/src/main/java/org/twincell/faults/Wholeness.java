// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.twincell.faults.site.Party;
import org.twincell.protocol.MemberInfo;
import org.twincell.protocol.MemberInfo.Duty;
import org.twincell.time.TimeSource;

/**
 * Waits until everyone is there and in step, and starts whoever has ended meanwhile, as a service
 * manager would. One thread uses it.
 */
final class Wholeness {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int MOST_ENDS = 6;

  private final CellUnderTest cell;
  private final Interruption interruption;
  private final TimeSource time;
  private int restarts;

  Wholeness(CellUnderTest cell, Interruption interruption, TimeSource time) {
    this.cell = cell;
    this.interruption = interruption;
    this.time = time;
  }

  /** Processes that were started again, since the run began. */
  int restarts() {
    return restarts;
  }

  /**
   * Returns when the cell is whole.
   *
   * @param evenInterrupted a run that was interrupted waits too; when false it returns early
   * @throws IllegalStateException when that takes too long, or someone ends again and again
   */
  void await(Watch watch, boolean evenInterrupted) throws IOException, InterruptedException {
    Map<Party, Integer> ends = new EnumMap<>(Party.class);
    long start = time.monotonicNanos();
    while (!isWhole(watch.latest())) {
      if (interruption.isAsked() && !evenInterrupted) return;
      if (time.monotonicNanos() - start > CellUnderTest.patience().toNanos()) {
        throw new IllegalStateException(
            "the cell does not become whole: " + watch.latest() + cell.tails());
      }
      for (Party party : cell.everyone()) {
        if (!cell.isAlive(party)) restart(party, ends.merge(party, 1, Integer::sum));
      }
      time.pause(PAUSE);
    }
  }

  private void restart(Party party, int ends) throws IOException {
    restarts++;
    if (ends > MOST_ENDS) {
      throw new IllegalStateException(party.word() + " ends again and again" + cell.tails());
    }
    cell.start(party);
  }

  private boolean isWhole(List<MemberInfo> members) {
    return areInStep(members, cell.members().size())
        && (!cell.isPair() || areTogether(members))
        && cell.everyone().stream().allMatch(cell::isAlive)
        && Party.GATEWAYS.stream().allMatch(cell::isReady);
  }

  /** Whether that many members answered, one of them is active, and the stores nearly equal it. */
  static boolean areInStep(List<MemberInfo> members, int size) {
    if (members.size() != size || !members.stream().allMatch(MemberInfo::reachable)) return false;
    long committed =
        members.stream()
            .filter(member -> member.duty() == Duty.ACTIVE)
            .mapToLong(MemberInfo::commitIndex)
            .findFirst()
            .orElse(Long.MAX_VALUE);
    return members.stream()
        .filter(member -> member.role() != MemberInfo.Role.WITNESS)
        .allMatch(member -> member.appliedIndex() >= committed - Scene.IN_STEP_ENTRIES);
  }

  /** Whether a pair has met again: one is active, and the other follows it. */
  static boolean areTogether(List<MemberInfo> members) {
    return members.stream().noneMatch(MemberInfo::alone)
        && members.stream().filter(member -> member.duty() == Duty.ACTIVE).count() == 1
        && members.stream()
            .filter(member -> member.duty() != Duty.ACTIVE)
            .allMatch(member -> member.reason().endsWith("is active"));
  }
}
