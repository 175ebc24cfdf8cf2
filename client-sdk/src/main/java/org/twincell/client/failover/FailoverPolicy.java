// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.failover;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides which gateway a call tries, whether and when it tries again, and when the client goes
 * back to the primary.
 *
 * <ul>
 *   <li>Calls go to one gateway, the <em>current</em> one. A failure that blames it moves all calls
 *       to the next one; the client stays there.
 *   <li>A call that failed tries the other gateways at once. Only after each has failed it pauses,
 *       longer each round, with jitter.
 *   <li>A connection that was cut may only have been an old one that the gateway closed, so it is
 *       tried once more on the same gateway. A gateway that died refuses that try at once.
 *   <li>Retries after the first of a call take from a budget that all calls share.
 *   <li>A gateway before the current one is used again when it has been ready at every probe for
 *       {@code returnToPrimaryAfter}.
 * </ul>
 *
 * <p>No pause goes beyond a call's patience. Any thread may use it; times are of the monotonic
 * clock, in nanoseconds.
 */
public final class FailoverPolicy {
  private static final long NOT_WELL = Long.MIN_VALUE;

  /** Below this rest of the patience another try is not worth while. */
  private static final long LEAST_ATTEMPT_NANOS = 20_000_000;

  private final FailoverSettings settings;
  private final RandomGenerator random;
  private final RetryBudget budget;
  private final long[] wellSince;
  private final boolean[] failing;
  private int current;
  private long switches;

  public FailoverPolicy(FailoverSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
    this.budget = new RetryBudget(settings.retryBurst(), settings.retriesPerSecond());
    this.wellSince = new long[settings.gateways()];
    Arrays.fill(wellSince, NOT_WELL);
    this.failing = new boolean[settings.gateways()];
  }

  /** What a failure changed for all calls, for the log. */
  public enum News {
    NOTHING,
    /** The current gateway failed, and another one takes the calls. */
    MOVED,
    /** Now every gateway has failed since it last answered. */
    ALL_FAILED
  }

  /**
   * What to do after a failure.
   *
   * @param pause before the call tries {@link Attempts#gateway}; empty: give up
   * @param current the gateway that new calls go to
   */
  public record Verdict(Optional<Duration> pause, News news, int current) {}

  /** A call begins, on the current gateway. */
  public synchronized Attempts begin(long now) {
    return new Attempts(now + settings.patience().toNanos(), current);
  }

  /**
   * How long the next try of this call may take: twice as long after each time-out, because a
   * gateway may also be well and the work long.
   */
  public Duration attemptTime(Attempts call, long now) {
    long left = Math.max(LEAST_ATTEMPT_NANOS, call.deadline - now);
    long wanted = settings.attemptTimeOut().toNanos() << Math.min(call.timeOuts, 10);
    return Duration.ofNanos(Math.min(left, wanted));
  }

  /**
   * The call's try on its gateway went well. The gateway is used from now on if it is not yet.
   *
   * @return whether this gateway had failed since it last answered
   */
  public synchronized boolean succeeded(Attempts call) {
    if (call.failures > 0 && call.gateway != current) moveTo(call.gateway);
    boolean recovered = failing[call.gateway];
    failing[call.gateway] = false;
    return recovered;
  }

  /** The call's try failed. */
  public synchronized Verdict failed(Attempts call, FailureKind kind, long now) {
    call.failures++;
    call.mayHaveBeenDone |= kind.mayHaveBeenDone();
    if (kind == FailureKind.TIMED_OUT) call.timeOuts++;
    News news = News.NOTHING;
    if (kind == FailureKind.CUT && !call.retriedCut) call.retriedCut = true;
    else news = leave(call, kind);
    return new Verdict(pause(call, now), news, current);
  }

  private News leave(Attempts call, FailureKind kind) {
    int failed = call.gateway;
    call.gateway = (failed + 1) % settings.gateways();
    if (!kind.blamesGateway()) return News.NOTHING;
    wellSince[failed] = NOT_WELL;
    boolean known = failing[failed];
    failing[failed] = true;
    if (failed == current) moveTo(call.gateway);
    if (known) return News.NOTHING;
    return failing[call.gateway] ? News.ALL_FAILED : News.MOVED;
  }

  /** Empty when the patience is over before another try could end well. */
  private Optional<Duration> pause(Attempts call, long now) {
    long left = call.deadline - now - LEAST_ATTEMPT_NANOS;
    if (left <= 0) return Optional.empty();
    long pause = pauseBefore(call);
    if (call.failures > 1) pause = Math.max(pause, budget.take(now, left));
    return pause > left ? Optional.empty() : Optional.of(Duration.ofNanos(pause));
  }

  private void moveTo(int gateway) {
    if (gateway == current) return;
    // Those from the old one on were not probed until now; those before it were, and still count.
    for (int i = current; i < gateway; i++) wellSince[i] = NOT_WELL;
    current = gateway;
    switches++;
  }

  /** Zero until every gateway has failed once; then doubling, between half and all of it. */
  private long pauseBefore(Attempts call) {
    int counted = call.failures - (call.retriedCut ? 1 : 0);
    int rounds = counted / settings.gateways();
    if (rounds == 0 || counted % settings.gateways() != 0) return 0;
    long longest = settings.longestPause().toNanos();
    long pause = settings.firstPause().toNanos() << Math.min(rounds - 1, 20);
    long bounded = pause <= 0 || pause > longest ? longest : pause;
    return bounded / 2 + random.nextLong(bounded / 2 + 1);
  }

  /** The gateway that calls go to. */
  public synchronized int current() {
    return current;
  }

  /** How often the current gateway changed. */
  public synchronized long switches() {
    return switches;
  }

  /** How many gateways come before the current one and want to be probed: 0 to this, exclusive. */
  public synchronized int toProbe() {
    return current;
  }

  /** A probe of a gateway ended. Returns true when the client went back to it by this. */
  public synchronized boolean probed(int gateway, boolean ready, long now) {
    if (gateway >= current) return false;
    if (!ready) {
      wellSince[gateway] = NOT_WELL;
      return false;
    }
    if (wellSince[gateway] == NOT_WELL) wellSince[gateway] = now;
    if (now - wellSince[gateway] < settings.returnToPrimaryAfter().toNanos()) return false;
    failing[gateway] = false;
    moveTo(gateway);
    return true;
  }
}
