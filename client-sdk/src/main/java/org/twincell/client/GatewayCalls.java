// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.client.failover.Attempts;
import org.twincell.client.failover.FailoverPolicy;
import org.twincell.client.failover.FailoverPolicy.Verdict;
import org.twincell.client.failover.FailureKind;
import org.twincell.client.soap.CallException;
import org.twincell.client.soap.FaultException;
import org.twincell.client.soap.SoapGateways;
import org.twincell.client.soap.TryFailedException;
import org.twincell.imapi.ExecutionFaultException;
import org.twincell.imapi.ImpactManager;
import org.twincell.time.TimeSource;

/** Makes calls: asks the policy where and when, and does it. Any thread may use it. */
final class GatewayCalls {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayCalls.class);

  /** The gateway is told to answer this much earlier than we stop waiting. */
  private static final Duration GRACE = Duration.ofMillis(500);

  /** For calls that are only polite. */
  private static final Duration COURTESY_TIME_OUT = Duration.ofSeconds(1);

  /** Below it a server takes its own default. */
  private static final int LEAST_SERVER_TIME_OUT_MILLIS = 1000;

  /**
   * Refusals that also tell that no earlier try was carried out: the cell itself gives them, and it
   * knows a command again that it has carried out.
   */
  private static final Set<String> DECIDED_BY_THE_CELL = Set.of("CLASS_UNKNOWN", "OBJECT_UNKNOWN");

  private final SoapGateways gateways;
  private final FailoverPolicy policy;
  private final TimeSource time;
  private final AtomicLong succeeded = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();

  GatewayCalls(SoapGateways gateways, FailoverPolicy policy, TimeSource time) {
    this.gateways = gateways;
    this.policy = policy;
    this.time = time;
  }

  /** One operation; told how many milliseconds the server may take. */
  @FunctionalInterface
  interface Operation<T> {
    T on(ImpactManager service, int timeOutMillis) throws ExecutionFaultException;
  }

  /**
   * What a call is about.
   *
   * @param name for messages, for instance {@code SendEvent}
   * @param commandId the same for all tries; empty for calls that change nothing
   * @param objectId the event or data object concerned; may be empty
   */
  record Subject(String name, String commandId, String objectId) {
    static Subject read(String name) {
      return new Subject(name, "", "");
    }

    /** What changes something has an id, so that it can be repeated. */
    boolean changes() {
      return !commandId.isEmpty() || !objectId.isEmpty();
    }
  }

  /**
   * Calls until it is done, refused, or the patience is at its end.
   *
   * @throws ImpactException in the last two cases
   */
  <T> T call(Subject subject, Operation<T> operation) {
    Attempts call = policy.begin(time.monotonicNanos());
    while (true) {
      int gateway = call.gateway();
      try {
        T answer = once(call, subject, operation);
        if (policy.succeeded(call)) LOG.info("gateway {} answers", gateways.address(gateway));
        succeeded.incrementAndGet();
        return answer;
      } catch (CallException e) {
        FailureKind kind = kind(call, subject, gateway, e);
        Optional<Duration> pause = afterFailure(call, gateway, subject, kind, e);
        if (pause.isEmpty() || !paused(pause.get())) throw gaveUp(call, subject, gateway, e);
        retries.incrementAndGet();
      }
    }
  }

  /**
   * How the try failed.
   *
   * @throws RefusedException when no other try will help and none before it was carried out
   */
  private FailureKind kind(Attempts call, Subject subject, int gateway, CallException e) {
    if (e instanceof TryFailedException failed) return failed.kind();
    String code = e instanceof FaultException fault ? fault.code() : "";
    boolean inDoubt = call.mayHaveBeenDone() && subject.changes();
    if (inDoubt && !DECIDED_BY_THE_CELL.contains(code)) return FailureKind.REFUSED_AFTER_DOUBT;
    throw new RefusedException(code, e.getMessage() + at(subject, gateway), e);
  }

  /** One try of something that need not succeed; says nothing of the gateway when it fails. */
  void attempt(Subject subject, Operation<?> operation) {
    int gateway = policy.current();
    int millis = (int) COURTESY_TIME_OUT.toMillis();
    try {
      gateways.call(
          gateway,
          COURTESY_TIME_OUT,
          "",
          service -> Optional.ofNullable(operation.on(service, millis)));
    } catch (CallException e) {
      LOG.debug("{} was not done: {}", subject.name(), e.getMessage());
    }
  }

  private <T> T once(Attempts call, Subject subject, Operation<T> operation) throws CallException {
    Duration wait = policy.attemptTime(call, time.monotonicNanos());
    int millis = (int) Math.max(LEAST_SERVER_TIME_OUT_MILLIS, wait.minus(GRACE).toMillis());
    return gateways.call(
        call.gateway(), wait, subject.commandId(), service -> operation.on(service, millis));
  }

  private Optional<Duration> afterFailure(
      Attempts call, int gateway, Subject subject, FailureKind kind, CallException e) {
    LOG.debug("{} failed on {}: {}", subject.name(), gateways.address(gateway), e.getMessage());
    Verdict verdict = policy.failed(call, kind, time.monotonicNanos());
    switch (verdict.news()) {
      case MOVED ->
          LOG.warn(
              "gateway {} failed, {} takes the calls; reason: {}",
              gateways.address(gateway),
              gateways.address(verdict.current()),
              e.getMessage());
      case ALL_FAILED ->
          LOG.warn(
              "no gateway answers, trying on; the last reason, of {}: {}",
              gateways.address(gateway),
              e.getMessage());
      case NOTHING -> {}
    }
    return verdict.pause();
  }

  /** Returns false when the thread was interrupted; its flag stays set. */
  private boolean paused(Duration pause) {
    if (Thread.currentThread().isInterrupted()) return false;
    try {
      time.pause(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private ImpactException gaveUp(Attempts call, Subject subject, int gateway, CallException last) {
    String tries = " after " + call.failures() + " tries; the last: " + last.getMessage();
    return call.mayHaveBeenDone()
        ? new OutcomeUnknownException(
            "no answer"
                + tries
                + at(subject, gateway)
                + "; it may have been carried out: make the same request again, with the same id",
            subject.objectId(),
            last)
        : new NotSentException(
            "not done" + tries + at(subject, gateway) + "; try again later", last);
  }

  private String at(Subject subject, int gateway) {
    return " (" + subject.name() + " at " + gateways.address(gateway) + ")";
  }

  long succeeded() {
    return succeeded.get();
  }

  long retries() {
    return retries.get();
  }
}
