// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.benchmarks;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import org.apache.cxf.BusFactory;
import org.apache.cxf.jaxws.JaxWsServerFactoryBean;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.twincell.imapi.ImpactManager;
import org.twincell.imapi.elems.SendEventOutput;

/**
 * The limits that a gateway can reach: the same HTTP server without SOAP, and SOAP without a cell.
 */
final class EchoServers {
  static final String CXF_PATH = "/imws/services/ImpactManager";

  private EchoServers() {}

  /** Answers every request with its own bytes. Prints its port and stays. */
  static void jetty() throws Exception {
    Server server = new Server();
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            ByteBuffer body = Content.Source.asByteBuffer(request);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/xml; charset=utf-8");
            response.write(true, body, callback);
            return true;
          }
        });
    serve(server);
  }

  /** Reads SendEvent through CXF and JAXB and answers at once. Prints its port and stays. */
  static void cxf() throws Exception {
    Server server = new Server();
    CXFNonSpringServlet servlet = new CXFNonSpringServlet();
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(servlet), "/imws/services/*");
    server.setHandler(context);
    serve(server);
    BusFactory.setDefaultBus(servlet.getBus());
    JaxWsServerFactoryBean factory = new JaxWsServerFactoryBean();
    factory.setBus(servlet.getBus());
    factory.setServiceClass(ImpactManager.class);
    factory.setServiceBean(
        Proxy.newProxyInstance(
            EchoServers.class.getClassLoader(),
            new Class<?>[] {ImpactManager.class},
            (self, method, arguments) -> sendEvent(method.getName())));
    factory.setAddress("/ImpactManager");
    factory.create();
    System.out.println("ready");
  }

  private static Object sendEvent(String method) {
    if (!method.equals("sendEvent")) throw new UnsupportedOperationException(method);
    SendEventOutput answer = new SendEventOutput();
    answer.setResponse("mc.echo.0.0");
    return answer;
  }

  private static void serve(Server server) throws Exception {
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.start();
    System.out.println("port " + connector.getLocalPort());
  }
}
