// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.soap;

import com.sun.xml.ws.api.Component;
import com.sun.xml.ws.api.ComponentFeature;
import com.sun.xml.ws.api.ComponentFeature.Target;
import com.sun.xml.ws.api.pipe.ClientTubeAssemblerContext;
import com.sun.xml.ws.api.pipe.TransportTubeFactory;
import com.sun.xml.ws.api.pipe.Tube;
import com.sun.xml.ws.api.server.Container;
import com.sun.xml.ws.api.server.ContainerResolver;
import com.sun.xml.ws.client.WSServiceDelegate;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Service;
import java.net.URI;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;
import org.twincell.imapi.Contract;
import org.twincell.imapi.ExecutionFaultException;
import org.twincell.imapi.ImpactManager;

/**
 * The gateways that a client knows, each by its number in the list; 0 is the primary. Any thread
 * may use it: a JAX-WS proxy, whose properties are not safe to share, is lent to one call at a
 * time.
 */
public final class SoapGateways implements AutoCloseable {
  /** HTTP header with an id that is the same for all tries of one command. */
  public static final String COMMAND_ID_HEADER = "Twincell-Command-Id";

  private static final String READY_PATH = "/health/ready";

  private final List<URI> addresses;
  private final HttpCalls http;
  private final WSServiceDelegate service;
  private final Deque<ImpactManager> idle = new ConcurrentLinkedDeque<>();

  /** Reads the contract from the class path; opens no connection. */
  public SoapGateways(List<URI> addresses, Duration connectTimeOut, long answerLimit) {
    this.addresses = List.copyOf(addresses);
    this.http = new HttpCalls(connectTimeOut, answerLimit);
    this.service = service(http);
    idle.push(newProxy());
  }

  private static WSServiceDelegate service(HttpCalls http) {
    Container own = new Container() {};
    Container before = ContainerResolver.getDefault().enterContainer(own);
    try {
      return new WSServiceDelegate(
          Contract.resource(Contract.WSDL),
          Contract.SERVICE,
          Service.class,
          new ComponentFeature(transport(http), Target.CONTAINER));
    } finally {
      ContainerResolver.getDefault().exitContainer(before);
    }
  }

  /** How the reference implementation finds our transport, and only for this service. */
  private static Component transport(HttpCalls http) {
    TransportTubeFactory factory =
        new TransportTubeFactory() {
          @Override
          public Tube doCreate(ClientTubeAssemblerContext context) {
            return new HttpTube(context.getCodec(), http);
          }
        };
    return new Component() {
      @Override
      public <S> @Nullable S getSPI(Class<S> wanted) {
        return wanted == TransportTubeFactory.class ? wanted.cast(factory) : null;
      }
    };
  }

  /** How many gateways there are. */
  public int size() {
    return addresses.size();
  }

  public URI address(int gateway) {
    return addresses.get(gateway);
  }

  /**
   * Makes one try of one call.
   *
   * @param time after which the answer is given up
   * @param commandId the same for every try of one command; empty for calls that change nothing
   * @throws TryFailedException when another try may help
   * @throws FaultException when none will
   */
  public <T> T call(int gateway, Duration time, String commandId, SoapCall<T> call)
      throws CallException {
    ImpactManager proxy = idle.poll();
    if (proxy == null) proxy = newProxy();
    try {
      Map<String, Object> properties = ((BindingProvider) proxy).getRequestContext();
      properties.put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, addresses.get(gateway).toString());
      properties.put(HttpTube.TIME_OUT, time);
      properties.put(HttpTube.COMMAND_ID, commandId);
      return call.on(proxy);
    } catch (ExecutionFaultException | RuntimeException e) {
      throw Faults.of(e);
    } finally {
      idle.push(proxy);
    }
  }

  /** The stable code of a fault of the service; empty when it has none. */
  public static String faultCode(ExecutionFaultException fault) {
    return Faults.code(fault);
  }

  private ImpactManager newProxy() {
    synchronized (service) {
      return service.getPort(Contract.SERVICE, ImpactManager.class);
    }
  }

  /**
   * Whether the gateway says that it can serve calls. A server without such a page is asked for its
   * WSDL.
   */
  public boolean isReady(int gateway, Duration time) {
    URI address = addresses.get(gateway);
    int status = http.statusOf(address.resolve(READY_PATH), time);
    if (status != 404) return status == 200;
    return http.statusOf(URI.create(address + "?wsdl"), time) == 200;
  }

  @Override
  public void close() {
    idle.clear();
    http.close();
  }
}
