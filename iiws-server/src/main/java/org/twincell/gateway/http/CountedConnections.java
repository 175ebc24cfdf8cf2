// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.twincell.gateway.fault.FaultCode;
import org.twincell.imapi.Contract;

/**
 * Opens connections up to the limit, and answers BUSY on each further one before it has asked for
 * anything. While the limit is reached, connections that are idle go soon.
 *
 * <p>Connections that are being refused are counted too: beyond {@link #REFUSALS_LIMIT} of them a
 * further one is closed without a word. Any thread of Jetty may call it.
 */
final class CountedConnections extends HttpConnectionFactory implements Connection.Listener {
  /** Refused connections at one moment that are given an answer. */
  static final int REFUSALS_LIMIT = 64;

  /** At the limit, connections that are idle go after this. */
  private static final Duration CROWDED_IDLE = Duration.ofSeconds(3);

  /** So long a refused client may take to read its answer. */
  private static final Duration REFUSAL_TIME = Duration.ofSeconds(2);

  private static final String TEXT =
      FaultCode.BUSY
          + ": the gateway has as many connections as its ConnectionLimit allows."
          + " Retry in a moment, or at the other gateway.\n";

  private static final byte[] ANSWER =
      ("HTTP/1.1 503 Service Unavailable\r\n"
              + "Content-Type: text/plain;charset=UTF-8\r\n"
              + ("Content-Length: " + TEXT.length() + "\r\n")
              + (Contract.FAULT_HEADER + ": " + FaultCode.BUSY + "\r\n")
              + "Retry-After: 1\r\n"
              + "Connection: close\r\n\r\n"
              + TEXT)
          .getBytes(US_ASCII);

  private final int limit;
  private final Duration idle;
  private final Set<EndPoint> open = ConcurrentHashMap.newKeySet();
  private final Set<EndPoint> refused = ConcurrentHashMap.newKeySet();

  CountedConnections(HttpConfiguration configuration, int limit, Duration idle) {
    super(configuration);
    this.limit = limit;
    this.idle = idle;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    if (!take(open, endPoint, limit)) {
      return new Refusal(endPoint, connector, take(refused, endPoint, REFUSALS_LIMIT));
    }
    Connection connection = super.newConnection(connector, endPoint);
    connection.addEventListener(this);
    return connection;
  }

  private synchronized boolean take(Set<EndPoint> from, EndPoint endPoint, int most) {
    if (from.size() >= most) from.removeIf(each -> !each.isOpen());
    if (from.size() >= most) return false;
    from.add(endPoint);
    if (open.size() >= limit) idleAfter(CROWDED_IDLE);
    return true;
  }

  private void idleAfter(Duration time) {
    long millis = Math.min(time.toMillis(), idle.toMillis());
    for (EndPoint each : open) each.setIdleTimeout(millis);
  }

  @Override
  public void onOpened(Connection connection) {
    // Counted when it was made.
  }

  @Override
  public synchronized void onClosed(Connection connection) {
    boolean wasFull = open.size() >= limit;
    open.remove(connection.getEndPoint());
    if (wasFull && open.size() < limit) idleAfter(idle);
  }

  /** Answers at once, then reads what the client still sends, as a reset could take the answer. */
  private final class Refusal extends AbstractConnection {
    private final boolean answers;
    private final ByteBuffer discarded = BufferUtil.allocate(4096);

    Refusal(EndPoint endPoint, Connector connector, boolean answers) {
      super(endPoint, connector.getExecutor());
      this.answers = answers;
    }

    @Override
    public void onOpen() {
      super.onOpen();
      if (!answers) {
        close();
        return;
      }
      getEndPoint().setIdleTimeout(REFUSAL_TIME.toMillis());
      getEndPoint()
          .write(
              Callback.from(this::answered, failure -> close()), ByteBuffer.wrap(ANSWER.clone()));
    }

    private void answered() {
      getEndPoint().shutdownOutput();
      fillInterested();
    }

    @Override
    public void onFillable() {
      try {
        int read;
        do {
          BufferUtil.clear(discarded);
          read = getEndPoint().fill(discarded);
        } while (read > 0);
        if (read < 0) close();
        else fillInterested();
      } catch (IOException e) {
        getEndPoint().close(e);
      }
    }

    @Override
    public void onClose(Throwable cause) {
      refused.remove(getEndPoint());
      super.onClose(cause);
    }
  }
}
