// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.benchmarks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.twincell.event.RawInstance;
import org.twincell.event.RawValue;
import org.twincell.harness.LocalSystem;
import org.twincell.harness.SoapEnvelopes;
import org.twincell.protocol.CellClient;
import org.twincell.protocol.CellCommand;
import org.twincell.protocol.ObjectKind;

/** New events of about a kibibyte, straight into the cell. */
final class CellLoad {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final AtomicLong ids = new AtomicLong();
  private final String run;
  private final CellClient client;

  CellLoad(CellClient client, String run) {
    this.client = client;
    this.run = run;
  }

  /** Sends one event and waits until it is durable. */
  void send(long number) {
    client.submit(command(number), PATIENCE).join();
  }

  /** Stores many events with a window of calls under way, acknowledged by these clients. */
  void fill(long from, long to, int window, String... acknowledgedBy) throws InterruptedException {
    Semaphore room = new Semaphore(window);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    for (long n = from; n < to; n++) {
      room.acquire();
      var unused =
          client
              .submit(command(n, acknowledgedBy), PATIENCE)
              .whenComplete(
                  (done, e) -> {
                    if (e != null) failure.compareAndSet(null, e);
                    room.release();
                  });
    }
    room.acquire(window);
    if (failure.get() != null) {
      throw new IllegalStateException("events were not stored", failure.get());
    }
  }

  private CellCommand command(long number, String... acknowledgedBy) {
    String id = "bench." + run + "." + ids.incrementAndGet();
    Map<String, RawValue> slots = new LinkedHashMap<>();
    slots.put("mc_host", RawValue.text("host-" + number % 100));
    slots.put("mc_object", RawValue.text("object-" + number));
    slots.put("severity", RawValue.text("WARNING"));
    slots.put("mc_parameter", RawValue.text(run));
    slots.put("mc_parameter_value", RawValue.text(Long.toString(number)));
    slots.put("msg", RawValue.text(SoapEnvelopes.TEXT));
    if (acknowledgedBy.length > 0) {
      slots.put("client_ack", RawValue.list(List.of(acknowledgedBy)));
    }
    return new CellCommand.NewObject(
        new CellCommand.Origin(id, "benchmarks@" + LocalSystem.CELL, "127.0.0.1"),
        ObjectKind.EVENT,
        new RawInstance("EVENT", slots),
        id);
  }
}
