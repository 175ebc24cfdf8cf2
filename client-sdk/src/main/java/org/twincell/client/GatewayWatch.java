// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.client.failover.FailoverPolicy;
import org.twincell.client.soap.SoapGateways;
import org.twincell.time.TimeSource;

/** Probes the gateways before the current one, so that the client finds back to the primary. */
final class GatewayWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayWatch.class);
  private static final Duration PROBE_TIME_OUT = Duration.ofSeconds(2);
  private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration CLOSE_TIME_OUT = Duration.ofSeconds(5);

  private final SoapGateways gateways;
  private final FailoverPolicy policy;
  private final TimeSource time;
  private final Duration interval;
  private final Thread thread;

  GatewayWatch(
      SoapGateways gateways, FailoverPolicy policy, TimeSource time, Duration returnAfter) {
    this.gateways = gateways;
    this.policy = policy;
    this.time = time;
    Duration quarter = returnAfter.dividedBy(4).plusMillis(10);
    this.interval = quarter.compareTo(LONGEST_INTERVAL) < 0 ? quarter : LONGEST_INTERVAL;
    this.thread = new Thread(this::run, "impact-client-watch");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        time.pause(interval);
        probe();
      }
    } catch (InterruptedException e) {
      LOG.debug("the watch of the gateways ends");
    }
  }

  /** One round; the thread does nothing else. */
  void probe() {
    for (int gateway = 0; gateway < policy.toProbe(); gateway++) {
      boolean ready = gateways.isReady(gateway, PROBE_TIME_OUT);
      if (policy.probed(gateway, ready, time.monotonicNanos()))
        LOG.info("gateway {} is well again and takes the calls", gateways.address(gateway));
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    Threads.join(thread, CLOSE_TIME_OUT);
  }
}
