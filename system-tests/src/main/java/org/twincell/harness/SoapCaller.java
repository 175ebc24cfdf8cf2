// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.harness;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One keep-alive HTTP connection that posts envelopes: as little client as possible, because it
 * shares the cores with what it measures. One thread at a time.
 */
public final class SoapCaller implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final String head;

  public SoapCaller(int port, String path, String soapAction) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) LocalSystem.PATIENCE.toMillis());
    this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    this.out = socket.getOutputStream();
    this.head =
        "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: text/xml; charset=utf-8\r\nSOAPAction: \"%s\"\r\nContent-Length: "
            .formatted(path, port, soapAction);
  }

  /** Posts one envelope and gives the answer's body; anything but HTTP 200 is a failure. */
  public String post(String envelope) throws IOException {
    byte[] body = envelope.getBytes(StandardCharsets.UTF_8);
    byte[] begin = (head + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[begin.length + body.length];
    System.arraycopy(begin, 0, all, 0, begin.length);
    System.arraycopy(body, 0, all, begin.length, body.length);
    out.write(all);
    String status = line();
    int length = -1;
    boolean chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:"))
        length = Integer.parseInt(header.substring(15).trim());
      if (lower.startsWith("transfer-encoding:")) chunked = lower.contains("chunked");
    }
    String answer = chunked ? chunks() : read(length);
    if (!status.contains(" 200")) throw new IOException(status + ": " + answer);
    return answer;
  }

  private String chunks() throws IOException {
    StringBuilder all = new StringBuilder();
    for (int n = Integer.parseInt(line(), 16); n > 0; n = Integer.parseInt(line(), 16)) {
      all.append(read(n));
      line();
    }
    line();
    return all.toString();
  }

  private String read(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) throw new IOException("the answer was cut");
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) throw new IOException("the connection was closed");
      if (c != '\r') line.append((char) c);
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
