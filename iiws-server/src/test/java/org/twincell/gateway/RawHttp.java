// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.twincell.imapi.Contract;

/** A connection on which anything can be written, and the answer read as far as it comes. */
final class RawHttp implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int RECEIVE_BYTES = 16 * 1024;

  private final Socket socket;

  RawHttp(Gateway gateway) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(RECEIVE_BYTES);
    socket.connect(new InetSocketAddress("localhost", gateway.port()));
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  static String head(String method, String path, String... headers) {
    StringBuilder head =
        new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: test.example\r\n");
    for (String header : headers) head.append(header).append("\r\n");
    return head.append("\r\n").toString();
  }

  static String post(String... headers) {
    return head("POST", Contract.PATH, headers);
  }

  RawHttp write(String text) throws IOException {
    return write(text.getBytes(UTF_8));
  }

  RawHttp write(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
    return this;
  }

  /** Says that nothing more comes. */
  RawHttp end() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /**
   * Status line, headers and what follows, until the other side ends it or a whole body is there.
   */
  String read() throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[8192];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        text.append(new String(buffer, 0, n, ISO_8859_1));
        if (isWhole(text)) break;
      }
    } catch (java.net.SocketException reset) {
      return text.toString();
    }
    return text.toString();
  }

  private static boolean isWhole(StringBuilder text) {
    int body = text.indexOf("\r\n\r\n");
    int length = text.indexOf("Content-Length: ");
    if (body < 0 || length < 0) return false;
    int end = text.indexOf("\r\n", length);
    int bytes = Integer.parseInt(text.substring(length + "Content-Length: ".length(), end).strip());
    return text.length() >= body + 4 + bytes;
  }

  int status() throws IOException {
    String answer = read();
    return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : -1;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
