// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Reads UTF-8; a byte that is not UTF-8 is taken for ISO-8859-1, so that a stray umlaut of an old
 * log is kept and not replaced. Never waits for more bytes than it needs.
 */
final class Utf8Reader extends Reader {
  private static final int BUFFER_BYTES = 16 * 1024;

  private final InputStream in;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).flip();
  private final CharBuffer chars = CharBuffer.allocate(BUFFER_BYTES).flip();
  private boolean ended;

  Utf8Reader(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    while (!chars.hasRemaining()) {
      if (ended && !bytes.hasRemaining()) return -1;
      if (!ended) fill();
      decode();
    }
    return chars.get();
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (length == 0) return 0;
    int first = read();
    if (first < 0) return -1;
    target[offset] = (char) first;
    int more = Math.min(length - 1, chars.remaining());
    chars.get(target, offset + 1, more);
    return more + 1;
  }

  private void fill() throws IOException {
    bytes.compact();
    int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
    if (count < 0) ended = true;
    else bytes.position(bytes.position() + count);
    bytes.flip();
  }

  private void decode() {
    chars.clear();
    while (true) {
      CoderResult result = decoder.decode(bytes, chars, ended);
      if (!result.isMalformed() || chars.remaining() < result.length()) break;
      for (int i = 0; i < result.length(); i++) chars.put((char) (bytes.get() & 0xff));
    }
    chars.flip();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
