// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.failover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.twincell.testkit.VirtualTime;

/**
 * Gateways that fail by chance, on a clock that moves only when something waits. Plays what the I/O
 * of the client would do: tries, time-outs, pauses, probes.
 */
final class SimulatedGateways {
  enum State {
    WELL,
    DEAD,
    STOPPED,
    CUTTING,
    WITHOUT_CELL
  }

  private static final Duration ANSWER = Duration.ofMillis(3);
  private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);

  final FailoverSettings settings;
  final FailoverPolicy policy;
  final VirtualTime time = new VirtualTime();
  final State[] states;
  final List<Long> retriesAt = new ArrayList<>();
  final List<String> trace = new ArrayList<>();
  private long nextProbe;

  SimulatedGateways(FailoverSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.policy = new FailoverPolicy(settings, random);
    this.states = new State[settings.gateways()];
    java.util.Arrays.fill(states, State.WELL);
  }

  /** How a call ended. */
  record End(boolean done, Attempts attempts, Duration took) {}

  End call() {
    long begin = time.monotonicNanos();
    Attempts call = policy.begin(begin);
    while (true) {
      Optional<FailureKind> failure = attempt(call);
      if (failure.isEmpty()) {
        policy.succeeded(call);
        return end(true, call, begin);
      }
      FailoverPolicy.Verdict verdict = policy.failed(call, failure.get(), time.monotonicNanos());
      if (verdict.pause().isEmpty()) return end(false, call, begin);
      passTime(verdict.pause().get());
      if (call.failures() > 1) retriesAt.add(time.monotonicNanos());
    }
  }

  private End end(boolean done, Attempts call, long begin) {
    return new End(done, call, Duration.ofNanos(time.monotonicNanos() - begin));
  }

  private Optional<FailureKind> attempt(Attempts call) {
    State state = states[call.gateway()];
    trace.add(
        time.monotonicNanos() / 1_000_000 + " ms: gateway " + call.gateway() + " is " + state);
    switch (state) {
      case WELL -> passTime(ANSWER);
      case STOPPED -> passTime(policy.attemptTime(call, time.monotonicNanos()));
      case DEAD, CUTTING, WITHOUT_CELL -> passTime(Duration.ofMillis(1));
    }
    return switch (state) {
      case WELL -> Optional.empty();
      case DEAD -> Optional.of(FailureKind.NOT_SENT);
      case STOPPED -> Optional.of(FailureKind.TIMED_OUT);
      case CUTTING -> Optional.of(FailureKind.CUT);
      case WITHOUT_CELL -> Optional.of(FailureKind.CELL_UNAVAILABLE);
    };
  }

  /** Moves the clock, and probes whenever a probe is due. */
  void passTime(Duration by) {
    time.advance(by);
    if (time.monotonicNanos() < nextProbe) return;
    nextProbe = time.monotonicNanos() + PROBE_INTERVAL.toNanos();
    for (int i = 0; i < policy.toProbe(); i++)
      policy.probed(i, states[i] == State.WELL, time.monotonicNanos());
  }
}
