// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.soap;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamReader;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;
import org.apache.cxf.binding.soap.interceptor.MustUnderstandInterceptor;
import org.apache.cxf.binding.soap.interceptor.ReadHeadersInterceptor;
import org.apache.cxf.binding.soap.interceptor.StartBodyInterceptor;
import org.apache.cxf.endpoint.Endpoint;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.interceptor.Interceptor;
import org.apache.cxf.interceptor.OutgoingChainInterceptor;
import org.apache.cxf.interceptor.ServiceInvokerInterceptor;
import org.apache.cxf.interceptor.StaxOutInterceptor;
import org.apache.cxf.jaxb.JAXBDataBinding;
import org.apache.cxf.jaxws.JaxWsServerFactoryBean;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.ExchangeImpl;
import org.apache.cxf.message.Message;
import org.apache.cxf.message.MessageImpl;
import org.apache.cxf.wsdl.interceptors.DocLiteralInInterceptor;
import org.twincell.gateway.fault.CallException;
import org.twincell.gateway.operation.Operations;
import org.twincell.imapi.Contract;
import org.twincell.imapi.ImpactManager;

/**
 * The SOAP side of the gateway: bytes of an envelope in, bytes of an envelope out. CXF reads
 * headers and messages and writes answers; what it does with a call is the list {@link #READING}
 * and nothing that it would add by itself.
 *
 * <p>Any thread may call {@link #answer}; the call runs on it to its end.
 */
public final class SoapEndpoint implements AutoCloseable {
  /** The stages of a call up to its answer, in their order. */
  private static final List<Interceptor<? extends Message>> READING =
      List.of(
          new ReadHeadersInterceptor(null),
          new StartBodyInterceptor(),
          new MustUnderstandInterceptor(),
          new KnownOperation(),
          new DocLiteralInInterceptor(),
          new WholeEnvelope(),
          new ServiceInvokerInterceptor(),
          new OutgoingChainInterceptor());

  private final Bus bus;
  private final EnvelopeParser parser;
  private final LargeCalls largeCalls;
  private final FaultTranslator faults = new FaultTranslator();
  private final Map<SoapEdition, BytesDestination> destinations = new EnumMap<>(SoapEdition.class);

  private SoapEndpoint(Bus bus, XmlLimits limits) {
    this.bus = bus;
    this.parser = new EnvelopeParser(limits);
    this.largeCalls = new LargeCalls(limits.largeCallLimit());
  }

  /** An endpoint for both versions of SOAP. */
  public static SoapEndpoint open(Operations operations, XmlLimits limits) {
    Bus bus = BusFactory.newInstance().createBus();
    SoapEndpoint endpoint = new SoapEndpoint(bus, limits);
    for (SoapEdition edition : SoapEdition.values()) endpoint.open(edition, operations);
    return endpoint;
  }

  private void open(SoapEdition edition, Operations operations) {
    BytesDestination destination = new BytesDestination();
    JaxWsServerFactoryBean factory = new JaxWsServerFactoryBean();
    factory.setBus(bus);
    factory.setServiceClass(ImpactManager.class);
    factory.setBindingId(edition.bindingId());
    factory.setTransportId(BytesDestination.TRANSPORT);
    factory.setDestinationFactory(destination);
    factory.setAddress(Contract.PATH);
    factory.setDataBinding(binding());
    factory.setInvoker(new OperationInvoker(operations, largeCalls));
    factory.setStart(false);
    Server server = factory.create();
    choose(server.getEndpoint());
    server.start();
    destinations.put(edition, destination);
  }

  /** JAXB, with prefixes that do not depend on the order in which it meets the classes. */
  private static JAXBDataBinding binding() {
    JAXBDataBinding binding = new JAXBDataBinding();
    binding.setNamespaceMap(
        Map.of(
            Contract.ELEMS_NAMESPACE, "e",
            Contract.TYPES_NAMESPACE, "t",
            Contract.EVENT_NAMESPACE, "v",
            Contract.BASIC_NAMESPACE, "b"));
    return binding;
  }

  private void choose(Endpoint endpoint) {
    endpoint.getService().getInInterceptors().clear();
    endpoint.getBinding().getInInterceptors().clear();
    endpoint.getInInterceptors().clear();
    endpoint.getInInterceptors().addAll(READING);
    endpoint.setOutFaultObserver(faults);
    endpoint.put(StaxOutInterceptor.FORCE_START_DOCUMENT, true);
    FaultListener quiet = (exception, description, message) -> false;
    endpoint.put(FaultListener.class.getName(), quiet);
  }

  /** Carries a call out. Every failure is an answer: this method does not throw. */
  public SoapAnswer answer(SoapRequest request) {
    EnvelopeReader envelope;
    try {
      envelope = parser.open(request);
    } catch (CallException e) {
      return fault(request.edition(), e, "");
    }
    CallState state = new CallState(request, envelope);
    try {
      deliver(state);
    } catch (RuntimeException e) {
      state.failure = Optional.of(faults.translate(e, state));
    } finally {
      if (state.large) largeCalls.leave();
    }
    if (state.failure.isPresent()) {
      return fault(request.edition(), state.failure.get(), state.operation);
    }
    return new SoapAnswer(200, state.answer.toByteArray(), state.operation, Optional.empty());
  }

  private void deliver(CallState state) {
    Message message = new MessageImpl();
    message.setContent(XMLStreamReader.class, state.envelope);
    message.put(Message.ENCODING, "UTF-8");
    Exchange exchange = new ExchangeImpl();
    exchange.setSynchronous(true);
    exchange.put(CallState.class, state);
    message.setExchange(exchange);
    BytesDestination destination = destinations.get(state.request.edition());
    if (destination == null) throw new IllegalStateException("opened for every edition");
    exchange.setDestination(destination);
    destination.deliver(message);
  }

  private static SoapAnswer fault(SoapEdition edition, CallException failure, String operation) {
    return new SoapAnswer(
        FaultEnvelope.status(edition, failure),
        FaultEnvelope.write(edition, failure),
        operation,
        Optional.of(failure.code()));
  }

  @Override
  public void close() {
    bus.shutdown(false);
  }
}
