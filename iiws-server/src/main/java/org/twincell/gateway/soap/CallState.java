// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.soap;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.apache.cxf.message.Message;
import org.twincell.gateway.fault.CallException;

/** What the stages of one call share. One thread. */
final class CallState {
  private static final int ANSWER_BYTES = 1024;

  final SoapRequest request;
  final EnvelopeReader envelope;
  final ByteArrayOutputStream answer = new ByteArrayOutputStream(ANSWER_BYTES);
  String operation = "";
  boolean large;
  Optional<CallException> failure = Optional.empty();

  CallState(SoapRequest request, EnvelopeReader envelope) {
    this.request = request;
    this.envelope = envelope;
  }

  static CallState of(Message message) {
    CallState state = message.getExchange().get(CallState.class);
    if (state == null) throw new IllegalStateException("a call that SoapEndpoint did not start");
    return state;
  }
}
