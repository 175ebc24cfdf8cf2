// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.soap;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import org.apache.cxf.Bus;
import org.apache.cxf.message.Message;
import org.apache.cxf.service.model.EndpointInfo;
import org.apache.cxf.transport.Conduit;
import org.apache.cxf.transport.Destination;
import org.apache.cxf.transport.DestinationFactory;
import org.apache.cxf.transport.MessageObserver;
import org.apache.cxf.ws.addressing.AttributedURIType;
import org.apache.cxf.ws.addressing.EndpointReferenceType;
import org.jspecify.annotations.Nullable;
import org.twincell.imapi.Contract;

/**
 * CXF's view of where calls come from and answers go to: the arrays of bytes of a {@link
 * CallState}. The servlet mount of CXF would cost a fifth of a small call's time.
 */
final class BytesDestination implements Destination, DestinationFactory, Conduit {
  static final String TRANSPORT = "urn:twincell:bytes";

  /** Absent until CXF has set its own; CXF looks for that. */
  private volatile @Nullable MessageObserver observer;

  /** Hands a message to CXF; answers when its chain of stages has ended. */
  void deliver(Message message) {
    MessageObserver chain = observer;
    if (chain == null) throw new IllegalStateException("CXF has not opened this endpoint");
    chain.onMessage(message);
  }

  @Override
  public void prepare(Message message) {
    message.setContent(OutputStream.class, CallState.of(message).answer);
  }

  @Override
  public void close(Message message) throws IOException {
    OutputStream out = message.getContent(OutputStream.class);
    if (out != null) out.flush();
  }

  @Override
  public Conduit getBackChannel(Message inMessage) {
    return this;
  }

  @Override
  public Destination getDestination(EndpointInfo endpoint, Bus bus) {
    return this;
  }

  @Override
  public EndpointReferenceType getAddress() {
    AttributedURIType uri = new AttributedURIType();
    uri.setValue(Contract.PATH);
    EndpointReferenceType reference = new EndpointReferenceType();
    reference.setAddress(uri);
    return reference;
  }

  @Override
  public EndpointReferenceType getTarget() {
    return getAddress();
  }

  @Override
  public Set<String> getUriPrefixes() {
    return Set.of(Contract.PATH);
  }

  @Override
  public List<String> getTransportIds() {
    return List.of(TRANSPORT);
  }

  @Override
  public void setMessageObserver(@Nullable MessageObserver newObserver) {
    observer = newObserver;
  }

  @Override
  public @Nullable MessageObserver getMessageObserver() {
    return observer;
  }

  @Override
  public void close() {}

  @Override
  public void shutdown() {}
}
