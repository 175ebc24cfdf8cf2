// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.soap;

import jakarta.xml.ws.WebServiceException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.twincell.client.failover.FailureKind;

/** Carries what happened below SOAP through the reference implementation. */
final class HttpFailure extends WebServiceException {
  private static final long serialVersionUID = 1L;

  private final @Nullable FailureKind kind;
  private final String code;
  private final String text;

  private HttpFailure(
      @Nullable FailureKind kind, String code, String text, @Nullable Throwable cause) {
    super(text, cause);
    this.kind = kind;
    this.code = code;
    this.text = text;
  }

  CallException asCallException() {
    return kind == null
        ? new FaultException(code, text, this)
        : new TryFailedException(kind, text, this);
  }

  static HttpFailure timedOut(long millis, @Nullable Throwable cause) {
    return new HttpFailure(FailureKind.TIMED_OUT, "", "no answer within " + millis + " ms", cause);
  }

  static HttpFailure of(IOException e) {
    if (e instanceof AnswerTooLargeException)
      return new HttpFailure(null, "ANSWER_TOO_LARGE", String.valueOf(e.getMessage()), e);
    if (e instanceof HttpConnectTimeoutException || e instanceof ConnectException)
      return new HttpFailure(FailureKind.NOT_SENT, "", "no connection: " + reason(e), e);
    if (e instanceof SSLHandshakeException)
      return new HttpFailure(FailureKind.NOT_SENT, "", "no TLS connection: " + reason(e), e);
    if (e instanceof HttpTimeoutException)
      return new HttpFailure(FailureKind.TIMED_OUT, "", "no answer: " + reason(e), e);
    return new HttpFailure(FailureKind.CUT, "", "the connection was cut: " + reason(e), e);
  }

  /** An answer that is not SOAP. The numbers are HTTP's. */
  static HttpFailure ofStatus(int status) {
    String text = "HTTP status " + status + " instead of an envelope";
    if (status == 429 || status == 408)
      return new HttpFailure(FailureKind.CELL_UNAVAILABLE, "", text, null);
    if (status == 404 || status == 503)
      return new HttpFailure(FailureKind.NOT_SENT, "", text, null);
    if (status >= 400 && status < 500)
      return new HttpFailure(
          null, "HTTP_" + status, text + ": the gateway refused the request", null);
    return new HttpFailure(FailureKind.GATEWAY_FAILED, "", text, null);
  }

  private static String reason(Throwable e) {
    String message = e.getMessage();
    return message != null ? message : e.getClass().getSimpleName();
  }
}
