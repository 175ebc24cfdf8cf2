// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.twincell.imapi.Contract;
import org.twincell.time.TimeSource;

/**
 * {@code gateway --self-test}: whether this machine can run a gateway. One starts on a free port in
 * front of a directory of its own whose only cell is not there, serves the contract, answers a call
 * that needs no cell and answers one that needs it with the fault for a cell that is not reached.
 * It touches no cell of the real directory. It goes through most of what a gateway needs when it
 * starts, therefore the launcher makes its class archive from it.
 */
final class SelfTest {
  private static final String CELL = "SelfTest";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TimeSource time;
  private final Path parent;
  private final PrintStream out;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param parent where the directory file is made for a moment
   */
  SelfTest(TimeSource time, Path parent, PrintStream out) {
    this.time = time;
    this.parent = parent;
    this.out = out;
  }

  /**
   * Prints a line and returns when all is well.
   *
   * @throws IllegalStateException with what went wrong
   */
  void run() throws IOException, InterruptedException {
    long begun = time.monotonicNanos();
    Path directory = Files.createTempFile(parent, "gateway-self-test", ".dir");
    try {
      Files.writeString(
          directory,
          "cell %s self-test-key-of-nobody 127.0.0.1:%d%n".formatted(CELL, closedPort()));
      GatewaySettings settings =
          GatewaySettings.with(
              "ServerDirectoryName=" + directory,
              "BindAddress=127.0.0.1",
              "Port=0",
              "DefaultTimeout=1s");
      try (Gateway gateway = Gateway.start(settings)) {
        ask(URI.create("http://127.0.0.1:" + gateway.port() + Contract.PATH));
      }
    } finally {
      Files.deleteIfExists(directory);
    }
    out.println(
        "iiws-server: self-test passed: the contract and calls were answered, in "
            + Duration.ofNanos(time.monotonicNanos() - begun).toMillis()
            + " ms");
  }

  private void ask(URI service) throws IOException, InterruptedException {
    expect(200, CELL, call(service, "<e:GetCellInfo/>"));
    expect(
        200,
        "ImpactManager",
        http.send(
            request(URI.create(service + "?wsdl")).GET().build(),
            HttpResponse.BodyHandlers.ofString()));
    expect(
        500,
        "Fault",
        call(
            service,
            "<e:QueryEvents><e:query>EVENT</e:query><e:imname>"
                + CELL
                + "</e:imname></e:QueryEvents>"));
  }

  private HttpResponse<String> call(URI service, String body)
      throws IOException, InterruptedException {
    String envelope =
        "<S:Envelope xmlns:S='http://schemas.xmlsoap.org/soap/envelope/' xmlns:e='%s'><S:Body>%s</S:Body></S:Envelope>"
            .formatted(Contract.ELEMS_NAMESPACE, body);
    return http.send(
        request(service)
            .header("Content-Type", "text/xml; charset=utf-8")
            .header("SOAPAction", "\"\"")
            .POST(HttpRequest.BodyPublishers.ofString(envelope))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(URI to) {
    return HttpRequest.newBuilder(to).timeout(PATIENCE);
  }

  private static void expect(int status, String word, HttpResponse<String> answer) {
    if (answer.statusCode() != status || !answer.body().contains(word)) {
      throw new IllegalStateException(
          answer.uri()
              + " should answer "
              + status
              + " with "
              + word
              + ", but answered "
              + answer.statusCode()
              + ": "
              + answer.body());
    }
  }

  /** A port on which nobody listens, at least for now. */
  private static int closedPort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return free.getLocalPort();
    }
  }
}
