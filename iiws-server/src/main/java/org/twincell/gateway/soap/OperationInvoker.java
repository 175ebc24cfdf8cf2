// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.soap;

import java.util.List;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.MessageContentsList;
import org.apache.cxf.service.invoker.Invoker;
import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.fault.FaultCode;
import org.twincell.gateway.operation.Operations;

/** Hands the request's bean to its operation. */
final class OperationInvoker implements Invoker {
  private final Operations operations;
  private final LargeCalls largeCalls;

  OperationInvoker(Operations operations, LargeCalls largeCalls) {
    this.operations = operations;
    this.largeCalls = largeCalls;
  }

  @Override
  public Object invoke(Exchange exchange, Object parameters) {
    CallState state = CallState.of(exchange.getInMessage());
    Object request = parameters instanceof List<?> list && !list.isEmpty() ? list.get(0) : null;
    if (request == null) {
      throw new CallException.Refused(
          FaultCode.REQUEST_INVALID, "the request is nil", "Send the operation's element");
    }
    state.large = largeCalls.enter(state.operation);
    Object answer = operations.answer(state.operation, request, state.request.caller());
    return new MessageContentsList(answer);
  }
}
