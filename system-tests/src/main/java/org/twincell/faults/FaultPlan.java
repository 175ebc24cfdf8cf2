// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Which fault comes when: nothing but a function of the seed and the kinds. Every kind comes once,
 * in an order of chance, before one comes again. Not for several threads.
 */
final class FaultPlan {
  private static final int HOLD_MILLIS = 2000;
  private static final int HOLD_SPREAD_MILLIS = 5000;
  private static final int QUIET_MILLIS = 500;
  private static final int QUIET_SPREAD_MILLIS = 2500;

  private final Random random;
  private final List<FaultKind> kinds;
  private final Deque<FaultKind> round = new ArrayDeque<>();

  /**
   * One fault of the plan.
   *
   * @param quiet undisturbed load before it
   * @param hold how long it lasts, unless its kind asks for longer
   * @param dice seed of every further choice that the fault makes
   */
  record Blow(FaultKind kind, Duration quiet, Duration hold, long dice) {}

  FaultPlan(long seed, List<FaultKind> kinds) {
    if (kinds.isEmpty()) throw new IllegalArgumentException("no kind of fault to plan with");
    this.random = new Random(seed);
    this.kinds = List.copyOf(kinds);
  }

  /** The next fault; there is always one. */
  Blow next() {
    if (round.isEmpty()) {
      List<FaultKind> shuffled = new ArrayList<>(kinds);
      Collections.shuffle(shuffled, random);
      round.addAll(shuffled);
    }
    Duration quiet = Duration.ofMillis(QUIET_MILLIS + random.nextInt(QUIET_SPREAD_MILLIS));
    Duration hold = Duration.ofMillis(HOLD_MILLIS + random.nextInt(HOLD_SPREAD_MILLIS));
    return new Blow(round.remove(), quiet, hold, random.nextLong());
  }
}
