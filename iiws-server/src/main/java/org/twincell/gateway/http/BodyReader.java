// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.fault.FaultCode;

/**
 * Reads the body of one request without holding a thread, up to a number of bytes and of seconds.
 * What it has read counts in the budget of all bodies until its receiver is done with it. Jetty
 * calls it on one thread at a time; the look at how fast bytes come is on another.
 */
final class BodyReader implements Runnable {
  /** Who gets the outcome; exactly one of the two, once. */
  interface Receiver {
    /**
     * The whole body; the receiver is done with it when it returns.
     *
     * @return what sends the answer. It runs when all that the request held was given back, so a
     *     client that asks one call after the other never meets the limits with its last one.
     */
    Runnable onBody(InputStream body);

    void onRefusal(CallException refusal);
  }

  private static final int FIRST_BYTES = 4096;

  /** A sender may take so long to come to speed. */
  private static final int PATIENT_SECONDS = 2;

  private final Request request;
  private final HttpLimits limits;
  private final Budget bodies;
  private final Receiver receiver;
  private final Bytes body = new Bytes();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicLong counted = new AtomicLong();
  private volatile Scheduler.Task nextLook = () -> false;
  private boolean watched;
  private int seconds;

  /** Lends its bytes instead of copying them: bodies may be large. */
  private static final class Bytes extends ByteArrayOutputStream {
    Bytes() {
      super(FIRST_BYTES);
    }

    InputStream stream() {
      return new ByteArrayInputStream(buf, 0, count);
    }
  }

  BodyReader(Request request, HttpLimits limits, Budget bodies, Receiver receiver) {
    this.request = request;
    this.limits = limits;
    this.bodies = bodies;
    this.receiver = receiver;
  }

  @Override
  public void run() {
    while (!ended.get()) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        watch();
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        refuse(refusal(chunk.getFailure()));
        return;
      }
      take(chunk);
    }
  }

  /** Most bodies are there at once, and need no watching. */
  private void watch() {
    if (watched) return;
    watched = true;
    lookInASecond();
  }

  private void lookInASecond() {
    Scheduler scheduler = request.getComponents().getScheduler();
    nextLook = scheduler.schedule(this::look, 1, TimeUnit.SECONDS);
  }

  private void look() {
    if (ended.get()) return;
    seconds++;
    boolean crawls =
        seconds > PATIENT_SECONDS && counted.get() / seconds < limits.minimumDataRate();
    if (crawls || seconds >= limits.bodyTimeout().toSeconds()) {
      refuse(tooSlow());
    } else {
      lookInASecond();
    }
  }

  private void take(Content.Chunk chunk) {
    int bytes = chunk.remaining();
    boolean last = chunk.isLast();
    boolean fits = body.size() + (long) bytes <= limits.requestBodyLimit();
    boolean room = fits && bodies.take(bytes);
    if (room) {
      counted.addAndGet(bytes);
      byte[] copy = new byte[bytes];
      chunk.get(copy, 0, bytes);
      body.write(copy, 0, bytes);
    }
    chunk.release();
    if (!fits) refuse(tooLarge(limits));
    else if (!room) refuse(busy());
    else if (last) end(() -> receiver.onBody(body.stream()));
  }

  private void refuse(CallException refusal) {
    end(() -> () -> receiver.onRefusal(refusal));
  }

  private void end(Supplier<Runnable> work) {
    if (!ended.compareAndSet(false, true)) return;
    nextLook.cancel();
    Runnable answer;
    try {
      answer = work.get();
    } finally {
      bodies.giveBack(counted.getAndSet(0));
    }
    answer.run();
  }

  private static CallException refusal(Throwable failure) {
    if (failure instanceof TimeoutException) return tooSlow();
    return new CallException.Refused(
        FaultCode.MESSAGE_MALFORMED,
        "the body of the request broke off, or is not HTTP as it should be",
        "Send the whole body, with its Content-Length or in chunks");
  }

  static CallException tooLarge(HttpLimits limits) {
    return new CallException.Refused(
        FaultCode.TOO_LARGE,
        "the body has more than " + limits.requestBodyLimit() + " bytes, the RequestBodyLimit",
        "Send less in one call");
  }

  private static CallException tooSlow() {
    return new CallException.NotDone(
        FaultCode.BODY_TOO_SLOW,
        "the body of the request did not arrive in time",
        "Send it without pauses");
  }

  private static CallException busy() {
    return new CallException.NotDone(
        FaultCode.BUSY,
        "the gateway has as many bytes of requests at hand as BodiesLimit allows",
        "Retry in a moment, or at the other gateway");
  }
}
