// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * How much of an answer came.
 *
 * @param announced bytes of the body that its head promised; -1 when no whole head came, or it
 *     promised no number
 * @param came bytes of the body that came
 */
record HttpAnswer(long announced, long came) {
  private static final int HEAD_LIMIT = 64 << 10;
  private static final String LENGTH = "content-length:";

  /** Done once the head has come and the body has begun. */
  @FunctionalInterface
  interface InTheMiddle {
    void strike() throws InterruptedException;
  }

  /** Reads an answer to its end, however that comes. */
  static HttpAnswer read(InputStream in, InTheMiddle middle)
      throws IOException, InterruptedException {
    long announced = announced(head(in));
    long came = 0;
    try {
      if (in.read() >= 0) came++;
      middle.strike();
      byte[] chunk = new byte[8192];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) came += n;
    } catch (IOException reset) {
      return new HttpAnswer(announced, came);
    }
    return new HttpAnswer(announced, came);
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last = 0; // the newest four bytes
    while (last != 0x0d0a0d0a && head.size() < HEAD_LIMIT) {
      int next = in.read();
      if (next < 0) break;
      head.write(next);
      last = last << 8 | next;
    }
    return head.toString(StandardCharsets.US_ASCII);
  }

  private static long announced(String head) {
    if (!head.endsWith("\r\n\r\n") || !head.startsWith("HTTP/1.1 200")) return -1;
    return head.lines()
        .map(line -> line.toLowerCase(Locale.ROOT))
        .filter(line -> line.startsWith(LENGTH))
        .map(line -> Long.parseLong(line.substring(LENGTH.length()).strip()))
        .findFirst()
        .orElse(-1L);
  }

  /** Whether it ended before its end. */
  boolean isCut() {
    return came > 0 && came < announced;
  }

  String describe() {
    return came + " of " + (announced < 0 ? "an unknown number of" : announced) + " bytes";
  }
}
