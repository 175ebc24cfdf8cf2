// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.http;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty itself refuses is answered with its status and one line, without Jetty's words. */
final class PlainErrors extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Reply.text(response, callback, status, text(status));
    return true;
  }

  private static String text(int status) {
    return switch (status) {
      case 400 -> "MESSAGE_MALFORMED: the request is not HTTP as it should be.";
      case 408 -> "BODY_TOO_SLOW: the request did not arrive in time. Send it without pauses.";
      case 413, 414, 431 -> "TOO_LARGE: the address or the headers of the request are too long.";
      case 503 -> "BUSY: the gateway cannot take the request now. Retry at the other gateway.";
      default ->
          status < 500
              ? "REQUEST_INVALID: the request was refused."
              : "INTERNAL: the gateway met a fault of its own. Its log has the details.";
    };
  }
}
