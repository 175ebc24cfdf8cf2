// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.client.soap;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The JDK's HTTP client with a bound on time and size of every answer. Any thread may use it. */
final class HttpCalls {
  private final HttpClient http;
  private final long answerLimit;

  HttpCalls(Duration connectTimeOut, long answerLimit) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connectTimeOut)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.answerLimit = answerLimit;
  }

  /** Waits for the whole answer, however slowly its bytes come. */
  HttpResponse<byte[]> send(HttpRequest request, Duration time) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, info -> new LimitedBody(answerLimit));
    try {
      return answer.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw HttpFailure.timedOut(time.toMillis(), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) throw io;
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("the calling thread was interrupted", e);
    }
  }

  /** The status of a GET; 0 when there is no answer in time. */
  int statusOf(URI page, Duration time) {
    try {
      return send(HttpRequest.newBuilder(page).timeout(time).GET().build(), time).statusCode();
    } catch (IOException | HttpFailure e) {
      return 0;
    }
  }

  /** From JDK 21 on the client can be closed; before, its threads end when it is collected. */
  void close() {
    if (http instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("the HTTP client does not close", e);
      }
    }
  }
}
