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

  private final transient CallException meaning;

  private HttpFailure(CallException meaning, @Nullable Throwable cause) {
    super(meaning.getMessage(), cause);
    this.meaning = meaning;
  }

  private static HttpFailure failed(FailureKind kind, String text, @Nullable Throwable cause) {
    return new HttpFailure(new TryFailedException(kind, text, cause), cause);
  }

  private static HttpFailure refused(String code, String text, @Nullable Throwable cause) {
    return new HttpFailure(new FaultException(code, text, cause), cause);
  }

  CallException asCallException() {
    return meaning;
  }

  static HttpFailure timedOut(long millis, @Nullable Throwable cause) {
    return failed(FailureKind.TIMED_OUT, "no answer within " + millis + " ms", cause);
  }

  static HttpFailure of(IOException e) {
    if (e instanceof AnswerTooLargeException)
      return refused("ANSWER_TOO_LARGE", String.valueOf(e.getMessage()), e);
    if (e instanceof HttpConnectTimeoutException || e instanceof ConnectException)
      return failed(FailureKind.NOT_SENT, "no connection: " + reason(e), e);
    if (e instanceof SSLHandshakeException)
      return failed(FailureKind.NOT_SENT, "no TLS connection: " + reason(e), e);
    if (e instanceof HttpTimeoutException)
      return failed(FailureKind.TIMED_OUT, "no answer: " + reason(e), e);
    return failed(FailureKind.CUT, "the connection was cut: " + reason(e), e);
  }

  /**
   * An answer that is no envelope. Where a gateway marks it as its own, its code says what was
   * done. Any other may be a proxy's, before or after it handed the request on. The numbers are
   * HTTP's.
   *
   * @param code of {@code Contract.FAULT_HEADER}; empty when the answer has no such header
   * @param line the first line of the answer
   */
  static HttpFailure ofStatus(int status, String code, String line) {
    if (!code.isEmpty()) return new HttpFailure(Faults.ofCode(code, line, null), null);
    String text = "HTTP status " + status + " instead of an envelope";
    if (status == 404) return failed(FailureKind.NOT_SENT, text, null);
    if (status == 429) return failed(FailureKind.CELL_UNAVAILABLE, text, null);
    if (status >= 400 && status < 500 && status != 408)
      return refused("HTTP_" + status, text + ": the gateway refused the request", null);
    return failed(FailureKind.GATEWAY_FAILED, text, null);
  }

  private static String reason(Throwable e) {
    String message = e.getMessage();
    return message != null ? message : e.getClass().getSimpleName();
  }
}
