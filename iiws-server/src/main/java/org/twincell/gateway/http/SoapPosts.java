// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.http;

import java.io.InputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.fault.FaultCode;
import org.twincell.gateway.operation.Caller;
import org.twincell.gateway.soap.SoapAnswer;
import org.twincell.gateway.soap.SoapEndpoint;
import org.twincell.gateway.soap.SoapRequest;

/**
 * The path of a SOAP call through HTTP: look at its headers, read its body, admit it, let {@link
 * SoapEndpoint} carry it out, write its answer. A stage that ends the path answers in plain text,
 * because there is no envelope yet.
 */
final class SoapPosts {
  private static final Logger LOG = LoggerFactory.getLogger(SoapPosts.class);
  private static final int LARGE_ANSWER_BYTES = 64 * 1024;

  private final SoapEndpoint endpoint;
  private final HttpLimits limits;
  private final CallMeters meters;
  private final Budget bodies;
  private final Budget calls;
  private final Budget answers;

  SoapPosts(SoapEndpoint endpoint, HttpLimits limits, CallMeters meters) {
    this.endpoint = endpoint;
    this.limits = limits;
    this.meters = meters;
    this.bodies = new Budget(limits.bodiesLimit());
    this.calls = new Budget(limits.callLimit());
    this.answers = new Budget(limits.answersLimit());
    meters.watch(calls, bodies, answers);
  }

  void handle(Request request, Response response, Callback callback) {
    try {
      SoapMedia media = SoapMedia.of(request.getHeaders());
      checkLength(request);
      Answering answering = new Answering(request, response, callback, media);
      new BodyReader(request, limits, bodies, answering).run();
    } catch (CallException refusal) {
      refuse(request, response, callback, refusal);
    }
  }

  private void checkLength(Request request) {
    long length = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
    if (length > limits.requestBodyLimit()) throw BodyReader.tooLarge(limits);
  }

  private void refuse(
      Request request, Response response, Callback callback, CallException refusal) {
    LOG.debug("refused {}: {}", Request.getRemoteAddr(request), refusal.text());
    meters.refused(refusal.code());
    Reply.refusal(response, callback, refusal);
  }

  /** What follows when the body is there. */
  private record Work(Request request, Response response, Callback callback, SoapMedia media) {}

  private final class Answering implements BodyReader.Receiver {
    private final Work work;

    Answering(Request request, Response response, Callback callback, SoapMedia media) {
      this.work = new Work(request, response, callback, media);
    }

    @Override
    public Runnable onBody(InputStream body) {
      if (!calls.take(1)) return () -> onRefusal(busy("CallLimit"));
      try {
        SoapAnswer answer = carryOut(work, body);
        return () -> send(work, answer);
      } finally {
        calls.giveBack(1);
      }
    }

    @Override
    public void onRefusal(CallException refusal) {
      refuse(work.request(), work.response(), work.callback(), refusal);
    }
  }

  private SoapAnswer carryOut(Work work, InputStream body) {
    String commandId = work.request().getHeaders().get(Caller.COMMAND_ID_HEADER);
    Caller caller =
        new Caller(Request.getRemoteAddr(work.request()), commandId == null ? "" : commandId);
    SoapMedia media = work.media();
    SoapRequest request = new SoapRequest(media.edition(), media.charset(), body, caller);
    return meters.time(() -> endpoint.answer(request));
  }

  /**
   * Small answers always go: they tell that something was done. Large ones are pages, which can be
   * asked for again.
   */
  private void send(Work work, SoapAnswer answer) {
    int bytes = answer.body().length;
    boolean large = bytes > LARGE_ANSWER_BYTES;
    if (large && !answers.takeOrBeAlone(bytes)) {
      refuse(work.request(), work.response(), work.callback(), busy("AnswersLimit"));
      return;
    }
    Callback taken =
        large ? Callback.from(work.callback(), () -> answers.giveBack(bytes)) : work.callback();
    String type = work.media().edition().contentType();
    Reply.send(work.response(), taken, answer.status(), type, answer.body());
  }

  private static CallException busy(String limit) {
    return new CallException.NotDone(
        FaultCode.BUSY,
        "the gateway has as much at hand as its " + limit + " allows",
        "Retry in a moment, or at the other gateway");
  }
}
