// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.soap;

import jakarta.xml.bind.JAXBException;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.message.Message;
import org.apache.cxf.transport.MessageObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.fault.Failures;
import org.twincell.gateway.fault.FaultCode;

/** Takes what stopped CXF's chain and notes the failure that the client will see. */
final class FaultTranslator implements MessageObserver {
  private static final Logger LOG = LoggerFactory.getLogger(FaultTranslator.class);
  private static final int CAUSES = 20;

  @Override
  public void onMessage(Message message) {
    Exception thrown = message.getContent(Exception.class);
    CallState state = CallState.of(message);
    state.failure = Optional.of(translate(thrown, state));
  }

  CallException translate(Throwable thrown, CallState state) {
    CallException known = Failures.of(thrown);
    if (known.code() != FaultCode.INTERNAL) return logged(known, thrown, state);
    Throwable at = thrown;
    for (int depth = 0; at != null && depth < CAUSES; depth++) {
      if (at instanceof XMLStreamException xml) return ParserRefusal.of(xml);
      if (at instanceof JAXBException) return unfit(state);
      if (at instanceof SoapFault soap && isMustUnderstand(soap)) return notUnderstood();
      at = at.getCause();
    }
    return logged(known, thrown, state);
  }

  private static CallException logged(CallException failure, Throwable thrown, CallState state) {
    String from = state.request.caller().address();
    if (failure.code() == FaultCode.INTERNAL) {
      LOG.error("{} from {} failed: {}", state.operation, from, failure.text(), thrown);
    } else if (failure instanceof CallException.Broken) {
      LOG.warn("{} from {} failed: {}", state.operation, from, failure.text());
    } else {
      LOG.debug("{} from {}: {}", state.operation, from, failure.text());
    }
    return failure;
  }

  private static CallException unfit(CallState state) {
    return new CallException.Refused(
        FaultCode.REQUEST_INVALID,
        state.envelope.place() + " is not what the contract says",
        "Check its name, its place and its value against the WSDL at ?wsdl");
  }

  private static boolean isMustUnderstand(SoapFault fault) {
    return fault.getFaultCode() != null
        && fault.getFaultCode().getLocalPart().equals("MustUnderstand");
  }

  private static CallException notUnderstood() {
    return new CallException.Refused(
        FaultCode.MUST_UNDERSTAND,
        "the envelope has a header that says mustUnderstand, and this gateway understands none",
        "Leave the header out, or its mustUnderstand");
  }
}
