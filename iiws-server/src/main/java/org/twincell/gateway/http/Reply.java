// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.fault.FaultCode;
import org.twincell.imapi.Contract;

/** Writes whole answers. */
final class Reply {
  private Reply() {}

  /** An answer whose bytes are at hand. */
  static void send(
      Response response, Callback callback, int status, String contentType, byte[] body) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    boolean head = "HEAD".equals(response.getRequest().getMethod());
    response.write(true, head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(body), callback);
  }

  static void text(Response response, Callback callback, int status, String text) {
    send(response, callback, status, "text/plain;charset=UTF-8", (text + "\n").getBytes(UTF_8));
  }

  /** A refusal before there is an envelope to answer: the fault's text and its HTTP status. */
  static void refusal(Response response, Callback callback, CallException e) {
    if (e.code().next() == FaultCode.Next.RETRY)
      response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
    response.getHeaders().put(Contract.FAULT_HEADER, e.code().name());
    // What is left of the body is not worth reading: the connection ends with this answer.
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    text(response, callback, e.code().httpStatus(), e.text());
  }
}
