// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A fast 64-bit hash of bytes, the same on every machine. Tells accidents apart; it is no
 * protection against someone who wants two things to look equal. Part of the store's format.
 */
final class Hash64 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ODD_1 = 0x9E3779B97F4A7C15L;
  private static final long ODD_2 = 0xD6E8FEB86659FD93L;

  private Hash64() {}

  static long of(byte[] bytes, long seed) {
    long hash = mix(seed + ODD_1, bytes.length ^ ODD_2);
    int at = 0;
    for (; at + 8 <= bytes.length; at += 8) {
      hash = mix(hash ^ ODD_1, (long) LONGS.get(bytes, at) ^ ODD_2);
    }
    long tail = 0;
    for (int shift = 0; at < bytes.length; at++, shift += 8) tail |= (bytes[at] & 0xFFL) << shift;
    return finish(mix(hash ^ ODD_1, tail ^ ODD_2));
  }

  /** Two numbers, for instance a hash over what came before and the next one. */
  static long of(long before, long next) {
    return finish(mix(before ^ ODD_1, next ^ ODD_2));
  }

  private static long mix(long a, long b) {
    return (a * b) ^ Math.multiplyHigh(a, b) ^ Long.rotateLeft(a, 29);
  }

  private static long finish(long hash) {
    long h = (hash ^ (hash >>> 32)) * ODD_2;
    h = (h ^ (h >>> 32)) * ODD_2;
    return h ^ (h >>> 32);
  }
}
