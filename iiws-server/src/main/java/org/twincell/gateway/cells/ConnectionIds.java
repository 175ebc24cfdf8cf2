// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.gateway.cells;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers that {@code Connect} answers, computed from the cell's name and the buffer mode: the
 * same on every gateway and after every restart, with nothing to remember.
 *
 * <p>An id has 53 bits, so that clients that keep numbers as doubles keep it whole: bit 52 is one,
 * then 35 bits of a digest of the cell's name in lower case, 2 bits of the mode, 15 check bits.
 */
final class ConnectionIds {
  /** What an id stands for. */
  record Meaning(String cell, BufferMode mode) {}

  private static final int CHECK_BITS = 15;
  private static final int MODE_BITS = 2;
  private static final int NAME_BITS = 35;
  private static final long MARK = 1L << (NAME_BITS + MODE_BITS + CHECK_BITS);

  private final Map<Long, Meaning> meanings = new HashMap<>();

  /**
   * The ids of all cells of a directory.
   *
   * @throws IllegalArgumentException when two names have the same digest; one must be renamed
   */
  ConnectionIds(Collection<String> cells) {
    for (String cell : cells) {
      for (BufferMode mode : BufferMode.values()) {
        Meaning other = meanings.put(id(cell, mode), new Meaning(cell, mode));
        if (other != null) {
          throw new IllegalArgumentException(
              "the cells '"
                  + other.cell
                  + "' and '"
                  + cell
                  + "' have equal connection ids; rename one");
        }
      }
    }
  }

  /** The id of a connection; never 0, never negative. */
  static long id(String cell, BufferMode mode) {
    long name = digest("cell " + cell.toLowerCase(Locale.ROOT), NAME_BITS);
    long body = name << MODE_BITS | mode.ordinal();
    return MARK | body << CHECK_BITS | check(body);
  }

  /** Whether {@link #id} made this number for some cell, be it in the directory or not. */
  static boolean isWellFormed(long id) {
    long body = (id & ~MARK) >>> CHECK_BITS;
    return (id & MARK) != 0
        && id >>> (NAME_BITS + MODE_BITS + CHECK_BITS + 1) == 0
        && (id & ((1 << CHECK_BITS) - 1)) == check(body);
  }

  /** The cell and mode of an id; absent when no cell of the directory has it. */
  Optional<Meaning> meaning(long id) {
    return Optional.ofNullable(meanings.get(id));
  }

  private static long check(long body) {
    return digest("connection " + body, CHECK_BITS);
  }

  private static long digest(String text, int bits) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return ByteBuffer.wrap(hash).getLong() >>> (Long.SIZE - bits);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
