// SPDX-FileCopyrightText: 2026 The Twincell authors
// SPDX-License-Identifier: Apache-2.0
package org.twincell.cell.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/**
 * Which clients have a place in the index of acknowledgements ({@link AcknowledgedRuns}). A name
 * takes a free place when it first comes; when none is free, the client that loses least by it
 * makes room: the one with the fewest acknowledged rows. So whoever writes many names into a few
 * events takes no place from a client that reads. The limits are part of what applying does.
 *
 * <p>Owned by the applying thread; readers ask their view of the store, see {@link #find}.
 */
final class ClientPlaces {
  /** Clients that have a place at the same time. */
  static final int LIMIT = 1024;

  /** New names of one change that may take places; the change costs no more for the others. */
  static final int TAKEN_PER_CHANGE = 16;

  /** Who has acknowledged more rows keeps its place; giving a place up costs no more than this. */
  static final int LEAVING_LIMIT_ROWS = 250;

  /** A longer name takes no place. */
  static final int NAME_LIMIT_BYTES = 256;

  /** The place of {@link AcknowledgedRuns#ANYBODY}, which is always there. */
  private static final Place ANYBODY = new Place(0, 0, true);

  private final Map<String, Place> byName = new TreeMap<>();
  private final BitSet taken = new BitSet();

  /**
   * Where a client's runs and counts are.
   *
   * @param number 1 to {@link #LIMIT}; used again after the client has made room
   * @param sinceIndex the commit index at which it took the place
   * @param complete no row had an acknowledgement outside the index at that time, so that all of
   *     this client's are in it
   */
  record Place(int number, long sinceIndex, boolean complete) {
    private static final int BYTES = 13;

    byte[] bytes() {
      return ByteBuffer.allocate(BYTES)
          .putInt(number)
          .putLong(sinceIndex)
          .put((byte) (complete ? 1 : 0))
          .array();
    }

    static Place of(byte[] bytes) {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      return new Place(in.getInt(), in.getLong(), in.get() == 1);
    }
  }

  static ClientPlaces load(Content content) {
    ClientPlaces places = new ClientPlaces();
    try (ReadOptions how = new ReadOptions();
        RocksIterator at = content.iterator(Family.META, how)) {
      for (at.seek(new byte[] {'l'}); Content.isAt(at) && at.key()[0] == 'l'; at.next()) {
        places.put(Keys.nameOf(at.key()), Place.of(at.value()));
      }
    }
    return places;
  }

  private void put(String client, Place place) {
    byName.put(client, place);
    taken.set(place.number);
  }

  /** The place of a client in what a reader sees. */
  static Optional<Place> find(ReadView view, String client) {
    if (client.equals(AcknowledgedRuns.ANYBODY)) return Optional.of(ANYBODY);
    if (isTooLong(client)) return Optional.empty();
    return Optional.ofNullable(view.get(Family.META, Keys.client(client))).map(Place::of);
  }

  private static boolean isTooLong(String client) {
    return client.getBytes(StandardCharsets.UTF_8).length > NAME_LIMIT_BYTES;
  }

  Optional<Place> find(String client) {
    return client.equals(AcknowledgedRuns.ANYBODY)
        ? Optional.of(ANYBODY)
        : Optional.ofNullable(byName.get(client));
  }

  /** The numbers of all places that are taken, that of anybody among them. */
  int[] numbers() {
    BitSet all = (BitSet) taken.clone();
    all.set(ANYBODY.number);
    return all.stream().toArray();
  }

  boolean mayTakeOne(String client) {
    return !isTooLong(client);
  }

  boolean isFull() {
    return byName.size() >= LIMIT;
  }

  /** Takes a free place. */
  Place take(String client, EntryScope scope) {
    if (isFull()) throw new IllegalStateException("no place is free");
    boolean complete = scope.state().getLooseRows() == 0;
    Place place = new Place(taken.nextClearBit(1), scope.index(), complete);
    scope.changes().insert(Family.META, Keys.client(client), place.bytes());
    put(client, place);
    return place;
  }

  /** Who makes room, if anybody does: of those with equally few rows the one that came first. */
  Optional<String> leastUsed(Counts counts) {
    String least = null;
    long leastRows = LEAVING_LIMIT_ROWS + 1;
    long leastSince = Long.MAX_VALUE;
    for (Map.Entry<String, Place> each : byName.entrySet()) {
      long rows = counts.acknowledged(each.getValue().number);
      long since = each.getValue().sinceIndex;
      if (rows < leastRows || (rows == leastRows && since < leastSince)) {
        least = each.getKey();
        leastRows = rows;
        leastSince = since;
      }
    }
    return leastRows > LEAVING_LIMIT_ROWS ? Optional.empty() : Optional.ofNullable(least);
  }

  /** The place is free from now on; its runs and counts are gone already. */
  void leave(String client, Changes changes) {
    Place place = byName.remove(client);
    if (place == null) throw new IllegalStateException("'" + client + "' has no place");
    changes.remove(Family.META, Keys.client(client), place.bytes());
    taken.clear(place.number);
  }
}
