// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.simulation;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.twincell.client.failover.FailureKind;
import org.twincell.testkit.VirtualSchedule.Machine;

/**
 * One HTTP request from a client's machine to a gateway, and its answer: what an HTTP client would
 * see of connections refused, cut and silent. The caller hears exactly one end.
 */
final class Exchange<R> {
  private static final Duration CONNECT_TIME_OUT = Duration.ofSeconds(1);

  private final Machines network;
  private final Machine from;
  private final SimGateway to;
  private final SimGateway.Caller<R> caller;
  private boolean over;

  Exchange(Machines network, Machine from, SimGateway to, SimGateway.Caller<R> caller) {
    this.network = network;
    this.from = from;
    this.to = to;
    this.caller = caller;
  }

  /**
   * Sends it.
   *
   * @param times how often the request arrives
   */
  void send(
      SimGateway.Operation<R> operation,
      Duration timeOut,
      Duration patience,
      int times,
      RandomGenerator chance) {
    from.later(timeOut.toNanos(), () -> end(it -> it.failed(FailureKind.TIMED_OUT)));
    boolean isNewConnection = chance.nextBoolean();
    if (isNewConnection && network.isCut(from, to.machine())) {
      long connect = Math.min(CONNECT_TIME_OUT.toNanos(), timeOut.toNanos() - 1);
      from.later(connect, () -> end(it -> it.failed(FailureKind.NOT_SENT)));
      return;
    }
    for (int i = 0; i < times; i++) {
      network.send(from, to.machine(), () -> to.serve(operation, patience, this));
    }
  }

  /** The gateway answers. */
  void tell(Consumer<SimGateway.Caller<R>> news) {
    network.send(to.machine(), from, () -> end(news));
  }

  /** The gateway's process ended in the middle. */
  void gatewayEnded() {
    tell(it -> it.failed(FailureKind.CUT));
  }

  private void end(Consumer<SimGateway.Caller<R>> news) {
    if (over) return;
    over = true;
    news.accept(caller);
  }
}
