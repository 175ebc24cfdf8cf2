// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.twincell.client.failover.SimulatedGateways.End;
import org.twincell.client.failover.SimulatedGateways.State;

class FailoverPolicyTest {
  private static final int SEEDS = 3000;

  private static FailoverSettings settings(int gateways) {
    return new FailoverSettings(
        gateways,
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMillis(50),
        Duration.ofSeconds(1),
        20,
        10);
  }

  private static SimulatedGateways pair() {
    return new SimulatedGateways(settings(2), new Random(1));
  }

  @Test
  void allCallsGoToThePrimaryWhileItIsWell() {
    SimulatedGateways pair = pair();

    assertThat(pair.call().attempts().gateway()).isZero();
    assertThat(pair.policy.switches()).isZero();
  }

  @Test
  void aDeadPrimaryCostsOneTryAndThenNoCallMeetsItAgain() {
    SimulatedGateways pair = pair();
    pair.states[0] = State.DEAD;

    assertThat(pair.call().attempts().failures()).isEqualTo(1);
    assertThat(pair.call().attempts().failures()).isZero();
    assertThat(pair.policy.current()).isEqualTo(1);
  }

  @Test
  void aCutConnectionIsTriedAgainOnTheSameGatewayFirst() {
    FailoverPolicy policy = pair().policy;
    Attempts call = policy.begin(0);

    policy.failed(call, FailureKind.CUT, 0);
    assertThat(call.gateway()).isZero();
    policy.failed(call, FailureKind.CUT, 0);
    assertThat(call.gateway()).isEqualTo(1);
  }

  @Test
  void aGatewayWithoutTheCellKeepsTheOtherCalls() {
    SimulatedGateways pair = pair();
    Attempts call = pair.policy.begin(0);

    pair.policy.failed(call, FailureKind.CELL_UNAVAILABLE, 0);

    assertThat(call.gateway()).isEqualTo(1);
    assertThat(pair.policy.current()).isZero();
  }

  @Test
  void aGatewayThroughWhichTheCellWasReachedTakesOver() {
    SimulatedGateways pair = pair();
    pair.states[0] = State.WITHOUT_CELL;

    assertThat(pair.call().done()).isTrue();
    assertThat(pair.policy.current()).isEqualTo(1);
  }

  @Test
  void thePrimaryIsUsedAgainAfterItHasBeenWellWithoutABreak() {
    SimulatedGateways pair = pair();
    pair.states[0] = State.DEAD;
    pair.call();
    pair.states[0] = State.WELL;
    for (int i = 0; i < 20; i++) pair.passTime(Duration.ofSeconds(1));
    pair.states[0] = State.DEAD;
    pair.passTime(Duration.ofSeconds(1));
    pair.states[0] = State.WELL;

    for (int i = 0; i < 29; i++) pair.passTime(Duration.ofSeconds(1));
    assertThat(pair.policy.current()).as("well for 29 of 30 s").isEqualTo(1);
    for (int i = 0; i < 3; i++) pair.passTime(Duration.ofSeconds(1));
    assertThat(pair.policy.current()).isZero();
  }

  @Test
  void onlyTheFirstFailureOfAGatewayIsNews() {
    FailoverPolicy policy = pair().policy;
    Attempts call = policy.begin(0);

    assertThat(policy.failed(call, FailureKind.NOT_SENT, 0).news())
        .isEqualTo(FailoverPolicy.News.MOVED);
    assertThat(policy.failed(call, FailureKind.NOT_SENT, 0).news())
        .isEqualTo(FailoverPolicy.News.ALL_FAILED);
    assertThat(policy.failed(call, FailureKind.NOT_SENT, 0).news())
        .isEqualTo(FailoverPolicy.News.NOTHING);
    assertThat(policy.succeeded(call)).as("an answer after failures is news").isTrue();
  }

  @Test
  void aCallWithOneGatewayPausesAfterEachFailure() {
    SimulatedGateways alone = new SimulatedGateways(settings(1), new Random(1));
    alone.states[0] = State.DEAD;

    End end = alone.call();

    assertThat(end.done()).isFalse();
    assertThat(end.took()).isBetween(Duration.ofSeconds(28), Duration.ofSeconds(30));
    assertThat(end.attempts().failures()).isBetween(30, 80);
  }

  @Test
  void anEmptyBudgetSlowsRetriesDown() {
    SimulatedGateways pair = pair();
    pair.states[0] = State.DEAD;
    pair.states[1] = State.DEAD;
    for (int i = 0; i < 10; i++) pair.call();

    assertThat(mostWithin(pair.retriesAt, Duration.ofSeconds(10))).isLessThanOrEqualTo(20 + 101);
  }

  /** Random troubles that come and go; what must hold whatever they are. */
  @Test
  void whateverFailsCallsEndInTimeAndSucceedWhenAGatewayIsWell() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      int gateways = 1 + random.nextInt(3);
      SimulatedGateways sim = new SimulatedGateways(settings(gateways), random);
      for (int step = 0; step < 20; step++) {
        shake(sim, random);
        check(sim, sim.call(), "seed " + seed + " step " + step);
        sim.passTime(Duration.ofMillis(random.nextInt(20_000)));
      }
      recover(sim, "seed " + seed);
    }
  }

  private static void shake(SimulatedGateways sim, Random random) {
    State[] all = State.values();
    for (int i = 0; i < sim.states.length; i++)
      if (random.nextInt(3) == 0) sim.states[i] = all[random.nextInt(all.length)];
  }

  private static void check(SimulatedGateways sim, End end, String run) {
    boolean anyWell = List.of(sim.states).contains(State.WELL);
    assertThat(end.took()).as(() -> told(sim, run)).isLessThanOrEqualTo(Duration.ofSeconds(30));
    assertThat(end.done()).as(() -> told(sim, run)).isEqualTo(anyWell);
    boolean mayBeDone =
        List.of(sim.states).contains(State.STOPPED) || List.of(sim.states).contains(State.CUTTING);
    if (!end.done() && end.attempts().failures() > sim.states.length)
      assertThat(end.attempts().mayHaveBeenDone()).as(() -> told(sim, run)).isEqualTo(mayBeDone);
    assertThat(mostWithin(sim.retriesAt, Duration.ofSeconds(1)))
        .as(() -> told(sim, run))
        .isLessThanOrEqualTo(20 + 11);
  }

  private static void recover(SimulatedGateways sim, String run) {
    java.util.Arrays.fill(sim.states, State.WELL);
    for (int i = 0; i < 40; i++) sim.passTime(Duration.ofSeconds(1));
    assertThat(sim.policy.current()).as(() -> told(sim, run)).isZero();
  }

  private static String told(SimulatedGateways sim, String run) {
    int from = Math.max(0, sim.trace.size() - 40);
    return run + "\n" + String.join("\n", sim.trace.subList(from, sim.trace.size()));
  }

  private static long mostWithin(List<Long> times, Duration window) {
    long most = 0;
    int from = 0;
    for (int to = 0; to < times.size(); to++) {
      while (times.get(to) - times.get(from) > window.toNanos()) from++;
      most = Math.max(most, to - from + 1);
    }
    return most;
  }
}
