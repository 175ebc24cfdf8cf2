// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.twincell.protocol.ObjectKind;

/**
 * The keys of the store: big-endian numbers, so that keys sort as their numbers do. Part of the
 * store's format.
 *
 * <pre>
 * META      "format"                            -> int
 *           "state"                             -> StoreState
 *           "classes"                           -> ClassFiles
 *           "merge"                             -> MergeTotals
 *           'n' name                            -> int, the number of a slot or class
 *           'l' client's name                   -> its place (ClientPlaces)
 *           'c' class                           -> long, rows of exactly this class
 *           'a' place class                     -> long, rows of the class its client has acknowledged
 *           'd' bucket                          -> long, a part of the digest (Buckets)
 * ROWS      kind handle                         -> row (RowCodec)
 * INDEX     'i' kind id                         -> handle
 *           'c' class handle                    -> nothing
 *           's' status handle                   -> nothing (events)
 *           't' seconds handle                  -> nothing (events; date_reception)
 *           'k' class key-values                -> handle (data objects)
 *           'a' place class start               -> a page of runs of acknowledged rows (RunPage)
 *           'u' class handle                    -> nothing: a row with an acknowledgement that is in no run
 * HISTORY   'h' kind handle superseded-at       -> row
 *           'o' superseded-at kind handle       -> stamp
 * COMMANDS  'q' hash of the command id          -> RememberedCommand
 *           'e' commit-index                    -> RememberedEntry
 * </pre>
 */
final class Keys {
  static final byte[] FORMAT = ascii("format");
  static final byte[] STATE = ascii("state");
  static final byte[] CLASSES = ascii("classes");
  static final byte[] MERGE = ascii("merge");
  static final byte[] NOTHING = {};
  static final byte COMMANDS_OF = 'e';

  /** Length of a key in ROWS. */
  static final int ROW_BYTES = 9;

  private Keys() {}

  static byte[] name(String name) {
    return tagged('n', name.getBytes(StandardCharsets.UTF_8));
  }

  static String nameOf(byte[] key) {
    return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
  }

  static byte[] client(String name) {
    return tagged('l', name.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] classCount(int type) {
    return ByteBuffer.allocate(5).put((byte) 'c').putInt(type).array();
  }

  static byte[] acknowledgedCount(int place, int type) {
    return ByteBuffer.allocate(9).put((byte) 'a').putInt(place).putInt(type).array();
  }

  static byte[] bucket(int bucket) {
    return ByteBuffer.allocate(3).put((byte) 'd').putShort((short) bucket).array();
  }

  static boolean isBucket(byte[] key) {
    return key.length == 3 && key[0] == 'd' && bucketOf(key) < Buckets.COUNT;
  }

  static int bucketOf(byte[] key) {
    return ByteBuffer.wrap(key).getShort(1) & 0xFFFF;
  }

  static byte[] row(ObjectKind kind, long handle) {
    return ByteBuffer.allocate(9).put(tag(kind)).putLong(handle).array();
  }

  static byte[] id(ObjectKind kind, String id) {
    byte[] text = id.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + text.length).put((byte) 'i').put(tag(kind)).put(text).array();
  }

  static byte[] classRow(int type, long handle) {
    return ByteBuffer.allocate(13).put((byte) 'c').putInt(type).putLong(handle).array();
  }

  static byte[] status(int status, long handle) {
    return ByteBuffer.allocate(13)
        .put((byte) 's')
        .putInt(status ^ Integer.MIN_VALUE)
        .putLong(handle)
        .array();
  }

  static byte[] reception(long seconds, long handle) {
    return ByteBuffer.allocate(17)
        .put((byte) 't')
        .putLong(seconds ^ Long.MIN_VALUE)
        .putLong(handle)
        .array();
  }

  static byte[] dataKey(int type, byte[] keyValues) {
    return ByteBuffer.allocate(5 + keyValues.length)
        .put((byte) 'k')
        .putInt(type)
        .put(keyValues)
        .array();
  }

  static byte[] looseRow(int type, long handle) {
    return ByteBuffer.allocate(13).put((byte) 'u').putInt(type).putLong(handle).array();
  }

  static byte[] runPage(int place, int type, long start) {
    return ByteBuffer.allocate(17)
        .put((byte) 'a')
        .putInt(place)
        .putInt(type)
        .putLong(start)
        .array();
  }

  static byte[] version(ObjectKind kind, long handle, long supersededAt) {
    return ByteBuffer.allocate(18)
        .put((byte) 'h')
        .put(tag(kind))
        .putLong(handle)
        .putLong(supersededAt)
        .array();
  }

  static byte[] superseded(long supersededAt, ObjectKind kind, long handle) {
    return ByteBuffer.allocate(18)
        .put((byte) 'o')
        .putLong(supersededAt)
        .put(tag(kind))
        .putLong(handle)
        .array();
  }

  static byte[] command(long hash) {
    return ByteBuffer.allocate(9).put((byte) 'q').putLong(hash).array();
  }

  static byte[] commandsOf(long commitIndex) {
    return ByteBuffer.allocate(9).put(COMMANDS_OF).putLong(commitIndex).array();
  }

  static byte[] number(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  static long longAt(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getLong(at);
  }

  static int intAt(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getInt(at);
  }

  /** The number at the end of a key: its handle, or the commit index of a version. */
  static long lastLong(byte[] key) {
    return longAt(key, key.length - 8);
  }

  static boolean startsWith(byte[] key, byte[] other, int length) {
    return key.length >= length && Arrays.equals(key, 0, length, other, 0, length);
  }

  static byte tag(ObjectKind kind) {
    return (byte) (kind == ObjectKind.EVENT ? 'E' : 'D');
  }

  private static byte[] tagged(char tag, byte[] rest) {
    return ByteBuffer.allocate(1 + rest.length).put((byte) tag).put(rest).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
