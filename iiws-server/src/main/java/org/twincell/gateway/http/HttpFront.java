// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.twincell.gateway.cells.Cells;
import org.twincell.gateway.soap.SoapEndpoint;
import org.twincell.time.TimeSource;

/** Jetty, started: listens on one port and serves what {@code Pages} lists. */
public final class HttpFront implements AutoCloseable {
  /** Threads beside those of calls: to accept, to select, to read bodies, to answer health. */
  private static final int OTHER_THREADS = 16;

  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private static final int HEADER_BYTES = 8 * 1024;

  private final Server server;
  private final ServerConnector connector;
  private final CallMeters meters;

  private HttpFront(Server server, ServerConnector connector, CallMeters meters) {
    this.server = server;
    this.connector = connector;
    this.meters = meters;
  }

  /**
   * Starts listening.
   *
   * @param bindAddress empty for all of the machine's addresses
   * @param port 0 for any
   * @throws UncheckedIOException when the port cannot be had
   */
  public static HttpFront start(
      String bindAddress,
      int port,
      HttpLimits limits,
      SoapEndpoint soap,
      Cells cells,
      TimeSource time) {
    QueuedThreadPool threads = new QueuedThreadPool(limits.callLimit() + OTHER_THREADS, 8);
    threads.setName("gateway-http");
    Server server = new Server(threads);
    server.setStopTimeout(STOP_LIMIT.toMillis());
    ServerConnector connector =
        new ServerConnector(
            server,
            1,
            2,
            new CountedConnections(
                configuration(), limits.connectionLimit(), limits.idleTimeout()));
    connector.setHost(bindAddress.isEmpty() ? null : bindAddress);
    connector.setPort(port);
    connector.setIdleTimeout(limits.idleTimeout().toMillis());
    server.addConnector(connector);
    CallMeters meters = new CallMeters(cells, time);
    server.setHandler(
        new GracefulHandler(new Pages(new SoapPosts(soap, limits, meters), cells, meters)));
    server.setErrorHandler(new PlainErrors());
    HttpFront front = new HttpFront(server, connector, meters);
    front.listen(bindAddress, port);
    return front;
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setHttpCompliance(HttpCompliance.RFC9110);
    configuration.setSendServerVersion(false);
    configuration.setSendDateHeader(true);
    configuration.setRequestHeaderSize(HEADER_BYTES);
    configuration.setResponseHeaderSize(HEADER_BYTES);
    // Whatever follows a refused body is not worth reading.
    configuration.setMaxUnconsumedRequestContentReads(1);
    return configuration;
  }

  private void listen(String bindAddress, int port) {
    try {
      server.start();
    } catch (Exception e) {
      close();
      String where = (bindAddress.isEmpty() ? "port " : bindAddress + " port ") + port;
      throw new UncheckedIOException(
          "cannot listen on " + where + ": is another program there? Set Port or BindAddress",
          e instanceof IOException io ? io : new IOException(e));
    }
  }

  /** The port, also when any was asked for. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Stops listening, lets calls end within five seconds, and ends the threads. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Jetty did not stop", e);
    } finally {
      meters.close();
    }
  }
}
