// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.twincell.client.failover.Attempts;
import org.twincell.client.failover.FailoverPolicy;
import org.twincell.client.failover.FailoverPolicy.Verdict;
import org.twincell.client.failover.FailoverSettings;
import org.twincell.client.failover.FailureKind;
import org.twincell.testkit.VirtualSchedule.Machine;

/**
 * A program that uses the SDK: the SDK's own policy decides which gateway a call tries and when, as
 * {@code GatewayCalls} and {@code GatewayWatch} ask it to.
 */
final class SdkClient {
  static final FailoverSettings SETTINGS =
      new FailoverSettings(
          2,
          Duration.ofSeconds(8),
          Duration.ofSeconds(3),
          Duration.ofSeconds(3),
          Duration.ofMillis(50),
          Duration.ofSeconds(1),
          5,
          4);

  private static final Duration GRACE = Duration.ofMillis(500);
  private static final Duration LEAST_SERVER_TIME_OUT = Duration.ofSeconds(1);
  private static final Duration PROBE_INTERVAL = Duration.ofMillis(760);

  private final Machine machine;
  private final Machines network;
  private final List<SimGateway> gateways;
  private final FailoverPolicy policy;
  private final RandomGenerator chance;
  private final List<Long> retries = new ArrayList<>();
  private int duplicatesToCome;

  /** Hears the end of a call. */
  interface Done<R> {
    void answered(R reply, String gateway);

    /** The cell refused, or the call was certainly not carried out. */
    void refused(String why);

    void unknown(String why);
  }

  SdkClient(Machine machine, Machines network, List<SimGateway> gateways, RandomGenerator chance) {
    this.machine = machine;
    this.network = network;
    this.gateways = List.copyOf(gateways);
    this.policy = new FailoverPolicy(SETTINGS, chance);
    this.chance = chance;
  }

  Machine machine() {
    return machine;
  }

  /** Begins to watch the gateways before the current one. */
  void start() {
    machine.later(PROBE_INTERVAL.toNanos(), this::probe);
  }

  private void probe() {
    for (int gateway = 0; gateway < policy.toProbe(); gateway++) {
      int probed = gateway;
      SimGateway asked = gateways.get(gateway);
      boolean isHeard =
          asked.isUp()
              && !asked.machine().isPaused()
              && !network.isCut(machine, asked.machine())
              && !network.isCut(asked.machine(), machine);
      boolean isReady = isHeard && asked.isReady();
      machine.later(
          2 * network.delayNanos(), () -> policy.probed(probed, isReady, network.nowNanos()));
    }
    start();
  }

  /** Requests of the next so many tries arrive twice. */
  void duplicate(int tries) {
    duplicatesToCome = tries;
  }

  boolean isOnPrimary() {
    return policy.current() == 0;
  }

  <R> void call(SimGateway.Operation<R> operation, Done<R> done) {
    tryOnce(new OneCall<R>(policy.begin(network.nowNanos()), operation, done));
  }

  private <R> void tryOnce(OneCall<R> call) {
    int gateway = call.attempts.gateway();
    SimGateway to = gateways.get(gateway);
    Duration wait = policy.attemptTime(call.attempts, network.nowNanos());
    Duration told = wait.minus(GRACE);
    Duration patience = told.compareTo(LEAST_SERVER_TIME_OUT) > 0 ? told : LEAST_SERVER_TIME_OUT;
    boolean isTwice = duplicatesToCome > 0;
    if (isTwice) duplicatesToCome--;
    call.wasDoubled |= isTwice;
    Exchange<R> exchange =
        new Exchange<R>(
            network,
            machine,
            to,
            new SimGateway.Caller<R>() {
              @Override
              public void answered(R reply) {
                policy.succeeded(call.attempts);
                call.done.answered(reply, to.machine().name());
              }

              @Override
              public void failed(FailureKind kind) {
                afterFailure(call, kind);
              }

              @Override
              public void refused(String why) {
                call.done.refused(why);
              }
            });
    exchange.send(call.operation, wait, patience, isTwice ? 2 : 1, chance);
  }

  private <R> void afterFailure(OneCall<R> call, FailureKind kind) {
    long now = network.nowNanos();
    Verdict verdict = policy.failed(call.attempts, kind, now);
    Optional<Duration> pause = verdict.pause();
    if (pause.isPresent()) {
      if (call.attempts.failures() > 1) retries.add(now + pause.get().toNanos());
      machine.later(pause.get().toNanos(), () -> tryOnce(call));
    } else if (call.attempts.mayHaveBeenDone() || call.wasDoubled) {
      call.done.unknown("the patience is over, the last failure was " + kind);
    } else {
      call.done.refused("not sent, the last failure was " + kind);
    }
  }

  /** What is wrong with the retries so far; empty when they kept to their budget. */
  Optional<String> overBudget() {
    List<Long> sorted = retries.stream().sorted().toList();
    for (int from = 0; from < sorted.size(); from++) {
      for (int to = from; to < sorted.size(); to++) {
        double seconds = (sorted.get(to) - sorted.get(from)) / 1e9;
        double allowed = SETTINGS.retryBurst() + SETTINGS.retriesPerSecond() * seconds + 1;
        if (to - from + 1 > allowed) {
          return Optional.of(
              "%s made %d retries in %.3f s".formatted(machine.name(), to - from + 1, seconds));
        }
      }
    }
    return Optional.empty();
  }

  /** One call over its tries. */
  private static final class OneCall<R> {
    final Attempts attempts;
    final SimGateway.Operation<R> operation;
    final Done<R> done;
    boolean wasDoubled;

    OneCall(Attempts attempts, SimGateway.Operation<R> operation, Done<R> done) {
      this.attempts = attempts;
      this.operation = operation;
      this.done = done;
    }
  }
}
