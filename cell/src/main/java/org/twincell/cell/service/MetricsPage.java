// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * {@code /metrics} in Prometheus form, on loopback only. Owns the one thread of the JDK's small
 * HTTP server ({@code HTTP-Dispatcher}), which also answers.
 */
final class MetricsPage implements AutoCloseable {
  private static final int WAITING_LIMIT = 16;

  private final HttpServer server;

  private MetricsPage(HttpServer server) {
    this.server = server;
  }

  static MetricsPage open(int port, PrometheusMeterRegistry metrics) throws IOException {
    InetSocketAddress at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer server = HttpServer.create(at, WAITING_LIMIT);
    server.createContext("/metrics", exchange -> answer(exchange, metrics));
    server.start();
    return new MetricsPage(server);
  }

  private static void answer(HttpExchange exchange, PrometheusMeterRegistry metrics)
      throws IOException {
    try (exchange) {
      byte[] page = metrics.scrape().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
