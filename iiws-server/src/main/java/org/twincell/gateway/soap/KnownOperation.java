// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.soap;

import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.service.model.BindingOperationInfo;
import org.apache.cxf.wsdl.interceptors.DocLiteralInInterceptor;
import org.twincell.gateway.cells.Shown;
import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.fault.FaultCode;
import org.twincell.imapi.Contract;

/**
 * Finds the operation by the first element of the Body. SOAPAction is not looked at: the element is
 * unique to its operation, and clients write SOAPAction in every way there is.
 */
final class KnownOperation extends AbstractPhaseInterceptor<Message> {
  KnownOperation() {
    super(Phase.UNMARSHAL);
    addBefore(DocLiteralInInterceptor.class.getName());
  }

  @Override
  public void handleMessage(Message message) {
    CallState state = CallState.of(message);
    QName element = firstElement(message);
    String name = element.getLocalPart();
    boolean known =
        element.getNamespaceURI().equals(Contract.ELEMS_NAMESPACE)
            && Contract.OPERATIONS.contains(name);
    if (!known) throw unknown(element);
    state.operation = name;
    message.getExchange().put(BindingOperationInfo.class, operation(message, name));
  }

  private static QName firstElement(Message message) {
    XMLStreamReader reader = message.getContent(XMLStreamReader.class);
    try {
      int event = reader.getEventType();
      while (event != XMLStreamReader.START_ELEMENT && event != XMLStreamReader.END_DOCUMENT) {
        if (!reader.hasNext()) break;
        event = reader.next();
      }
      if (event == XMLStreamReader.START_ELEMENT) return reader.getName();
    } catch (XMLStreamException e) {
      throw ParserRefusal.of(e);
    }
    throw new CallException.Refused(
        FaultCode.MESSAGE_MALFORMED,
        "the request is not a SOAP envelope: the Body is empty",
        "Send one SOAP envelope with one Body that holds one operation");
  }

  private static BindingOperationInfo operation(Message message, String name) {
    return message
        .getExchange()
        .getEndpoint()
        .getEndpointInfo()
        .getBinding()
        .getOperations()
        .stream()
        .filter(o -> o.getName().getLocalPart().equals(name))
        .findAny()
        .orElseThrow(() -> new IllegalStateException("the contract has " + name));
  }

  private static CallException unknown(QName element) {
    return new CallException.Refused(
        FaultCode.OPERATION_UNKNOWN,
        "'" + Shown.of(element.toString()) + "' is not a request of the contract",
        "The WSDL at ?wsdl lists the 28 operations");
  }
}
