// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.http;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.twincell.gateway.fault.FaultCode;
import org.twincell.imapi.Contract;

/** What Jetty itself refuses is answered with its status and one line, without Jetty's words. */
final class PlainErrors extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    FaultCode code = code(status);
    // After a fault of ours nobody knows what was done, so that answer says no more than a proxy's.
    if (code != FaultCode.INTERNAL) response.getHeaders().put(Contract.FAULT_HEADER, code.name());
    Reply.text(response, callback, status, code + ": " + text(code));
    return true;
  }

  private static FaultCode code(int status) {
    return switch (status) {
      case 400 -> FaultCode.MESSAGE_MALFORMED;
      case 408 -> FaultCode.BODY_TOO_SLOW;
      case 413, 414, 431 -> FaultCode.TOO_LARGE;
      case 503 -> FaultCode.BUSY;
      default -> status < 500 ? FaultCode.REQUEST_INVALID : FaultCode.INTERNAL;
    };
  }

  private static String text(FaultCode code) {
    return switch (code) {
      case MESSAGE_MALFORMED -> "the request is not HTTP as it should be.";
      case BODY_TOO_SLOW -> "the request did not arrive in time. Send it without pauses.";
      case TOO_LARGE -> "the address or the headers of the request are too long.";
      case BUSY -> "the gateway cannot take the request now. Retry at the other gateway.";
      case REQUEST_INVALID -> "the request was refused.";
      default -> "the gateway met a fault of its own. Its log has the details.";
    };
  }
}
