// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.client.spool.Spool;
import org.twincell.client.spool.SpoolFullException;
import org.twincell.client.spool.SpoolSettings;
import org.twincell.time.TimeSource;

/** The spool folder of a client and the thread that empties it. */
final class LocalSpool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalSpool.class);

  private final Spool spool;
  private final SpoolSender sender;

  private LocalSpool(Spool spool, SpoolSender sender) {
    this.spool = spool;
    this.sender = sender;
  }

  static LocalSpool open(Path folder, long limitBytes, Consumer<Event> delivery, TimeSource time) {
    try {
      Spool spool = Spool.open(folder, SpoolSettings.ofLimit(limitBytes));
      return new LocalSpool(
          spool, new SpoolSender(spool, delivery, new RefusedEvents(folder), time));
    } catch (IOException e) {
      throw new UncheckedIOException("the spool folder " + folder + " cannot be used", e);
    }
  }

  /** Begins to deliver what is in the folder. */
  void start() {
    sender.start();
  }

  /** Returns when the event is safe on the local disk. */
  void add(Event event) {
    try {
      spool.add(EventBytes.of(event));
    } catch (SpoolFullException e) {
      throw new NotSentException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new OutcomeUnknownException(
          "the local disk failed, the event may or may not be kept: " + e.getMessage(),
          event.id(),
          e);
    }
  }

  long waiting() {
    return spool.waiting();
  }

  long refusals() {
    return sender.refusals();
  }

  boolean awaitEmpty(Duration atMost) {
    try {
      return spool.awaitEmpty(atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    sender.close();
    try {
      spool.close();
    } catch (IOException e) {
      LOG.warn("the spool does not close well: {}", e.getMessage());
    }
  }
}
