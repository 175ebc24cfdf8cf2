// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.xml.ws.spi.ProviderImpl;
import jakarta.xml.ws.Endpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.twincell.imapi.Contract;

/**
 * A gateway over real HTTP and SOAP, with the reference implementation on the server side and a
 * {@link FakeCell} behind it. Can be made to fail in the ways that gateways fail.
 */
public final class FakeGateway implements AutoCloseable {
  private static final String SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/";

  /** What happens to a request. */
  public enum Trouble {
    /** The connection is closed before anything is done. */
    CUT_BEFORE,
    /** The work is done, and the connection is closed in the middle of the answer. */
    CUT_AFTER,
    /** Nothing is done and nothing is answered, as by a stopped process. */
    HANG_BEFORE,
    /** The work is done and nothing is answered. */
    HANG_AFTER,
    /** A proxy answers 503; nothing was done, which the client cannot know. */
    NOT_READY,
    /** The work is done, and the proxy before the gateway answers 503. */
    NOT_READY_AFTER,
    /** The gateway itself has too much at hand. */
    BUSY,
    /** The answer is not the service's. */
    WRONG_PAGE,
    /** The envelope ends in the middle, with a good length. */
    HALF_ENVELOPE,
    /** The answer never ends: a byte now and then. */
    DRIP,
    /** The answer is larger than any client wants. */
    FLOOD,
    /** The gateway refuses the request as too large. */
    TOO_LARGE
  }

  static {
    // Without it the JDK's server waits 40 ms for an acknowledgement in the middle of an answer.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final String PROXIED = "Test-Proxied";
  private static final List<String> HANDED_ON =
      List.of("Content-Type", "SOAPAction", "Twincell-Command-Id");

  private final FakeService service;
  private final Deque<Trouble> next = new ConcurrentLinkedDeque<>();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile @Nullable Trouble lasting;
  private volatile boolean ready = true;
  private volatile CountDownLatch hanging = new CountDownLatch(1);
  private @Nullable HttpServer server;
  private @Nullable ExecutorService threads;
  private int port;

  public FakeGateway(FakeCell cell) {
    this.service = new FakeService(cell);
    start();
  }

  /** Starts again on the same port. */
  public void start() {
    try {
      HttpServer made =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      port = made.getAddress().getPort();
      threads = Executors.newCachedThreadPool();
      made.setExecutor(threads);
      HttpContext context = made.createContext(Contract.PATH);
      context.getFilters().add(new TroubleMaker());
      Endpoint endpoint = new ProviderImpl().createEndpoint(null, service);
      endpoint.publish(context);
      made.createContext("/health/ready", this::health);
      made.start();
      server = made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connections are refused from now on, as after SIGKILL. */
  public void kill() {
    hanging.countDown();
    hanging = new CountDownLatch(1);
    if (server != null) server.stop(0);
    if (threads != null) threads.shutdownNow();
  }

  public String url() {
    return "http://localhost:" + port;
  }

  public FakeService service() {
    return service;
  }

  /** Requests to the service so far. */
  public int requests() {
    return requests.get();
  }

  /** The next requests, one each, run into these troubles. */
  public void nextRequests(Trouble... troubles) {
    next.addAll(List.of(troubles));
  }

  /** Every request runs into it until {@link #heal}. */
  public void always(Trouble trouble) {
    lasting = trouble;
  }

  void heal() {
    lasting = null;
    next.clear();
    hanging.countDown();
    hanging = new CountDownLatch(1);
  }

  /** What the health page says. */
  void ready(boolean value) {
    ready = value;
  }

  private void health(HttpExchange exchange) throws IOException {
    if (lasting == Trouble.HANG_BEFORE) await();
    exchange.sendResponseHeaders(ready && lasting == null ? 200 : 503, -1);
    exchange.close();
  }

  private void await() throws IOException {
    try {
      hanging.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IOException("the gateway was killed", e);
    }
  }

  private final class TroubleMaker extends Filter {
    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
      boolean isProxied = exchange.getRequestHeaders().containsKey(PROXIED);
      if (!isProxied) requests.incrementAndGet();
      String commandId = exchange.getRequestHeaders().getFirst("Twincell-Command-Id");
      service.commandId(commandId == null ? "" : commandId);
      Trouble lastingNow = lasting;
      Trouble trouble = lastingNow != null || isProxied ? lastingNow : next.poll();
      if (trouble == null || isProxied) chain.doFilter(exchange);
      else make(trouble, exchange, chain);
    }

    private void make(Trouble trouble, HttpExchange exchange, Chain chain) throws IOException {
      switch (trouble) {
        case CUT_BEFORE -> exchange.close();
        case CUT_AFTER -> {
          exchange.setStreams(null, OutputStream.nullOutputStream());
          chain.doFilter(exchange);
          exchange.close();
        }
        case HANG_BEFORE -> {
          await();
          exchange.close();
        }
        case HANG_AFTER -> {
          exchange.setStreams(null, OutputStream.nullOutputStream());
          chain.doFilter(exchange);
          await();
          exchange.close();
        }
        case NOT_READY -> answer(exchange, 503, "text/plain", "starting");
        case NOT_READY_AFTER -> proxied(exchange);
        case BUSY -> refuse(exchange, 503, "BUSY: too much at hand. Try again.");
        case TOO_LARGE -> refuse(exchange, 413, "TOO_LARGE: too large.");
        case WRONG_PAGE -> answer(exchange, 500, "text/html", "<html>welcome</html>");
        case HALF_ENVELOPE ->
            answer(exchange, 200, "text/xml", "<Envelope xmlns='" + SOAP_11 + "'><Body><x>");
        case DRIP -> drip(exchange);
        case FLOOD -> answer(exchange, 200, "text/xml", "<a>" + " ".repeat(1 << 20));
      }
    }

    private void refuse(HttpExchange exchange, int status, String text) throws IOException {
      String code = text.substring(0, text.indexOf(':'));
      exchange.getResponseHeaders().set("Twincell-Fault", code);
      answer(exchange, status, "text/plain", text);
    }

    /** Hands the request on to this gateway, as a proxy does, and loses the answer. */
    private void proxied(HttpExchange exchange) throws IOException {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(url() + exchange.getRequestURI()));
      for (String name : HANDED_ON) {
        String value = exchange.getRequestHeaders().getFirst(name);
        if (value != null) request.header(name, value);
      }
      byte[] body = exchange.getRequestBody().readAllBytes();
      try {
        HttpClient.newHttpClient()
            .send(
                request.header(PROXIED, "yes").POST(BodyPublishers.ofByteArray(body)).build(),
                BodyHandlers.discarding());
      } catch (InterruptedException e) {
        throw new IOException("the gateway was killed", e);
      }
      answer(exchange, 503, "text/plain", "no healthy upstream");
    }

    private void answer(HttpExchange exchange, int status, String type, String body)
        throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    }

    private void drip(HttpExchange exchange) throws IOException {
      exchange.getResponseHeaders().set("Content-Type", "text/xml");
      exchange.sendResponseHeaders(200, 1000);
      CountDownLatch until = hanging;
      try {
        while (!until.await(50, TimeUnit.MILLISECONDS)) {
          exchange.getResponseBody().write(' ');
          exchange.getResponseBody().flush();
        }
      } catch (InterruptedException e) {
        throw new IOException("the gateway was killed", e);
      }
    }

    @Override
    public String description() {
      return "makes trouble";
    }
  }

  @Override
  public void close() {
    kill();
  }
}
